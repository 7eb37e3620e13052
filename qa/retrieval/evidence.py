"""What speaks for each candidate, in units that can be compared between languages, and how much each counts.

Scores of late interaction are at another level, and spread otherwise, for each pair of languages. They are counted in
standard deviations from what questions about anything score on this corpus, measured when the index is built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Floats, Lang

# A corpus of a few sentences has hardly any spread; below this it says nothing.
MIN_DEVIATION = 0.02

# Across languages the right passage stands out less: mean MaxSim of right and of other passages is 0.64 and 0.24 within
# a language, 0.46 and 0.23 across (xquad-mixed). R@1 with 1.2, 1.3, 1.35, 1.4 on xquad-half-cross: 71.6, 75.7, 78.6,
# 80.9, on xquad-half-same: 97.2, 96.4, 96.1, 95.9, on xquad-mixed: 95.8, 95.4, 95.4, 95.2.
OTHER_LANGUAGE_GAIN = 1.35

FEATURES = ("match", "intent", "words", "words_other")

# The sum that ranks: softmax regression on the candidates of the development sets (benchmarks/tune.py).
WEIGHTS: dict[str, float] = {
    "match": 1.69,
    "intent": 1.35,
    "words": 1.02,
    "words_other": 0.51,
}

_WEIGHTS = np.asarray([WEIGHTS[name] for name in FEATURES], np.float32)


@dataclass(frozen=True, slots=True)
class Levels:
    """Mean and standard deviation of scores that mean nothing: float32 [2 (text, question), LANGS, LANGS, 2].

    The first language is the question's, the second the passage's.
    """

    values: Floats

    def __post_init__(self) -> None:
        expected = (2, len(LANGS), len(LANGS), 2)
        if self.values.shape != expected:
            raise ValueError(f"levels of shape {self.values.shape}, not {expected}")

    def standard(self, scores: Floats, *, is_question: bool, asked: Lang, found: NDArray[np.bool_]) -> Floats:
        """Scores in standard deviations; ``found`` bool [n] says which passages are in the language asked in."""
        own, other = LANGS.index(asked), 1 - LANGS.index(asked)
        table = self.values[int(is_question), own]
        means, deviations = np.where(found[:, None], table[own], table[other]).T
        gain = np.where(found, np.float32(1), np.float32(OTHER_LANGUAGE_GAIN))
        standard: Floats = gain * (scores - means) / np.maximum(deviations, MIN_DEVIATION)
        return standard


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row a candidate (a passage with its twins), float32 [candidates], all in the same order.

    ``match``: late interaction, in deviations, with the text or the nearest phrasings of the version in the question's
    language, of the other version where there is no such.
    ``intent``: log-probability that the question asks for the section, as far as that was learned.
    ``words``: square root of the BM25 score of the version in the question's language, a good candidate's where there
    is none; ``words_other``: of the other version where it is the only one, else 0.
    """

    match: Floats
    intent: Floats
    words: Floats
    words_other: Floats

    def scores(self) -> Floats:
        """The weighted sums, by which candidates are ranked."""
        scores: Floats = np.stack([getattr(self, name) for name in FEATURES], axis=1) @ _WEIGHTS
        return scores
