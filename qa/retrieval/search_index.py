"""Everything that is searched, in memory and consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Encoding, Floats, Lang, Passage, Query, Ranking, Rows
from qa.errors import PassageNotFoundError
from qa.language import simplify
from qa.lexicon import Lexicon
from qa.retrieval.centring import Means, unit
from qa.retrieval.dense import DenseIndex
from qa.retrieval.evidence import Levels
from qa.retrieval.intents import UNLEARNED, Intents
from qa.retrieval.late_interaction import QuestionTokens, TokenIndex
from qa.retrieval.lexical import LexicalIndex
from qa.retrieval.spelling import Spelling
from qa.retrieval.twins import Twins
from qa.retrieval.unanswered import Unanswered
from qa.retrieval.views import lexical_view, question_views, text_view
from qa.tokens import terms

# The platform of a passage that is about no particular one.
_GENERAL = ""

NOTHING = Ranking(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class View:
    """One text to encode for a passage, in Simplified Chinese as queries are. Questions are encoded as queries."""

    row: int
    text: str
    is_question: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index compares it: its terms, its unit vector float32 [dim], and its tokens.

    ``word_scores`` are the BM25 scores of all passages of each language, in the order of their rows; ``unanswered`` is
    the cosine of the nearest question in each language that is known to have no answer; ``intents`` are the
    log-probabilities of the sections that were learned, float32 [classes].
    """

    terms: tuple[str, ...]
    word_scores: Mapping[Lang, Floats]
    unanswered: Mapping[Lang, float]
    intents: Floats
    vector: Floats
    tokens: QuestionTokens
    lang: Lang


@dataclass(frozen=True, slots=True)
class Indexes:
    """The parts of a search index: what was computed from the passages."""

    dense: DenseIndex
    lexical: Mapping[Lang, LexicalIndex]
    tokens: TokenIndex
    means: Means
    levels: Levels
    lexicon: Lexicon
    unanswered: Unanswered
    intents: Intents


class SearchIndex:
    """Passages and their indexes. A SearchIndex that exists is valid: misaligned parts are refused."""

    def __init__(self, passages: Sequence[Passage], indexes: Indexes) -> None:
        self.passages = tuple(passages)
        self.indexes = indexes
        self.twins = Twins(self.passages)
        self._spelling = Spelling(chain.from_iterable(index.vocabulary for index in indexes.lexical.values()))
        self._row_by_id = {passage.id: row for row, passage in enumerate(self.passages)}
        self._langs = np.asarray([passage.lang for passage in self.passages])
        self._platforms = np.asarray([passage.platform or _GENERAL for passage in self.passages])
        self._classes = indexes.intents.classes(self.twins.sections)
        self._learned = np.flatnonzero(self._classes != UNLEARNED).astype(np.int32)
        self._refuse_misaligned()
        self._searched = ~(indexes.dense.is_question & (self._classes[indexes.dense.rows] != UNLEARNED))

    def _refuse_misaligned(self) -> None:
        count = len(self.passages)
        dense, tokens = self.indexes.dense, self.indexes.tokens
        if len(self._row_by_id) != count:
            raise ValueError(f"{count} passages have only {len(self._row_by_id)} different ids")
        if set(dense.rows.tolist()) != set(range(count)):
            raise ValueError(f"{count} passages but {len(set(dense.rows.tolist()))} of them have vectors")
        if not np.array_equal(tokens.arrays.rows[tokens.texts], np.arange(count)):
            raise ValueError(f"{count} passages but {len(tokens.texts)} texts have token vectors")
        if not np.array_equal(tokens.arrays.rows[tokens.questions], dense.rows[dense.is_question]):
            phrasings = int(dense.is_question.sum())
            raise ValueError(f"{phrasings} phrasings have vectors but {len(tokens.questions)} have token vectors")
        width = self.indexes.intents.weights.shape[1]
        if width != dense.dim + 1:
            raise ValueError(f"vectors of width {dense.dim} but intents are told by weights of width {width}")
        for lang, index in self.indexes.lexical.items():
            expected = np.flatnonzero(self._langs == lang)
            if not np.array_equal(index.rows, expected):
                raise ValueError(f"{len(expected)} passages in {lang} but {len(index.rows)} lexical entries")

    @property
    def langs(self) -> NDArray[np.str_]:
        """The language of each passage."""
        return self._langs

    @property
    def dense(self) -> DenseIndex:
        """The vectors."""
        return self.indexes.dense

    def row(self, passage_id: str) -> int:
        """The row of a passage. Raises PassageNotFoundError."""
        try:
            return self._row_by_id[passage_id]
        except KeyError:
            raise PassageNotFoundError("no passage has this id") from None

    def asked(self, text: str, lang: Lang, encoding: Encoding) -> Asked:
        """Make a question comparable; ``encoding`` is of its one text."""
        means = self.indexes.means
        written = all_terms(text, self.indexes.lexicon)
        meant = self._spelling.corrections(written)
        concepts = chain.from_iterable(self.indexes.lexicon.concepts(word) for word in meant)
        found = (*written, *meant, *concepts)
        vector = means.centred(encoding.pooled, "question", lang)[0]
        return Asked(
            terms=found,
            word_scores={lang: index.scores(found) for lang, index in self.indexes.lexical.items()},
            unanswered=self.indexes.unanswered.nearest(vector),
            intents=self.indexes.intents.log_probabilities(vector),
            vector=vector,
            tokens=self.indexes.tokens.project(unit_tokens(encoding.tokens[0], means, lang)),
            lang=lang,
        )

    def allowed(self, query: Query, lang: Lang) -> NDArray[np.bool_]:
        """The passages in one language that pass the query's filters, bool [passages]."""
        mask: NDArray[np.bool_] = self._langs == lang
        if query.kind or query.tags:
            mask = mask & np.asarray([_passes(passage, query) for passage in self.passages])
        if query.platforms:
            mask = mask & np.isin(self._platforms, [_GENERAL, *query.platforms])
        return mask

    def rank_vectors(self, asked: Asked, k: int, allowed: NDArray[np.bool_]) -> Ranking:
        """The nearest passages, but not by phrasings of what was learned, for which `rank_intents` speaks."""
        return self.dense.search(asked.vector, k, allowed[self.dense.rows] & self._searched)

    def rank_words(self, asked: Asked, lang: Lang, k: int, allowed: NDArray[np.bool_]) -> Ranking:
        """BM25 within one language; empty if the corpus has nothing in it."""
        index = self.indexes.lexical.get(lang)
        return index.rank(asked.word_scores[lang], k, allowed) if index else NOTHING

    def rank_intents(self, asked: Asked, k: int, allowed: NDArray[np.bool_]) -> Ranking:
        """The allowed passages of the sections most likely asked for, of those that were learned."""
        rows = self._learned[allowed[self._learned]]
        likely = asked.intents[self._classes[rows]]
        order = np.argsort(-likely, kind="stable")[:k]
        return Ranking(rows[order], likely[order])

    def intents(self, asked: Asked, rows: Rows) -> Floats:
        """The log-probability of each passage's section, float32 [rows]; NaN where it was not learned."""
        classes = self._classes[rows]
        found = np.full(len(rows), np.nan, np.float32)
        found[classes != UNLEARNED] = asked.intents[classes[classes != UNLEARNED]]
        return found

    def only(self, ranking: Ranking, lang: Lang) -> Ranking:
        """The part of a ranking that is in one language."""
        kept = self._langs[ranking.rows] == lang
        return Ranking(ranking.rows[kept], ranking.scores[kept])


def all_terms(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a text and the concepts it mentions; build and query share it."""
    return [*terms(text), *lexicon.concepts(text)]


def unit_tokens(tokens: Floats, means: Means, lang: Lang) -> Floats:
    """A question's token vectors, of unit length before their mean is subtracted."""
    return means.subtract(unit(tokens), "question token", lang)


def views(passages: Sequence[Passage]) -> list[View]:
    """What has to be encoded, in the order of the passages, each passage's text first."""
    found = []
    for row, passage in enumerate(passages):
        found.append(View(row, simplify(text_view(passage)), is_question=False))
        found.extend(View(row, simplify(text), is_question=True) for text in question_views(passage))
    return found


def lexical_indexes(passages: Sequence[Passage], lexicon: Lexicon) -> dict[Lang, LexicalIndex]:
    """One BM25 index for each language that has passages."""
    indexes: dict[Lang, LexicalIndex] = {}
    for lang in LANGS:
        rows = rows_in(passages, lang)
        if len(rows):
            found = [all_terms(lexical_view(passages[row]), lexicon) for row in rows]
            indexes[lang] = LexicalIndex.build(found, rows)
    return indexes


def rows_in(passages: Sequence[Passage], lang: Lang) -> Rows:
    """The rows of the passages in one language, ascending."""
    return np.asarray([row for row, passage in enumerate(passages) if passage.lang == lang], np.int32)


def _passes(passage: Passage, query: Query) -> bool:
    return query.kind in (None, passage.kind) and query.tags <= set(passage.tags)
