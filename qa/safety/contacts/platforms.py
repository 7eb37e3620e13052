"""Platforms named in free text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from qa.language import HAN, clean, fold, simplify
from qa.safety.contacts.entry import Entry

# Names this short are other words in small letters: BN, HT. A platform's main names are known in any.
SHORT = 3

# What a word of Latin letters must not touch: 币安binance提现 holds one, binances none.
_LETTER = "[0-9A-Za-z\u00c0-\u024f]"
_HAN = re.compile(f"[{HAN}]")
_PARTS = re.compile(r"[\s_-]+")


class PlatformNames:
    """Finds the names of platforms. Of names that overlap the first counts, of those the longest."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._meant: list[tuple[str, re.Pattern[str] | None] | None] = []
        found: list[tuple[str, str]] = []
        for entry in entries:
            for text in (*entry.names.values(), *entry.aliases):
                hints = entry.hints.get(text)
                found.append((_readable(text), _exactness(entry, text)))
                self._meant.append((entry.platform, _any_of(hints) if hints else None))
            for text in entry.not_meant:
                found.append((_readable(text), "i"))
                self._meant.append(None)
        self._beginnings = {_PARTS.split(name)[0].casefold() for name, _ in found}
        by_length = sorted(range(len(found)), key=lambda number: -len(found[number][0]))
        alternatives = (f"(?P<n{number}>{_flagged(*found[number])})" for number in by_length)
        self._pattern = re.compile("|".join(alternatives)) if found else None

    def found_in(self, text: str) -> tuple[str, ...]:
        """The ids of the platforms that a text names, in the order of their first mention."""
        text = _readable(text)
        lowered = text.casefold()
        if not any(beginning in lowered for beginning in self._beginnings):
            return ()  # so it is with most questions; the pattern takes a hundred times as long
        return tuple(dict.fromkeys(self._found(text)))

    def _found(self, text: str) -> Iterator[str]:
        for match in self._pattern.finditer(text) if self._pattern else ():
            meant = self._meant[int(str(match.lastgroup)[1:])]
            if meant and (meant[1] is None or meant[1].search(text)):
                yield meant[0]


def _exactness(entry: Entry, text: str) -> str:
    """The flag under which a name is looked for: i for any case."""
    short = len(text) <= SHORT and text.isascii() and text not in entry.names.values()
    return "-i" if short else "i"


def _readable(text: str) -> str:
    """As `fold` does, but with capitals."""
    return simplify(clean(unicodedata.normalize("NFKC", clean(text))))


def _flagged(text: str, flag: str) -> str:
    return f"(?{flag}:{_word(text)})"


def _word(text: str) -> str:
    """A name with Latin ends stands by itself; its parts may be written together, apart or with a hyphen."""
    pattern = r"[\s_-]?".join(re.escape(part) for part in _PARTS.split(text))
    before = "" if _HAN.match(text) else f"(?<!{_LETTER})"
    after = "" if _HAN.match(text[-1]) else f"(?!{_LETTER})"
    return f"{before}{pattern}{after}"


def _any_of(hints: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_flagged(_readable(hint), "i") for hint in hints))


def name_key(text: str) -> str:
    """The form in which names are compared: any script, any case, any spacing."""
    return _PARTS.sub("", fold(text))
