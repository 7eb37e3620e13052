"""How likely a passage answers the question: a logistic model of signals that a person can read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from qa.datatypes import Floats, Lang
from qa.retrieval.evidence import Evidence

# Placeholder weights
FEATURES = ("text", "text_other", "question", "question_other", "coverage")
WEIGHTS: Mapping[Lang, Mapping[str, float]] = {
    "zh": {"text": 0.3, "text_other": 0.2, "question": 0.5, "question_other": 0.3, "coverage": 2.0},
    "en": {"text": 0.3, "text_other": 0.2, "question": 0.5, "question_other": 0.3, "coverage": 2.0},
}
BIAS: Mapping[Lang, float] = {"zh": -5.0, "en": -5.0}

# The one place where an answer is told from no answer.
THRESHOLD = 0.3


def confidence(evidence: Evidence, lang: Lang) -> Floats:
    """The probability, 0 to 1, that each candidate answers a question in this language: float32 [candidates]."""
    logits = sum((weight * getattr(evidence, name) for name, weight in WEIGHTS[lang].items()), np.float32(BIAS[lang]))
    likely: Floats = 1 / (1 + np.exp(-np.asarray(logits, np.float32)))
    return likely


def answers(probability: float) -> bool:
    """Whether a first result this probable is an answer."""
    return probability >= THRESHOLD
