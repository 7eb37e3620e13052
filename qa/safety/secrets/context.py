"""What the words around a find say about it: a hash or a private key, the asker's number or a stranger's."""

from __future__ import annotations

from qa.safety.secrets.patterns import GAP, any_of, name_of, pattern
from qa.safety.secrets.reading import Reading

# What a comma or a full stop counts for: half a short clause.
_OTHER_CLAUSE = 20


def around(reading: Reading, start: int, end: int, reach: tuple[int, int]) -> tuple[int, int]:
    """A stretch with so many characters before and after it, but nothing beyond a gap."""
    earliest = max(0, start - reach[0])
    gap = reading.low.find(GAP, end, end + reach[1])
    return max(earliest, reading.low.rfind(GAP, earliest, start) + 1), gap if gap >= 0 else end + reach[1]


def nearest(reading: Reading, start: int, end: int, names: tuple[str, ...], reach: tuple[int, int]) -> str | None:
    """Which of some names' words stands nearest to a stretch of the reading, None where none does.

    ``reach``: how many characters are looked at before and after it. Nothing is looked at beyond a gap.
    """
    earliest, latest = around(reading, start, end, reach)
    spoken = any_of(*names)
    if not pattern("letter").search(reading.low, earliest, start) and not pattern("letter").search(
        reading.low, end, latest
    ):
        return None
    found = [
        (_distance(reading.low, match.end(), start), match[0])
        for match in spoken.finditer(reading.low, earliest, start)
    ]
    found += [
        (_distance(reading.low, end, match.start()), match[0]) for match in spoken.finditer(reading.low, end, latest)
    ]
    return name_of(*names)[min(found)[1]] if found else None


def leading(reading: Reading, place: int, names: tuple[str, ...], reach: int) -> str | None:
    """Which of some names' words leads to a place, with nothing but "is", a colon, brackets or quotes between."""
    spoken = list(any_of(*names).finditer(reading.low, max(0, place - reach), place))
    if not spoken or not pattern("leading_gap").match(reading.low, spoken[-1].end(), place):
        return None
    return name_of(*names)[spoken[-1][0]]


def _distance(low: str, start: int, end: int) -> int:
    """In characters; a word of another clause is farther away than any of the same clause."""
    return end - start + (_OTHER_CLAUSE if pattern("clause_end").search(low, start, end) else 0)
