"""Figures for people (tables) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from qa.confidence import answers
from qa.evaluation.run import COMPARED, Outcome, table

# Bins of the reliability diagram: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, use 15 on 10 000
# answers; for a few hundred, 10.
BINS = 10

NOT_ANSWERED = ("near", "far", "junk")


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies from ``low`` to below ``high``: how many, how sure on average, how many right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Trust:
    """What the confidences are worth. Shares and areas lie between 0 and 1.

    ``auroc``: the chance that a question with an answer is given more confidence than one without, by style of the
    latter. ``refused``: the share of questions without an answer that get none, by style.
    """

    auroc: Mapping[str, float]
    answered: float
    refused: Mapping[str, float]
    calibration_error: float
    reliability: Sequence[Bin]


def trust(outcomes: Sequence[Outcome]) -> Trust:
    """Judge the confidences. Needs questions with and without an answer."""
    answerable = [outcome for outcome in outcomes if outcome.question.relevant]
    others = {
        style: [outcome for outcome in outcomes if not outcome.question.relevant and outcome.question.style == style]
        for style in NOT_ANSWERED
    }
    others["far and junk"] = others["far"] + others["junk"]
    sure = [outcome.confidence for outcome in answerable]
    given = {style: [outcome.confidence for outcome in found] for style, found in others.items() if found}
    bins = reliability([(outcome.confidence, _is_right(outcome)) for outcome in outcomes])
    return Trust(
        auroc={style: auroc(sure, less) for style, less in given.items()},
        answered=float(np.mean([answers(value) for value in sure])),
        refused={style: float(np.mean([not answers(value) for value in less])) for style, less in given.items()},
        calibration_error=calibration_error(bins),
        reliability=bins,
    )


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The chance that one of ``higher`` exceeds one of ``lower``; equal ones count half (Mann and Whitney, 1947)."""
    above = np.asarray(higher)[:, None] - np.asarray(lower)[None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def reliability(claims: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Confidences against what came true, in bins of equal width; empty ones are left out."""
    sure = np.asarray([confidence for confidence, _ in claims])
    right = np.asarray([came_true for _, came_true in claims], float)
    number = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        Bin(i / BINS, (i + 1) / BINS, int(inside.sum()), float(sure[inside].mean()), float(right[inside].mean()))
        for i in range(BINS)
        if (inside := number == i).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between confidence and what came true, over all answers (Guo et al., equation 3)."""
    return sum(found.count * abs(found.confidence - found.right) for found in bins) / sum(found.count for found in bins)


def _is_right(outcome: Outcome) -> bool:
    return bool(outcome.measures("final")["R@1"])


def own_language_share(outcomes: Sequence[Outcome], stage: str) -> float:
    """The share of a stage's first results that are in the question's own language, among answerable questions."""
    found = [outcome for outcome in outcomes if outcome.question.relevant and stage in outcome.first_langs]
    return float(np.mean([outcome.first_langs[stage] == outcome.question.lang for outcome in found]))


def _latency(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Milliseconds: the mean and the median of the whole, and the median of each step."""
    steps = outcomes[0].seconds
    whole = [sum(outcome.seconds.values()) for outcome in outcomes]
    return {
        "mean": 1e3 * float(np.mean(whole)),
        "p50": 1e3 * float(np.median(whole)),
        "steps": {step: 1e3 * float(np.median([outcome.seconds[step] for outcome in outcomes])) for step in steps},
    }


def worst(outcomes: Sequence[Outcome], count: int) -> list[dict[str, Any]]:
    """The surest wrong first results among answerable questions."""
    wrong = [outcome for outcome in outcomes if outcome.question.relevant and not _is_right(outcome)]
    wrong.sort(key=lambda outcome: -outcome.confidence)
    return [
        {
            "question": outcome.question.text,
            "style": outcome.question.style,
            "confidence": round(outcome.confidence, 2),
            "expected": list(outcome.question.relevant),
            "found": list(outcome.found["final"][:3]),
            "rank": _rank(outcome),
        }
        for outcome in wrong[:count]
    ]


def _rank(outcome: Outcome) -> int | None:
    ranks = [rank for rank, name in enumerate(outcome.found["final"], 1) if name in outcome.question.relevant]
    return ranks[0] if ranks else None


def as_json(name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Everything, for programs. Golden questions (which have styles) also say what confidences are worth."""
    found: dict[str, Any] = {
        "dataset": name,
        "questions": len(outcomes),
        "latency_ms": _latency(outcomes),
        "own_language_first": {
            stage: own_language_share(outcomes, stage) for stage in COMPARED if stage in outcomes[0].first_langs
        },
        "pairs": {
            pair: {stage: {measure: asdict(mean) for measure, mean in row.items()} for stage, row in stages.items()}
            for pair, stages in table(outcomes).items()
        },
    }
    if any(not outcome.question.relevant for outcome in outcomes):
        found["trust"] = asdict(trust(outcomes))
        found["styles"] = _styles(outcomes)
        found["worst"] = worst(outcomes, 20)
    return found


def _styles(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """R@1 by style of question."""
    styles = sorted({outcome.question.style for outcome in outcomes if outcome.question.relevant})
    return {
        style: float(np.mean([_is_right(outcome) for outcome in outcomes if outcome.question.style == style]))
        for style in styles
    }
