"""Several rankings to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.datatypes import Ranking

# Cormack, Clarke and Büttcher, Reciprocal Rank Fusion Outperforms Condorcet, SIGIR 2009. Their 60 suits lists of
# thousands; where one section answers, the first ranks must weigh more. It only chooses the candidates that are then
# compared word by word. R@1 of this stage alone, before late interaction existed, on corpus/questions/hard.jsonl
# (zh, en): 10: 51.6, 49.3; 20: 52.0, 48.0; 60: 49.8, 47.6.
RANK_CONSTANT = 10


def by_score(rankings: Sequence[Ranking]) -> Ranking:
    """Merge rankings of different rows whose scores are comparable."""
    rows = np.concatenate([ranking.rows for ranking in rankings])
    scores = np.concatenate([ranking.scores for ranking in rankings])
    order = np.argsort(-scores, kind="stable")
    return Ranking(rows[order], scores[order])


def first(ranking: Ranking, k: int) -> Ranking:
    """The k best."""
    return Ranking(ranking.rows[:k], ranking.scores[:k])


def reciprocal_rank(rankings: Sequence[Ranking]) -> Ranking:
    """Fuse rankings by the sum of 1 / (RANK_CONSTANT + rank), rank counted from 1.

    Only the order within each ranking counts, so scores of different kinds need not be comparable.
    Equal sums keep the order of the first ranking that holds the rows.
    """
    rows = np.concatenate([ranking.rows for ranking in rankings] or [np.empty(0, np.int32)])
    ranks = np.concatenate([1.0 + np.arange(len(ranking)) for ranking in rankings] or [np.empty(0)])
    unique, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    sums = np.bincount(inverse, weights=1 / (RANK_CONSTANT + ranks), minlength=len(unique))
    order = np.lexsort((first, -sums))
    return Ranking(unique[order].astype(np.int32), sums[order].astype(np.float32))
