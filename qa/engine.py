"""Query to Answer: the order of the stages, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.confidence import answers, confidence
from qa.datatypes import LANGS, Answer, Encoder, Floats, Hit, Lang, Passage, Query, Ranking
from qa.highlight import highlights
from qa.language import clean, simplify
from qa.question import without_filler
from qa.retrieval.evidence import OTHER_LANGUAGE_GAIN, Evidence
from qa.retrieval.fusion import by_score, reciprocal_rank
from qa.retrieval.rerank import Candidates, look, weigh
from qa.retrieval.search_index import Asked, SearchIndex

# How many passages each ranking contributes. An answer shows 20 at most; fusion needs some more to agree on.
DEPTH = 100

# Candidates that are compared word by word. All rankings vote alike here: what a vote of the other language is worth
# is decided by the evidence.
CANDIDATES = 40

# How many other questions are offered beside an answer: a glance, not a list to read.
RELATED = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """What the stages saw and returned; ``stages`` is in the order in which they ran.

    ``evidence`` is that of the candidates, the rows of ``stages["fused"]`` in their order.
    """

    asked: Asked
    stages: Mapping[str, Ranking]
    evidence: Evidence | None = None


class Engine:
    """Answers queries from one search index. It keeps nothing between queries, so threads may share it."""

    def __init__(self, index: SearchIndex, encoder: Encoder) -> None:
        if index.dense.dim != encoder.dim:
            raise ValueError(f"the index holds vectors of width {index.dense.dim} but the encoder makes {encoder.dim}")
        self.index = index
        self.encoder = encoder

    def answer(self, query: Query) -> Answer:
        """The passages that answer, best first; or the nearest ones, with the state ``no_answer``."""
        trace = self.trace(query)
        final = trace.stages["final"]
        likely = self._confidences(trace, query)
        hits = tuple(self._hit(int(row), likely[int(row)], trace) for row in final.rows[: query.top_k])
        best = hits[0].confidence if hits else 0.0
        return Answer(
            state="answer" if answers(best) else "no_answer",
            lang=target_lang(query),
            confidence=best,
            hits=hits,
            related=self._related(final, query),
            stages=trace.stages,
        )

    def trace(self, query: Query) -> Trace:
        """Run the stages and keep what each returned."""
        text = without_filler(query.text)
        asked = self.index.asked(text, query.lang, self.encoder.encode_queries([simplify(clean(text))]))
        allowed = {lang: self.index.allowed(query, lang) for lang in LANGS}
        dense = {lang: self.index.dense.search(asked.vector, DEPTH, allowed[lang]) for lang in LANGS}
        lexical = {lang: self.index.rank_words(asked, lang, DEPTH, allowed[lang]) for lang in LANGS}
        passing = np.logical_or.reduce(list(allowed.values()))
        nearest = by_score(list(dense.values()))
        fused = self._fused(dense, lexical, query, nearest, passing)
        stages = {"dense": nearest, "lexical": lexical[query.lang], "fused": fused}
        if not len(fused):
            return Trace(asked, {**stages, "late": fused, "final": fused})
        groups = [[row for row in self.index.twins.members(int(row)) if passing[row]] for row in fused.rows]
        candidates = look(self.index, asked, groups)
        evidence = weigh(candidates)
        shown = _shown(candidates, None if query.wanted == "any" else target_lang(query), self.index)
        late = _ranking(shown, evidence.text)
        final = _ranking(shown, evidence.scores())
        if query.wanted in LANGS:
            final = self.index.only(final, target_lang(query))
        return Trace(asked, {**stages, "fused": Ranking(shown, fused.scores), "late": late, "final": final}, evidence)

    def _fused(
        self,
        dense: Mapping[Lang, Ranking],
        lexical: Mapping[Lang, Ranking],
        query: Query,
        nearest: Ranking,
        allowed: NDArray[np.bool_],
    ) -> Ranking:
        """The candidates: reciprocal rank over the four rankings."""
        rankings = [ranking for lang in LANGS for ranking in (dense[lang], lexical[lang])]
        fused = reciprocal_rank([self._versions(ranking, query, nearest, allowed) for ranking in rankings])
        return Ranking(fused.rows[:CANDIDATES], fused.scores[:CANDIDATES])

    def _versions(self, ranking: Ranking, query: Query, nearest: Ranking, allowed: NDArray[np.bool_]) -> Ranking:
        lang = None if query.wanted == "any" else target_lang(query)
        return self.index.twins.one_each(ranking, lang, nearest, allowed)

    def _confidences(self, trace: Trace, query: Query) -> Mapping[int, float]:
        if trace.evidence is None:
            return {}
        found = confidence(trace.evidence, query.lang)
        return dict(zip(trace.stages["fused"].rows.tolist(), found.tolist(), strict=True))

    def _hit(self, row: int, likely: float, trace: Trace) -> Hit:
        passage = self.index.passages[row]
        best = self.index.indexes.tokens.best_sentence(trace.asked.tokens, row)
        return Hit(
            passage=passage,
            confidence=likely,
            highlights=highlights(best, trace.asked.terms, passage.text),
            alternates=tuple(self.index.passages[other] for other in self.index.twins.others(row)),
        )

    def _related(self, final: Ranking, query: Query) -> tuple[Passage, ...]:
        """The next questions after the results, in the language of the answer."""
        passages = (self.index.passages[row] for row in final.rows[query.top_k :])
        questions = [passage for passage in passages if passage.question and passage.lang == target_lang(query)]
        return tuple(questions[:RELATED])


def target_lang(query: Query) -> Lang:
    """The language in which the answers are preferred."""
    return query.wanted if query.wanted in ("zh", "en") else query.lang


def _shown(candidates: Candidates, lang: Lang | None, index: SearchIndex) -> NDArray[np.int32]:
    """Of each group the version in ``lang`` where there is one, and among several the one whose text fits best."""
    wrong = index.langs[candidates.rows] != (lang or "")
    fits = np.where(candidates.own, candidates.text, candidates.text / np.float32(OTHER_LANGUAGE_GAIN))
    groups = np.repeat(np.arange(len(candidates.bounds) - 1), np.diff(candidates.bounds))
    order = np.lexsort((-fits, wrong, groups))
    return candidates.rows[order[candidates.bounds[:-1]]]


def _ranking(rows: NDArray[np.int32], scores: Floats) -> Ranking:
    """Rows by their scores; equal scores keep their order."""
    order = np.argsort(-scores, kind="stable")
    return Ranking(rows[order], scores[order].astype(np.float32))
