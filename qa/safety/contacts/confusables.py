"""What text looks like: characters and pairs of them that are easily taken for others become one.

Characters follow Unicode's table of confusables (UTS #39, through the package confusable-homoglyphs). The table knows
characters that can hardly be told apart; fake names also use those that a quick eye passes over, so accents, digits for
letters (0, 1, 3, 4, 5, 7) and pairs (rn for m, vv for w, cl for d) are added. Two texts that look alike have equal
skeletons; a skeleton is no text for people.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

_DIGITS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "i": "l", "|": "l", "!": "l"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))

_ALPHABETS = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"})

_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")


def skeleton(text: str) -> str:
    """What a text looks like, in small letters. Idempotent. Never raises."""
    plain = "".join(_prototype(char) for char in _without_marks(text)).casefold()
    plain = _without_marks(plain).translate(_DIGITS)
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    return plain


def scripts(text: str) -> frozenset[str]:
    """The writing systems of the letters in a text, as the names of its characters begin: LATIN, CYRILLIC, CJK."""
    return frozenset(unicodedata.name(char, "?").split()[0] for char in text if char.isalpha())


def is_mixed(text: str) -> bool:
    """Whether a word mixes Latin letters with those of Greek, Cyrillic, Armenian or another alphabet like it."""
    found = scripts(text)
    return "LATIN" in found and bool(found & _ALPHABETS)


def _without_marks(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def _prototype(char: str) -> str:
    """A capital stands for its small letter: К looks like K, and hosts are written small."""
    if char.isascii():
        return char
    known = _prototypes()
    return known.get(char) or known.get(char.upper(), char)


@cache
def _prototypes() -> Mapping[str, str]:
    """The letters, digits or pairs of ASCII that a character looks like.

    The package gives for every character all that look like it, whichever of them Unicode's table names as the
    prototype; here the prototype is what is ASCII among them, or else what looks like the capital of one of them.
    """
    text = resources.files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    alike = {char: [other["c"] for other in others] for char, others in json.loads(text).items()}
    odd = [char for char in alike if len(char) == 1 and not char.isascii()]
    found = {char: near for char in odd if (near := _plainest(alike[char]))}
    capitals = {char: [found[other.upper()] for other in alike[char] if other.upper() in found] for char in odd}
    return {char: near[0] for char, near in capitals.items() if near} | found


def _plainest(alike: Iterable[str]) -> str | None:
    """The shortest of some texts that is made of ASCII letters and digits, marks aside."""
    bare = map(_without_marks, alike)
    return min((text for text in bare if text.isascii() and text.isalnum()), key=len, default=None)
