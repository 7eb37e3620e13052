"""Figures of merit of ranked retrieval, each per question, and how sure their means are.

A question's *gains* are the relevance grades of what was found, best first, float64 [k]; 0 is not relevant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Gains = NDArray[np.float64]

# Resamples of the bootstrap; percentile intervals usually take 1 000 at least.
RESAMPLES = 2_000
SEED = 20_261_123
INTERVAL = (2.5, 97.5)


def success(gains: Gains, k: int) -> float:
    """1 if anything relevant is among the first k, else 0. With one relevant passage a question this is recall."""
    return float((gains[:k] > 0).any())


def reciprocal_rank(gains: Gains, k: int) -> float:
    """1 / rank of the first relevant one, 0 beyond rank k (Voorhees, TREC-8, 1999)."""
    found = np.flatnonzero(gains[:k] > 0)
    return float(1 / (found[0] + 1)) if len(found) else 0.0


def ndcg(gains: Gains, ideal: Gains, k: int) -> float:
    """Discounted cumulative gain over that of the ideal order (Järvelin and Kekäläinen, TOIS 2002; as trec_eval)."""
    best = _dcg(np.sort(ideal)[::-1], k)
    return _dcg(gains, k) / best if best else 0.0


def _dcg(gains: Gains, k: int) -> float:
    kept = gains[:k]
    return float((kept / np.log2(np.arange(2, len(kept) + 2))).sum())


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over questions and its 95 % interval."""

    value: float
    low: float
    high: float


def mean(values: Sequence[float]) -> Mean:
    """The mean with its percentile bootstrap interval (Efron and Tibshirani, 1993, chapter 13); seeded."""
    sample = np.asarray(values, np.float64)
    if not len(sample):
        raise ValueError("no values to take the mean of")
    rng = np.random.default_rng(SEED)
    means = np.array([sample[rng.integers(0, len(sample), len(sample))].mean() for _ in range(RESAMPLES)])
    low, high = np.percentile(means, INTERVAL)
    return Mean(float(sample.mean()), float(low), float(high))


MEASURES: Mapping[str, Callable[[Gains, Gains], float]] = {
    "R@1": lambda gains, _: success(gains, 1),
    "R@3": lambda gains, _: success(gains, 3),
    "R@5": lambda gains, _: success(gains, 5),
    "R@10": lambda gains, _: success(gains, 10),
    "MRR@10": lambda gains, _: reciprocal_rank(gains, 10),
    "nDCG@10": lambda gains, ideal: ndcg(gains, ideal, 10),
}
"""Each takes the gains of what was found and the grades of all that is relevant."""
