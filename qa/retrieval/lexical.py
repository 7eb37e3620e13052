"""Lexical retrieval: BM25 over the shared terms, one index a language.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; in the form of Lucene
(Kamphuis et al., Which BM25 Do You Mean?, ECIR 2020). A term's rarity means something only within its language.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Floats, Ranking, Rows

# The values of Lucene and of most of the literature.
K1 = 1.2
B = 0.75


class LexicalIndex:
    """BM25 over the passages of one language. ``rows[i]`` is the passage that entry i belongs to."""

    def __init__(self, bm25: bm25s.BM25, rows: Rows) -> None:
        entries = bm25.scores["num_docs"]
        if entries != len(rows):
            raise ValueError(f"the lexical index holds {entries} entries but {len(rows)} rows are given")
        self._bm25 = bm25
        self.rows = rows

    @classmethod
    def build(cls, terms: Sequence[list[str]], rows: Rows) -> LexicalIndex:
        """Index the terms of each passage, in the order of ``rows``."""
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        # Numbered in order: bm25s itself numbers a set, in another order in each process.
        vocabulary = {term: number for number, term in enumerate(sorted({"", *chain.from_iterable(terms)}))}
        with np.errstate(
            invalid="ignore"
        ):  # where no passage has any term, bm25s divides zero by a mean length of zero
            bm25.index(([[vocabulary[term] for term in found] for found in terms], vocabulary), show_progress=False)
        return cls(bm25, rows)

    @classmethod
    def load(cls, folder: Path, rows: Rows) -> LexicalIndex:
        """Map what `save` wrote into memory."""
        bm25 = bm25s.BM25.load(folder, mmap=True, show_progress=False)
        for name in ("data", "indices", "indptr"):
            bm25.scores[name] = bm25.scores[name].view(np.ndarray)  # still mapped, but cheap to slice
        return cls(bm25, rows)

    def save(self, folder: Path) -> None:
        """Write the index as arrays and JSON. The caller makes it durable."""
        self._bm25.save(folder, show_progress=False)

    @property
    def vocabulary(self) -> Collection[str]:
        """Every term of any entry."""
        known: Collection[str] = self._bm25.vocab_dict.keys()
        return known

    def rank(self, scores: Floats, k: int, allowed: NDArray[np.bool_]) -> Ranking:
        """The k best passages by what `scores` gave, among those ``allowed`` (bool [passages of all languages]).

        A passage that shares no term with the query is not in the ranking.
        """
        scores = np.where(allowed[self.rows], scores, 0)
        order = np.argsort(-scores, kind="stable")[:k]
        order = order[scores[order] > 0]
        return Ranking(self.rows[order], scores[order].astype(np.float32))

    def scores(self, terms: Sequence[str]) -> Floats:
        """The BM25 score of every entry, float32 [entries]; 0 where it shares no term with the query."""
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self.rows), np.float32)
        found: Floats = self._bm25.get_scores(known)
        return found
