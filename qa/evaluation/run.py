"""Questions through the real engine: what each stage ranked where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.datatypes import Lang, Passage, Query
from qa.engine import Engine
from qa.evaluation.baseline import Baseline
from qa.evaluation.metrics import MEASURES, Gains, Mean, mean
from qa.golden import JudgedQuestion

Target = Callable[[Passage], str]

STAGES = ("plain dense", "plain hybrid", "dense", "lexical", "fused", "late", "final")

# What is asked which language it puts first.
COMPARED = ("plain dense", "final")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: what each stage found (targets, best first), how sure the engine was, how long each step took.

    ``first_langs`` are the languages of the first passage of the final ranking and of the plain one.
    """

    question: JudgedQuestion
    pair: str
    found: Mapping[str, Sequence[str]]
    confidence: float
    first_langs: Mapping[str, Lang]
    seconds: Mapping[str, float]

    def measures(self, stage: str) -> dict[str, float]:
        """Every measure of one stage's ranking."""
        gains: Gains = np.asarray([self.question.relevant.get(target, 0.0) for target in self.found[stage]])
        ideal: Gains = np.asarray(list(self.question.relevant.values()))
        return {name: measure(gains, ideal) for name, measure in MEASURES.items()}


def run(
    engine: Engine, baseline: Baseline | None, questions: Sequence[JudgedQuestion], target: Target
) -> list[Outcome]:
    """Ask every question. Targets take the place of their first passage."""
    langs: dict[str, set[str]] = {}
    for passage in engine.index.passages:
        langs.setdefault(target(passage), set()).add(passage.lang)
    return [_outcome(engine, baseline, question, target, langs) for question in questions]


def _outcome(
    engine: Engine,
    baseline: Baseline | None,
    question: JudgedQuestion,
    target: Target,
    langs: Mapping[str, set[str]],
) -> Outcome:
    passages = engine.index.passages
    rankings = baseline.rankings(question.text) if baseline else {}
    answer = engine.answer(Query(question.text, question.lang, top_k=10))
    rankings |= {name: ranking.rows.tolist() for name, ranking in answer.stages.items()}
    found = {name: list(dict.fromkeys(target(passages[row]) for row in rows)) for name, rows in rankings.items()}
    answered_in = {lang for name in question.relevant for lang in langs.get(name, ())}
    pair = f"{question.lang}-{answered_in.pop() if len(answered_in) == 1 else 'any'}" if answered_in else question.lang
    firsts = {name: passages[rankings[name][0]].lang for name in COMPARED if rankings.get(name)}
    return Outcome(question, pair, found, answer.confidence, firsts, answer.seconds)


def table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, dict[str, Mean]]]:
    """Pair of languages (question-answer, and all) to stage to measure to mean. Only questions that have answers."""
    answerable = [outcome for outcome in outcomes if outcome.question.relevant]
    pairs = sorted({outcome.pair for outcome in answerable})
    groups = {pair: [outcome for outcome in answerable if outcome.pair == pair] for pair in pairs}
    if len(groups) > 1:
        groups["all"] = answerable
    return {pair: _stages(group) for pair, group in groups.items()}


def _stages(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Mean]]:
    stages = [stage for stage in STAGES if stage in outcomes[0].found]
    measured = {stage: [outcome.measures(stage) for outcome in outcomes] for stage in stages}
    return {
        stage: {name: mean([values[name] for values in found]) for name in MEASURES}
        for stage, found in measured.items()
    }
