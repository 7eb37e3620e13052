"""Several rankings to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.datatypes import Ranking

# Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, SIGIR 2009, section 3: chosen there, robust since.
RANK_CONSTANT = 60


def by_score(rankings: Sequence[Ranking]) -> Ranking:
    """Merge rankings of different rows whose scores are comparable."""
    rows = np.concatenate([ranking.rows for ranking in rankings])
    scores = np.concatenate([ranking.scores for ranking in rankings])
    order = np.argsort(-scores, kind="stable")
    return Ranking(rows[order], scores[order])


def reciprocal_rank(rankings: Sequence[Ranking]) -> Ranking:
    """Fuse rankings by the sum of 1 / (60 + rank), rank counted from 1.

    Only the order within each ranking counts, so scores of different kinds need not be comparable.
    Equal sums keep the order of the first ranking that holds the rows.
    """
    rows = np.concatenate([ranking.rows for ranking in rankings] or [np.empty(0, np.int32)])
    gains = np.concatenate([1 / (RANK_CONSTANT + 1 + np.arange(len(ranking))) for ranking in rankings] or [np.empty(0)])
    unique, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    sums = np.bincount(inverse, weights=gains, minlength=len(unique))
    order = np.lexsort((first, -sums))
    return Ranking(unique[order].astype(np.int32), sums[order].astype(np.float32))
