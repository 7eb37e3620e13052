"""A text as the rules for secrets read it, and the way back to the text as it was written.

Full-width, circled and mathematical characters become ASCII, Traditional characters that the rules name become
Simplified, and what nobody sees is dropped, so that a hidden character or a tone mark hides no secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language import HAN
from qa.safety.secrets.patterns import GAP, variants

# Characters that stand for themselves, each its own grapheme: copied in stretches, which is most of any text.
_PLAIN = re.compile(
    f"[ -~\n、。“”‘’《》「」『』【】{GAP}{HAN}\uac00-\uf8ff\U00030000-\U000dffff\U000f0000-\U0010ffff]+"
)
LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe58"
# Letters by category, but nothing to see: Hangul fillers, the Khmer inherent vowels, the blank Braille pattern.
BLANK = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800"
# How many different unusual characters are remembered.
_KEPT = 4096
# The inside of a class, as is EXTENDING. UAX #29 rule GB9b: these belong to the grapheme of the character after them.
PREPEND = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02"
)
# Spacing marks that are not of category Mc, and what extends a grapheme though it is no mark: joiners, half-width voice
# marks, skin tones, tags.
EXTENDING = "\u0e33\u0eb3\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"

_PREPEND = re.compile(f"[{PREPEND}]")
_EXTENDING = re.compile(f"[{EXTENDING}]")


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` in its case and ``low`` in lower case, equally long; ``offsets[i]`` is where character i was."""

    written: str
    text: str
    low: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the reading as half-open code points of the written text, widened to whole graphemes."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        while first and _PREPEND.match(self.written[first - 1]):
            first -= 1
        while last < len(self.written) and _extends(self.written[last]):
            last += 1
        return first, last


def read(text: str) -> Reading:
    """Linear in the length of the text; never raises."""
    if not text or _PLAIN.fullmatch(text):
        return _folded(text, text, range(len(text)))
    pieces: list[str] = []
    offsets: list[int] = []
    place = 0
    for plain in _PLAIN.finditer(text):
        _read_unusual(text, place, plain.start(), pieces, offsets)
        pieces.append(plain[0])
        offsets.extend(range(plain.start(), plain.end()))
        place = plain.end()
    _read_unusual(text, place, len(text), pieces, offsets)
    return _folded(text, "".join(pieces), offsets)


def _folded(written: str, read_as: str, offsets: Sequence[int]) -> Reading:
    text = read_as if read_as.isascii() else read_as.translate(variants())
    return Reading(written, text, _lower(text), offsets)


def _read_unusual(text: str, start: int, end: int, pieces: list[str], offsets: list[int]) -> None:
    for place in range(start, end):
        read_as = _read_as(text[place])
        pieces.append(read_as)
        offsets.extend([place] * len(read_as))


@lru_cache(_KEPT)
def _read_as(char: str) -> str:
    """What an unusual character is read as: nothing where nobody sees it."""
    if char in LINE_ENDS:
        return "\n"
    if char in DASHES:
        return "-"
    if char == "\t":
        return " "
    if char in BLANK or unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf", "Cc"):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded.isascii() else char


_UPPER = re.compile("[A-Z]+")


def _lower(text: str) -> str:
    """ASCII only: nothing else that the rules name has two cases, and no character may change its length."""
    return text.lower() if text.isascii() else _UPPER.sub(lambda found: found[0].lower(), text)


@lru_cache(_KEPT)
def _extends(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or _EXTENDING.match(char) is not None
