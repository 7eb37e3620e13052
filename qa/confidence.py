"""How likely a passage answers the question: a logistic model of signals that a person can read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from qa.datatypes import LANGS, Floats, Lang
from qa.retrieval.evidence import Evidence

# What speaks for a candidate, and what speaks against all: how near the question is to one that editors list as not
# answered, in its own language and in the other.
EVIDENCE = ("text", "question", "question_other", "intent", "words", "words_other")
FEATURES = (*EVIDENCE, "unanswered", "unanswered_other")

# Fitted by benchmarks/tune.py: maximum likelihood on whether the first result is right for the 987 questions of
# corpus/questions/dev.jsonl and hard.jsonl, by language of the question; what speaks for a candidate weighs nothing
# below 0, what speaks against it nothing above. In five-fold cross-validation: AUROC 0.980 against far and junk
# questions and 0.995 against near ones, expected calibration error 0.023. Without what is listed as unanswered 0.960
# and 0.948.
WEIGHTS: Mapping[Lang, Mapping[str, float]] = {
    "zh": {
        "text": 0.026,
        "question": 0.773,
        "question_other": 0.606,
        "intent": 0.5,
        "words": 0.822,
        "words_other": 0.445,
        "unanswered": -10.556,
        "unanswered_other": -20.799,
    },
    "en": {
        "text": 0.0,
        "question": 1.206,
        "question_other": 0.195,
        "intent": 0.5,
        "words": 1.368,
        "words_other": 0.0,
        "unanswered": -15.088,
        "unanswered_other": -3.057,
    },
}
BIAS: Mapping[Lang, float] = {"zh": -3.673, "en": -8.19}

# The usual cosine of a question's nearest listed one, for a corpus that lists none.
UNLISTED = 0.449

# The one place where an answer is told from no answer: in the same cross-validation 95.1 % of the answerable questions
# pass it.
THRESHOLD = 0.42


def signals(evidence: Evidence, unanswered: Mapping[Lang, float], lang: Lang) -> Floats:
    """What the model sees of each candidate, float32 [candidates, FEATURES]; ``unanswered`` as `Asked` has it."""
    against = [unanswered.get(of, UNLISTED) for of in sorted(LANGS, key=lambda other: other != lang)]
    columns = [getattr(evidence, name) for name in EVIDENCE]
    return np.stack([*columns, *(np.full_like(columns[0], cosine) for cosine in against)], axis=1)


def confidence(evidence: Evidence, unanswered: Mapping[Lang, float], lang: Lang) -> Floats:
    """The probability, 0 to 1, that each candidate answers a question in this language: float32 [candidates]."""
    features = signals(evidence, unanswered, lang)
    logits = features @ np.asarray([WEIGHTS[lang][name] for name in FEATURES]) + BIAS[lang]
    likely: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return likely


def answers(probability: float) -> bool:
    """Whether a first result this probable is an answer."""
    return probability >= THRESHOLD
