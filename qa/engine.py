"""Query to Answer: the order of the stages, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.confidence import answers, confidence
from qa.datatypes import LANGS, Answer, Encoder, Floats, Hit, Lang, Passage, Query, Ranking, Span
from qa.freshness import WITHHELD_AFTER_DAYS, ReviewDates
from qa.highlight import highlights
from qa.question import comparable, without_filler
from qa.retrieval.evidence import OTHER_LANGUAGE_GAIN, Evidence
from qa.retrieval.fusion import by_score, first, reciprocal_rank
from qa.retrieval.rerank import Candidates, look, weigh
from qa.retrieval.search_index import Asked, SearchIndex
from qa.stopwatch import Stopwatch

# What an answer takes, in order: the names of the laps below.
STEPS = ("encode", "words", "dense", "fuse", "compare", "present")

# How many passages each ranking contributes: fusion needs some more than it chooses, to agree on.
DEPTH = 30

# Candidates that are compared word by word. All rankings vote alike here: what a vote of the other language is worth
# is decided by the evidence. An answer shows 20 at most. R@1 on xquad-half-cross with 40,
# 30, 24, 20, 16, 12: 80.4, 80.4, 80.4, 80.2, 79.7, 73.9; 87.9 on dev.jsonl and 98.5 on cmrc-trial with each of them.
CANDIDATES = 20

# A passage past its review date must stand below an equal one that is not, and above one that fits clearly worse: this
# much of the score is a tenth of what one standard deviation of late interaction counts.
DUE_PENALTY = np.float32(0.17)

# Passages of several platforms are alternatives if they are about what is asked at all, and none stands out: the first
# is less than twice as likely to answer as the others.
ALTERNATIVE = 0.2
RIVAL = 0.5

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

    def __init__(self, index: SearchIndex, encoder: Encoder, withheld_after_days: int = WITHHELD_AFTER_DAYS) -> None:
        if index.dense.dim != encoder.dim:
            raise ValueError(f"the index holds vectors of width {index.dense.dim} but the encoder makes {encoder.dim}")
        self.index = index
        self.encoder = encoder
        self._dates = ReviewDates(index.passages, withheld_after_days)

    def answer(self, query: Query) -> Answer:
        """The passages that answer, best first; or the nearest ones, with the state ``no_answer``."""
        watch = Stopwatch()
        trace = self.trace(query, watch)
        likely = self._confidences(trace, query)
        final, withheld = self._without_withheld(trace.stages["final"], likely, query)
        rows = final.rows[: query.top_k]
        best_sentences = self.index.indexes.tokens.best_sentences(trace.asked.tokens, rows)
        hits = tuple(
            self._hit(
                int(row), likely[int(row)], highlights(sentence, trace.asked.terms, self.index.passages[row].text)
            )
            for row, sentence in zip(rows, best_sentences, strict=True)
        )
        best = hits[0].confidence if hits else 0.0
        related = self._related(final, query)
        watch.lap("present")
        return Answer(
            state="answer" if answers(best) else "no_answer",
            lang=target_lang(query),
            confidence=best,
            hits=hits,
            related=related,
            withheld=withheld,
            platforms=_alternatives(hits, query),
            stages=trace.stages,
            seconds=watch.seconds,
        )

    def trace(self, query: Query, watch: Stopwatch | None = None) -> Trace:
        """Run the stages and keep what each returned."""
        watch = watch or Stopwatch()
        text = without_filler(query.text)
        encoding = self.encoder.encode_queries([comparable(query.text)])
        watch.lap("encode")
        asked = self.index.asked(text, query.lang, encoding)
        watch.lap("words")
        allowed = {lang: self.index.allowed(query, lang) for lang in LANGS}
        dense = {lang: self.index.rank_vectors(asked, DEPTH, allowed[lang]) for lang in LANGS}
        watch.lap("dense")
        lexical = {lang: self.index.rank_words(asked, lang, DEPTH, allowed[lang]) for lang in LANGS}
        passing = np.logical_or.reduce(list(allowed.values()))
        nearest = by_score(list(dense.values()))
        intents = self.index.rank_intents(asked, DEPTH, passing)
        rankings = [*(ranking for lang in LANGS for ranking in (dense[lang], lexical[lang])), intents]
        fused = first(reciprocal_rank([self.index.twins.grouped(ranking) for ranking in rankings]), CANDIDATES)
        stages = {"dense": nearest, "lexical": lexical[query.lang], "fused": fused}
        watch.lap("fuse")
        if not len(fused):
            return Trace(asked, {**stages, "late": fused, "final": fused})
        withheld = self._dates.withheld(query.today)
        groups = [self._versions(int(group), passing, withheld) for group in fused.rows]
        lang = None if query.wanted == "any" else target_lang(query)
        candidates = look(self.index, asked, groups, every_version=lang != query.lang)
        evidence = weigh(candidates)
        shown = _shown(candidates, lang, self.index)
        late = _ranking(shown, evidence.match)
        due = self._dates.due(query.today)[shown].astype(np.float32)
        final = _ranking(shown, evidence.scores() - DUE_PENALTY * due)
        if query.wanted in LANGS:
            final = self.index.only(final, target_lang(query))
        watch.lap("compare")
        return Trace(asked, {**stages, "fused": Ranking(shown, fused.scores), "late": late, "final": final}, evidence)

    def _versions(self, group: int, passing: NDArray[np.bool_], withheld: NDArray[np.bool_]) -> list[int]:
        """The passages of a group that may be compared: those that are withheld only if all of them are."""
        members = [row for row in self.index.twins.members(group) if passing[row]]
        return [row for row in members if not withheld[row]] or members

    def _without_withheld(
        self, final: Ranking, likely: Mapping[int, float], query: Query
    ) -> tuple[Ranking, tuple[Passage, ...]]:
        """The ranking without what is withheld, and those of it that would have been among the answers."""
        withheld = self._dates.withheld(query.today)[final.rows]
        missing = [row for row in final.rows[: query.top_k][withheld[: query.top_k]] if answers(likely[int(row)])]
        kept = Ranking(final.rows[~withheld], final.scores[~withheld])
        return kept, tuple(self.index.passages[row] for row in missing)

    def _confidences(self, trace: Trace, query: Query) -> Mapping[int, float]:
        if trace.evidence is None:
            return {}
        found = confidence(trace.evidence, trace.asked.unanswered, query.lang)
        return dict(zip(trace.stages["fused"].rows.tolist(), found.tolist(), strict=True))

    def _hit(self, row: int, likely: float, spans: tuple[Span, ...]) -> Hit:
        return Hit(
            passage=self.index.passages[row],
            confidence=likely,
            highlights=spans,
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


def _alternatives(hits: Sequence[Hit], query: Query) -> tuple[str, ...]:
    """The platforms of the likely hits, best first, if there are several and the asker has not named one of them."""
    least = max(ALTERNATIVE, RIVAL * max((hit.confidence for hit in hits), default=0.0))
    found = dict.fromkeys(hit.passage.platform for hit in hits if hit.passage.platform and hit.confidence >= least)
    return tuple(found) if len(found) > 1 and len(query.platforms) != 1 else ()


def _shown(candidates: Candidates, lang: Lang | None, index: SearchIndex) -> NDArray[np.int32]:
    """Of each group the version in ``lang`` where there is one, and among several the one whose text fits best."""
    wrong = index.langs[candidates.rows] != (lang or "")
    fits = np.where(candidates.own, candidates.match, candidates.match / np.float32(OTHER_LANGUAGE_GAIN))
    groups = np.repeat(np.arange(len(candidates.bounds) - 1), np.diff(candidates.bounds))
    order = np.lexsort((-fits, wrong, groups))
    return candidates.rows[order[candidates.bounds[:-1]]]


def _ranking(rows: NDArray[np.int32], scores: Floats) -> Ranking:
    """Rows by their scores; equal scores keep their order."""
    order = np.argsort(-scores, kind="stable")
    return Ranking(rows[order], scores[order].astype(np.float32))
