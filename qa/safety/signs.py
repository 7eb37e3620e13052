"""Which words together tell of a scheme: a small language for people who have seen one.

``support > asks > pay within 20 unless never`` reads: a word for support, then one for asking, then one for paying,
from first to last at most 20 units, and no word of the family ``never`` among them or near. ``a + b`` is any order,
``a/b`` either family.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.safety.wording import Mention

# A short sentence, in Chinese characters or English words.
WITHIN = 14

# "I would never …", "…, 不是的": how far outside the words a family named after "unless" still speaks.
NEAR = 8

_LINE = re.compile(r"(?P<words>.+?)(?: within (?P<within>\d+))?(?: unless (?P<unless>[\w/-]+))?")

Places = Mapping[str, Sequence[tuple[int, int]]]
"""Start and end of the mentions of each family, by start."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of each of ``slots`` (families that can stand for one another) at most ``within`` units from end to end."""

    slots: tuple[frozenset[str], ...]
    ordered: bool
    within: int
    unless: frozenset[str]

    @property
    def families(self) -> frozenset[str]:
        """All families that the sign names."""
        return self.unless.union(*self.slots)

    def is_in(self, places: Places) -> bool:
        """Whether the sign is given."""
        if any(map(places.keys().isdisjoint, self.slots)):
            return False
        spans = self._ordered_spans(places) if self.ordered else self._spans(places)
        return any(end - start <= self.within and not self._excused(places, start, end) for start, end in spans)

    def _events(self, places: Places) -> list[tuple[int, int, int]]:
        """Start, end and slot of each mention that fills one, by place.

        At one place the last slot comes first: one mention cannot fill two slots that follow each other.
        """
        found = [
            (*span, slot) for slot, families in enumerate(self.slots) for f in families for span in places.get(f, ())
        ]
        return sorted(found, key=lambda event: (event[0], -event[2]))

    def _ordered_spans(self, places: Places) -> Iterator[tuple[int, int]]:
        """The shortest span up to each mention that completes the row."""
        begun = [-1] * len(self.slots)  # where the shortest row up to each slot began; -1: there is none
        for start, end, slot in self._events(places):
            begun[slot] = start if slot == 0 else begun[slot - 1]
            if begun[-1] >= 0 and slot == len(self.slots) - 1:
                yield begun[-1], end

    def _spans(self, places: Places) -> Iterator[tuple[int, int]]:
        """The shortest span up to each mention in which all slots are filled."""
        last = [-1] * len(self.slots)
        for start, end, slot in self._events(places):
            last[slot] = start
            if min(last) >= 0:
                yield min(last), end

    def _excused(self, places: Places, start: int, end: int) -> bool:
        for family in self.unless:
            found = places.get(family, ())
            first = bisect_left(found, (start - NEAR, 0))
            if first < len(found) and found[first][0] < end + NEAR:
                return True
        return False


def sign(line: str) -> Sign:
    """The sign that a line describes. Raises ValueError when it cannot be read."""
    parts = _LINE.fullmatch(line.strip())
    if parts is None or (">" in line and "+" in line):
        raise ValueError(f"expected 'a > b/c within 20 unless d' or 'a + b', found {line!r}")
    ordered = ">" in parts["words"]
    slots = tuple(frozenset(slot.strip().split("/")) for slot in re.split("[>+]", parts["words"]))
    unless = frozenset((parts["unless"] or "").split("/")) - {""}
    return Sign(slots, ordered, int(parts["within"] or WITHIN), unless)


def places(mentions: Sequence[Mention]) -> dict[str, list[tuple[int, int]]]:
    """The mentions by family, by place."""
    found: dict[str, list[tuple[int, int]]] = {}
    for mention in mentions:
        found.setdefault(mention.family, []).append((mention.start, mention.end))
    return found
