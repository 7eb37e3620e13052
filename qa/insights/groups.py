"""Groups of questions that ask for the same thing, in either language, by the encoder's vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Floats, Lang
from qa.engine import Engine
from qa.feedback.store import Asked
from qa.question import comparable
from qa.safety.redaction import without_marks

# Mean cosine distance at which two groups stay apart. Measured with the bundled encoder on ten phrasings (the question
# and the first nine of `also:`) of each of 60 sections in both languages among 1 177 questions about other things, and
# groups of 5 and more: at 0.40 15 sections lead a group, and 87 % of a group is of one document; at 0.45 27, 82 %; at
# 0.50 44, 69 %; at 0.55 54, 59 %. Of what is grouped 0, 1, 3 and 10 % are about other things. An editor divides a group
# at a glance and never sees a missing one: so many are shown as strangers allow.
DISTANCE = 0.50

# Digits to which cosines are compared, so that errors of rounding do not order equals.
DIGITS = 4

# Texts that are encoded at once: more are not faster.
BATCH = 32


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask, and on how many days it was asked so; ``likeness`` is its cosine with the most typical one."""

    text: str
    lang: Lang
    days: int
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Phrasings of one thing: the most typical, then those that are most like it."""

    phrasings: tuple[Phrasing, ...]

    @property
    def size(self) -> int:
        """How often it was asked; the same words on one day count once."""
        return sum(phrasing.days for phrasing in self.phrasings)

    def in_lang(self, lang: Lang) -> tuple[Phrasing, ...]:
        """The phrasings in one language."""
        return tuple(phrasing for phrasing in self.phrasings if phrasing.lang == lang)


def grouped(questions: Sequence[Asked], engine: Engine, least: int) -> list[Group]:
    """The groups of at least so many questions, the largest first; the order of the questions decides nothing."""
    counted = Counter((asked.lang, asked.text) for asked in questions)
    phrasings = [Phrasing(text, lang, days) for (lang, text), days in sorted(counted.items())]
    vectors = _vectors(phrasings, engine)
    labels = _labels(vectors)
    members = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    groups = [_group([phrasings[row] for row in rows], vectors[rows]) for rows in members]
    large = [group for group in groups if group.size >= least]
    return sorted(large, key=lambda group: (-group.size, group.phrasings[0].text))


def _vectors(phrasings: Sequence[Phrasing], engine: Engine) -> Floats:
    """As the index compares questions: centred by language, float32 [phrasings, dim], unit length or zero."""
    means = engine.index.indexes.means
    found = np.empty((len(phrasings), engine.encoder.dim), np.float32)
    for start in range(0, len(phrasings), BATCH):
        batch = phrasings[start : start + BATCH]
        texts = [comparable(without_marks(phrasing.text)) for phrasing in batch]
        pooled = engine.encoder.encode_queries(texts).pooled
        for row, phrasing in enumerate(batch):
            found[start + row] = means.centred(pooled[row : row + 1], "question", phrasing.lang)[0]
    return found


def _labels(vectors: Floats) -> NDArray[np.intp]:
    """The number of each vector's group, int [vectors]."""
    if len(vectors) < 2:
        return np.zeros(len(vectors), np.intp)
    from sklearn.cluster import AgglomerativeClustering  # half a second that no server needs before it is asked for

    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=DISTANCE
    )
    labels: NDArray[np.intp] = clustering.fit_predict(np.clip(1 - vectors @ vectors.T, 0, 2))
    return labels


def _group(phrasings: Sequence[Phrasing], vectors: Floats) -> Group:
    """The most typical phrasing has the greatest mean cosine with all questions of the group."""
    days = np.asarray([phrasing.days for phrasing in phrasings], np.float32)
    typical = int(np.argmax((vectors @ (days @ vectors)).round(DIGITS)))
    likeness = (vectors @ vectors[typical]).round(DIGITS)
    likeness[typical] = np.inf
    order = np.argsort(-likeness, kind="stable")
    return Group(tuple(replace(phrasings[row], likeness=min(1.0, float(likeness[row]))) for row in order))
