"""Dense retrieval: FAISS inner product over unit vectors, which is cosine similarity."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Floats, Ranking, Rows

# Views looked at for each passage wanted. A passage of the shipped corpus has about ten that are searched: its text and
# its sentences.
VIEWS_PER_PASSAGE = 10

# Two questions are nearer to each other than a question is to the text that answers it, and a passage with eight
# phrasings has eight chances, so without a margin any FAQ entry beats any guide. It only orders candidates. R@1 after
# fusion, before vectors were centred, on the 450 answerable questions of corpus/questions/hard.jsonl (zh, en) with a
# margin of 0: 40.9, 37.3; of 0.02: 48.4, 45.3; of 0.04: 45.3, 42.7; of 0.1, where questions no longer matter: 42.7,
# 38.7.
QUESTION_MARGIN = 0.02


class DenseIndex:
    """Views of passages as vectors. View i belongs to passage ``rows[i]``; ``is_question[i]`` tells its kind."""

    def __init__(self, index: faiss.Index, rows: Rows, is_question: NDArray[np.bool_]) -> None:
        if not index.ntotal == len(rows) == len(is_question):
            given = f"{len(rows)} rows and {len(is_question)} kinds"
            raise ValueError(f"the vector index holds {index.ntotal} views but {given} are given")
        self._index = index
        self.rows = rows
        self.is_question = is_question
        self.phrasings = np.flatnonzero(is_question)

    @classmethod
    def build(cls, vectors: Floats, rows: Rows, is_question: NDArray[np.bool_]) -> DenseIndex:
        """Index unit vectors, float32 [views, dim]; ``rows`` is int32 [views], ``is_question`` bool [views]."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index, rows, is_question)

    @classmethod
    def from_bytes(cls, data: NDArray[np.uint8], rows: Rows, is_question: NDArray[np.bool_]) -> DenseIndex:
        """Read what `to_bytes` wrote. FAISS does not notice damage: check the bytes first."""
        return cls(faiss.deserialize_index(data), rows, is_question)

    def to_bytes(self) -> NDArray[np.uint8]:
        """The index in FAISS's format. Not faiss.write_index: it reports success on a full disk."""
        serialised: NDArray[np.uint8] = faiss.serialize_index(self._index)
        return serialised

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return int(self._index.d)

    def cosines(self, vector: Floats, views: NDArray[np.int64]) -> Floats:
        """The cosines of a unit vector with some views, float32 [views]."""
        cosines: Floats = self.vectors(views) @ vector
        return cosines

    def vectors(self, views: NDArray[np.int64]) -> Floats:
        """The unit vectors of some views, float32 [views, dim]."""
        vectors: Floats = self._index.reconstruct_batch(views)
        return vectors

    def search(self, vector: Floats, k: int, views: NDArray[np.bool_]) -> Ranking:
        """The k nearest passages, each by its nearest view of those allowed: ``views`` bool [views].

        ``vector`` is a unit vector, float32 [dim]; scores are cosines, less the margin of a question.
        """
        wanted = min(k * VIEWS_PER_PASSAGE, self._index.ntotal)
        bits = np.packbits(views, bitorder="little")
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))  # points into bits: both must stay
        parameters = faiss.SearchParameters()
        parameters.sel = selector
        scores, found = self._index.search(vector[None, :], wanted, params=parameters)
        hits = found[0][found[0] >= 0]  # FAISS pads with -1 where it finds fewer
        margins = np.where(self.is_question[hits], np.float32(QUESTION_MARGIN), np.float32(0))
        return best_per_row(self.rows[hits], scores[0][: len(hits)] - margins, k)


def best_per_row(rows: Rows, scores: Floats, k: int) -> Ranking:
    """The ranking of rows by their best score, at most k. Equal scores keep the order of the rows."""
    order = np.lexsort((rows, -scores))
    _, first = np.unique(rows[order], return_index=True)
    kept = order[np.sort(first)][:k]
    return Ranking(rows[kept].astype(np.int32), scores[kept].astype(np.float32))
