"""What the same encoder gives used plainly: the yardstick that every figure is printed beside.

Dense: cosine of the pooled vectors as they come, whole pool. Hybrid: that and one BM25 over the same terms, whole
pool, joined by reciprocal rank with the paper's constant.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.datatypes import Encoder, Floats, Passage
from qa.language import clean, simplify
from qa.retrieval.lexical import LexicalIndex
from qa.retrieval.views import text_view
from qa.tokens import terms

# Cormack, Clarke and Büttcher, SIGIR 2009.
RANK_CONSTANT = 60

DEPTH = 100


class Baseline:
    """Plain retrieval over the same passages."""

    def __init__(self, passages: Sequence[Passage], encoder: Encoder) -> None:
        texts = [text_view(passage) for passage in passages]
        self._encoder = encoder
        self._vectors: Floats = encoder.encode_passages([simplify(text) for text in texts]).pooled
        rows = np.arange(len(texts), dtype=np.int32)
        self._lexical = LexicalIndex.build([terms(text) for text in texts], rows)

    def rankings(self, question: str) -> dict[str, list[int]]:
        """Rows, best first, by stage: ``plain dense`` and ``plain hybrid``."""
        vector = self._encoder.encode_queries([simplify(clean(question))]).pooled[0]
        dense = np.argsort(-(self._vectors @ vector), kind="stable")[:DEPTH]
        words = self._lexical.scores(terms(question))
        lexical = [row for row in np.argsort(-words, kind="stable")[:DEPTH] if words[row] > 0]
        gains: dict[int, float] = {}
        for ranking in (dense, lexical):
            for rank, row in enumerate(ranking, 1):
                gains[int(row)] = gains.get(int(row), 0.0) + 1 / (RANK_CONSTANT + rank)
        hybrid = sorted(gains, key=lambda row: -gains[row])
        return {"plain dense": [int(row) for row in dense], "plain hybrid": hybrid}
