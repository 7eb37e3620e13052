"""Query to Answer: the order of the stages, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.confidence import Evidence, answers, confidence
from qa.datatypes import LANGS, Answer, Encoder, Hit, Lang, Passage, Query, Ranking
from qa.highlight import highlights
from qa.language import clean, simplify
from qa.retrieval.fusion import by_score, reciprocal_rank
from qa.retrieval.search_index import SearchIndex
from qa.tokens import terms

# How many passages each ranking contributes. An answer shows 20 at most; fusion needs some more to agree on.
DEPTH = 100

# What the other language's vectors say of a passage's twin counts, but less: across languages the encoder is right less
# often. R@1 on corpus/questions/hard.jsonl (zh, en) with weight 0: 49.8, 46.2; 0.5: 51.6, 49.3; 1: 50.7, 47.1.
OTHER_LANGUAGE_WEIGHT = 0.5

# How many other questions are offered beside an answer: a glance, not a list to read.
RELATED = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """What the stages saw and returned; ``stages`` is in the order in which they ran."""

    terms: tuple[str, ...]
    stages: Mapping[str, Ranking]


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
        hits = tuple(self._hit(int(row), query, trace) for row in final.rows[: query.top_k])
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
        words = tuple(terms(query.text))
        vector = self.encoder.encode_queries([simplify(clean(query.text))]).pooled[0]
        allowed = {lang: self.index.allowed(query, lang) for lang in LANGS}
        dense = {lang: self.index.dense.search(vector, DEPTH, allowed[lang]) for lang in LANGS}
        lexical = self.index.search_terms(words, query.lang, DEPTH, allowed[query.lang])
        nearest = by_score(list(dense.values()))
        other = by_score([ranking for lang, ranking in dense.items() if lang != query.lang])
        passing = np.logical_or.reduce(list(allowed.values()))
        voters = [self._versions(ranking, query, nearest, passing) for ranking in (dense[query.lang], lexical, other)]
        fused = reciprocal_rank(voters, [1.0, 1.0, OTHER_LANGUAGE_WEIGHT])
        final = fused if query.wanted in ("auto", "any") else self.index.only(fused, target_lang(query))
        return Trace(words, {"dense": nearest, "lexical": lexical, "fused": fused, "final": final})

    def _versions(self, ranking: Ranking, query: Query, nearest: Ranking, allowed: NDArray[np.bool_]) -> Ranking:
        lang = None if query.wanted == "any" else target_lang(query)
        return self.index.twins.one_each(ranking, lang, nearest, allowed)

    def _hit(self, row: int, query: Query, trace: Trace) -> Hit:
        passage = self.index.passages[row]
        return Hit(
            passage=passage,
            confidence=confidence(self._evidence(row, query, trace), query.lang),
            highlights=highlights(trace.terms, passage.text),
            alternates=tuple(self.index.passages[other] for other in self.index.twins.others(row)),
        )

    def _evidence(self, row: int, query: Query, trace: Trace) -> Evidence:
        """The best evidence among the passage's versions: twins say the same."""
        versions = (row, *self.index.twins.others(row))
        cosine, score = (max(trace.stages[stage].score(row) for row in versions) for stage in ("dense", "lexical"))
        ceiling = self.index.highest_score(trace.terms, query.lang)
        return Evidence(cosine, score / ceiling if ceiling else 0.0)

    def _related(self, final: Ranking, query: Query) -> tuple[Passage, ...]:
        """The next questions after the results, in the language of the answer."""
        passages = (self.index.passages[row] for row in final.rows[query.top_k :])
        questions = [passage for passage in passages if passage.question and passage.lang == target_lang(query)]
        return tuple(questions[:RELATED])


def target_lang(query: Query) -> Lang:
    """The language in which the answers are preferred."""
    return query.wanted if query.wanted in ("zh", "en") else query.lang
