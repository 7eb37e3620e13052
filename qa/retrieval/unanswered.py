"""How near a question is to one that the documents do not answer: what speaks against every candidate."""

from __future__ import annotations

from collections.abc import Mapping

from qa.datatypes import Floats, Lang


class Unanswered:
    """Questions that the documents do not answer: centred unit vectors, float32 [questions, dim], by language."""

    def __init__(self, vectors: Mapping[Lang, Floats]) -> None:
        self.vectors = {lang: found for lang, found in vectors.items() if len(found)}

    def nearest(self, vector: Floats) -> dict[Lang, float]:
        """The greatest cosine with a unit vector, float32 [dim], in each language in which there are questions."""
        return {lang: float((found @ vector).max()) for lang, found in self.vectors.items()}
