"""Vectors without what all texts of one language and kind have in common.

Half of what a multilingual encoder's vectors say is "this is Chinese" or "this is a question". Subtracting the mean
of each language (Mu and Viswanath, All-but-the-Top, ICLR 2018, without its second step: removing directions did not
help) makes vectors of different languages comparable: with passages in both, the plain encoder puts one in the
question's language first in 100 % of cases, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.datatypes import LANGS, Floats, Lang

# What is centred: pooled vectors of passages and of questions, and the vectors of their tokens.
Kind = Literal["passage", "question", "passage token", "question token"]
KINDS: tuple[Kind, ...] = ("passage", "question", "passage token", "question token")

# How much of the mean is subtracted. R@1 of late interaction alone (xquad-zh-en, -en-zh, -zh-zh, -en-en) with 0: 79.7,
# 82.8, 95.3, 96.6; 0.5: 81.5, 85.1, 95.4, 97.2; 0.8: 82.2, 84.5, 95.6, 96.9; 1: 83.3, 84.0, 95.4, 96.2.
STRENGTH = 0.8


@dataclass(frozen=True, slots=True)
class Means:
    """The mean unit vector of each kind in each language: float32 [KINDS, LANGS, dim], zero where there is none."""

    values: Floats

    def __post_init__(self) -> None:
        if self.values.shape[:2] != (len(KINDS), len(LANGS)):
            raise ValueError(f"means of {self.values.shape[:2]} kinds and languages, not {(len(KINDS), len(LANGS))}")

    def subtract(self, vectors: Floats, kind: Kind, lang: Lang) -> Floats:
        """Unit vectors [n, dim] less their mean; not of unit length, for the length says how special a vector is."""
        centred: Floats = vectors - np.float32(STRENGTH) * self.values[KINDS.index(kind), LANGS.index(lang)]
        return centred

    def centred(self, vectors: Floats, kind: Kind, lang: Lang) -> Floats:
        """`subtract`, made unit vectors again."""
        return unit(self.subtract(vectors, kind, lang))


def unit(vectors: Floats) -> Floats:
    """Vectors [n, dim] at unit length; the zero vector stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled
