"""How likely a passage answers the question: a logistic model of two signals that a person can read."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage.

    ``cosine`` is its nearest view's; ``coverage``, 0 to 1, is the part of the question's words, weighed by their
    rarity, that it holds (BM25 score over the highest score these words could give).
    """

    cosine: float
    coverage: float


# Placeholder until fitted.
COSINE_WEIGHT = 30.0
COVERAGE_WEIGHT = 4.0
BIAS = -27.0

THRESHOLD = 0.5


def confidence(evidence: Evidence) -> float:
    """The probability, 0 to 1, that a passage with this evidence answers."""
    logit = COSINE_WEIGHT * evidence.cosine + COVERAGE_WEIGHT * evidence.coverage + BIAS
    return 1 / (1 + math.exp(-logit))
