"""Everything that is searched, in memory and consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Lang, Passage, Query, Ranking, Rows
from qa.errors import PassageNotFoundError
from qa.language import simplify
from qa.retrieval.dense import DenseIndex
from qa.retrieval.lexical import LexicalIndex
from qa.retrieval.twins import Twins
from qa.retrieval.views import lexical_view, question_views, text_view
from qa.tokens import terms

NOTHING = Ranking(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class View:
    """One text to encode for a passage, in Simplified Chinese as queries are. Questions are encoded as queries."""

    row: int
    text: str
    is_question: bool


class SearchIndex:
    """Passages and their indexes. A SearchIndex that exists is valid: misaligned parts are refused."""

    def __init__(self, passages: Sequence[Passage], dense: DenseIndex, lexical: Mapping[Lang, LexicalIndex]) -> None:
        self.passages = tuple(passages)
        self.dense = dense
        self.lexical = lexical
        self.twins = Twins(self.passages)
        self._row_by_id = {passage.id: row for row, passage in enumerate(self.passages)}
        self._langs = np.asarray([passage.lang for passage in self.passages])
        self._refuse_misaligned()

    def _refuse_misaligned(self) -> None:
        count = len(self.passages)
        if len(self._row_by_id) != count:
            raise ValueError(f"{count} passages have only {len(self._row_by_id)} different ids")
        if set(self.dense.rows.tolist()) != set(range(count)):
            raise ValueError(f"{count} passages but {len(set(self.dense.rows.tolist()))} of them have vectors")
        for lang, index in self.lexical.items():
            expected = np.flatnonzero(self._langs == lang)
            if not np.array_equal(index.rows, expected):
                raise ValueError(f"{len(expected)} passages in {lang} but {len(index.rows)} lexical entries")

    def row(self, passage_id: str) -> int:
        """The row of a passage. Raises PassageNotFoundError."""
        try:
            return self._row_by_id[passage_id]
        except KeyError:
            raise PassageNotFoundError("no passage has this id") from None

    def allowed(self, query: Query, lang: Lang) -> NDArray[np.bool_]:
        """The passages in one language that pass the query's filters, bool [passages]."""
        mask: NDArray[np.bool_] = self._langs == lang
        if query.kind or query.tags or query.platform:
            mask = mask & np.asarray([_passes(passage, query) for passage in self.passages])
        return mask

    def search_terms(self, terms: Sequence[str], lang: Lang, k: int, allowed: NDArray[np.bool_]) -> Ranking:
        """BM25 within one language; empty if the corpus has nothing in it."""
        index = self.lexical.get(lang)
        return index.search(terms, k, allowed) if index else NOTHING

    def highest_score(self, terms: Sequence[str], lang: Lang) -> float:
        """The ceiling of `search_terms`' scores; 0 if the corpus has nothing in the language."""
        index = self.lexical.get(lang)
        return index.highest_score(terms) if index else 0.0

    def only(self, ranking: Ranking, lang: Lang) -> Ranking:
        """The part of a ranking that is in one language."""
        kept = self._langs[ranking.rows] == lang
        return Ranking(ranking.rows[kept], ranking.scores[kept])


def views(passages: Sequence[Passage]) -> list[View]:
    """What has to be encoded, in the order of the passages, each passage's text first."""
    found = []
    for row, passage in enumerate(passages):
        found.append(View(row, simplify(text_view(passage)), is_question=False))
        found.extend(View(row, simplify(text), is_question=True) for text in question_views(passage))
    return found


def lexical_indexes(passages: Sequence[Passage]) -> dict[Lang, LexicalIndex]:
    """One BM25 index for each language that has passages."""
    indexes: dict[Lang, LexicalIndex] = {}
    for lang in LANGS:
        rows = rows_in(passages, lang)
        if len(rows):
            indexes[lang] = LexicalIndex.build([terms(lexical_view(passages[row])) for row in rows], rows)
    return indexes


def rows_in(passages: Sequence[Passage], lang: Lang) -> Rows:
    """The rows of the passages in one language, ascending."""
    return np.asarray([row for row, passage in enumerate(passages) if passage.lang == lang], np.int32)


def _passes(passage: Passage, query: Query) -> bool:
    return (
        query.kind in (None, passage.kind)
        and query.tags <= set(passage.tags)
        and (query.platform is None or passage.platform in (None, query.platform))
    )
