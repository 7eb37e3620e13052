"""Which section a question asks for, judged by the phrasings that editors gave each section.

Softmax regression (multinomial logistic regression: Bishop, Pattern Recognition and Machine Learning, 2006, section
4.3.4) from a question's pooled vector to the sections, learned when the index is built. It weighs what tells sections
apart, where the nearest phrasing goes by all that two questions have in common.
"""

from __future__ import annotations

import warnings

import numpy as np

from qa.datatypes import Floats, Rows

# A section with fewer phrasings, both languages together, is not learned.
MIN_PHRASINGS = 4

# Questions that no section answers are a class of their own, as if asking for this section.
NONE = -1

# In place of the class of a section that was not learned.
UNLEARNED = -1

# The penalty of the squared weights, beside the mean negative log-likelihood. R@1 in cross-validation with 2.5e-6:
# 91.9, with 5e-6: 92.1 to 92.6, with 1e-5: 91.9 to 92.2.
PENALTY = 5e-6

# The solver stops when no slope is steeper. R@1 in cross-validation with 1e-3: 90.6 in 4 s, with 1e-4: 91.7 in 12 s;
# with more phrasings a section 3e-4 gave 92.6 and 1e-4 92.1.
TOLERANCE = 3e-4
STEPS = 500


class Intents:
    """A linear model of what is asked: float32 [classes, dim + 1], the last column the bias.

    ``sections`` int32 [classes], ascending, are the numbers of the sections, after NONE; there may be no class at all.
    """

    def __init__(self, sections: Rows, weights: Floats) -> None:
        if len(sections) != len(weights):
            raise ValueError(f"{len(sections)} sections but {len(weights)} rows of weights")
        self.sections = sections
        self.weights = weights

    @classmethod
    def learn(cls, vectors: Floats, sections: Rows, none: Floats) -> Intents:
        """From phrasings, unit vectors float32 [phrasings, dim] of ``sections``, and ``none``, which ask for none."""
        names, counts = np.unique(sections, return_counts=True)
        kept = np.isin(sections, names[counts >= MIN_PHRASINGS])
        if not kept.any() or not len(none):
            return cls(np.empty(0, np.int32), np.empty((0, vectors.shape[1] + 1), np.float32))
        with warnings.catch_warnings():  # nothing here runs in parallel
            warnings.filterwarnings("ignore", message=".*joblib will operate in serial mode")
            from sklearn.linear_model import LogisticRegression  # 1 s, and only a build needs it

        examples = np.concatenate([none, vectors[kept]]).astype(np.float32)
        labels = np.concatenate([np.full(len(none), NONE, np.int32), sections[kept]])
        strength = 1 / (2 * PENALTY * len(labels))
        model = LogisticRegression(C=strength, tol=TOLERANCE, max_iter=STEPS).fit(examples, labels)
        weights = np.concatenate([model.coef_, model.intercept_[:, None]], axis=1)
        if len(model.classes_) == 2:  # then there is one row: the odds of the second
            weights = np.concatenate([np.zeros_like(weights), weights])
        return cls(model.classes_.astype(np.int32), weights.astype(np.float32))

    def log_probabilities(self, vector: Floats) -> Floats:
        """Of each class, given a question's unit vector: float32 [classes]."""
        if not len(self.sections):
            return np.empty(0, np.float32)
        logits = self.weights[:, :-1] @ vector + self.weights[:, -1]
        found: Floats = logits - np.logaddexp.reduce(logits)
        return found

    def classes(self, sections: Rows) -> Rows:
        """The class of each of ``sections``, int32 [sections], UNLEARNED where there is none."""
        if not len(self.sections):
            return np.full(len(sections), UNLEARNED, np.int32)
        places = np.minimum(np.searchsorted(self.sections, sections), len(self.sections) - 1)
        return np.where(self.sections[places] == sections, places, UNLEARNED).astype(np.int32)
