"""Which passages are versions of one another in different languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Lang, Passage, Ranking


class Twins:
    """Groups of passages that say the same and count as one result.

    Passages of the sections that share document id and section key are paired part by part. Where the versions
    of a section have different numbers of parts nothing says which belong together: all are one group.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._langs = [passage.lang for passage in passages]
        self._groups: list[int] = []
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        parts = Counter((passage.doc_id, passage.section_key, passage.lang) for passage in passages)
        numbers: dict[tuple[str, str, int], int] = {}
        for row, passage in enumerate(passages):
            section = (passage.doc_id, passage.section_key)
            counts = {count for lang in LANGS if (count := parts[*section, lang])}
            part = passage.part if len(counts) == 1 else 0
            group = numbers.setdefault((*section, part), len(numbers))
            self._groups.append(group)
            self._members[group].append(row)

    def others(self, row: int) -> list[int]:
        """The rows of the same group in other languages."""
        return [other for other in self._members[self._groups[row]] if self._langs[other] != self._langs[row]]

    def members(self, row: int) -> list[int]:
        """The rows of the group that a passage belongs to, itself included."""
        return self._members[self._groups[row]]

    def one_each(self, ranking: Ranking, lang: Lang | None, preferred: Ranking, allowed: NDArray[np.bool_]) -> Ranking:
        """The ranking with one row a group: its version in ``lang``, where one is ``allowed`` (bool [passages]).

        Among several the one that stands first in ``preferred`` is taken; without a ``lang`` that decides alone.
        The ranking's own rows must be allowed.
        """
        position = {int(row): place for place, row in enumerate(preferred.rows)}
        first: dict[int, float] = {}
        for row, score in zip(ranking.rows, ranking.scores, strict=True):
            first.setdefault(self._groups[row], float(score))
        groups = ([row for row in self._members[group] if allowed[row]] for group in first)
        rows = [self._version(members, lang, position) for members in groups]
        return Ranking(np.asarray(rows, np.int32), np.asarray(list(first.values()), np.float32))

    def _version(self, members: Sequence[int], lang: Lang | None, position: Mapping[int, int]) -> int:
        versions = [row for row in members if self._langs[row] == lang] or members
        if len(versions) == 1:
            return versions[0]
        return min(versions, key=lambda row: position.get(row, len(position)))
