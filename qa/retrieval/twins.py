"""Which passages are versions of one another in different languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from qa.datatypes import LANGS, Passage, Ranking, Rows


class Twins:
    """Groups of passages that say the same and count as one result.

    Passages of the sections that share document id and section key are paired part by part. Where the versions
    of a section have different numbers of parts nothing says which belong together: all are one group.
    ``sections`` int32 [passages] numbers the sections, all parts and versions of one alike.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._langs = [passage.lang for passage in passages]
        self._members: list[list[int]] = []
        parts = Counter((passage.doc_id, passage.section_key, passage.lang) for passage in passages)
        numbers: dict[tuple[str, str, int], int] = {}
        groups = np.empty(len(passages), np.int32)
        for row, passage in enumerate(passages):
            section = (passage.doc_id, passage.section_key)
            counts = {count for lang in LANGS if (count := parts[*section, lang])}
            part = passage.part if len(counts) == 1 else 0
            group = numbers.setdefault((*section, part), len(numbers))
            if group == len(self._members):
                self._members.append([])
            self._members[group].append(row)
            groups[row] = group
        self._groups: Rows = groups
        self.sections = _sections(passages)

    def others(self, row: int) -> list[int]:
        """The rows of the same group in other languages."""
        return [other for other in self._members[self._groups[row]] if self._langs[other] != self._langs[row]]

    def members(self, group: int) -> list[int]:
        """The rows of a group."""
        return self._members[group]

    def grouped(self, ranking: Ranking) -> Ranking:
        """The groups of a ranking's rows, each where its first row stands and with its score."""
        groups = self._groups[ranking.rows]
        _, first = np.unique(groups, return_index=True)
        first.sort()
        return Ranking(groups[first], ranking.scores[first])


def _sections(passages: Sequence[Passage]) -> Rows:
    numbers: dict[tuple[str, str], int] = {}
    keys = ((passage.doc_id, passage.section_key) for passage in passages)
    return np.asarray([numbers.setdefault(key, len(numbers)) for key in keys], np.int32)
