"""Chooses the weights of ranking and confidence, on development questions only.

    python benchmarks/tune.py collect EVAL_DIR CACHE_DIR    # asks every development question, keeps the evidence
    python benchmarks/tune.py fit CACHE_DIR                 # prints the constants of evidence.py and confidence.py

EVAL_DIR holds folders in BEIR's layout; golden questions are asked of the live snapshot of ./index.
corpus/questions/test.jsonl is never read. Every step is deterministic.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sets import DEVELOPMENT

from qa.confidence import FEATURES as CONFIDENCE_FEATURES
from qa.datatypes import LANGS, Query
from qa.engine import Engine
from qa.evaluation.dataset import JudgedQuestion, document_target, read_beir, read_golden, section_target
from qa.evaluation.remembering import RememberingEncoder
from qa.evaluation.run import Target
from qa.indexing import build_index, generic_questions
from qa.ingest.chunking import passages
from qa.lexicon import with_bundled
from qa.retrieval.evidence import FEATURES, WEIGHTS
from qa.service import Service

GOLDEN = ("dev", "hard")
THREADS = 2

# Keeps weights of features that hardly matter near 0.
RANKING_PENALTY = 1e-3
CONFIDENCE_PENALTY = 1e-2

# A golden set counts as much as three of the others: two against nine, and they are what is served.
GOLDEN_SHARE = 3.0

Floats = NDArray[np.float64]


def collect(eval_dir: Path, cache: Path) -> None:
    """Evidence for every candidate of every development question."""
    cache.mkdir(parents=True, exist_ok=True)
    service = Service.load(Path("index"), THREADS)
    encoder = service.engine.encoder
    generic = generic_questions(encoder)
    for name in GOLDEN:
        questions = read_golden(Path("corpus/questions") / f"{name}.jsonl")
        _save(cache / f"golden-{name}.npz", service.engine, questions, section_target)
    remembering = RememberingEncoder(encoder)
    for name in DEVELOPMENT:
        data = read_beir(eval_dir / name)
        found = [passage for document in data.documents for passage in passages(document)]
        engine = Engine(build_index(found, remembering, with_bundled(), generic, _silent), remembering)
        _save(cache / f"{name}.npz", engine, data.questions, document_target)


def _save(path: Path, engine: Engine, questions: Sequence[JudgedQuestion], target: Target) -> None:
    features, relevant, bounds, langs, styles = [], [], [0], [], []
    for question in questions:
        trace = engine.trace(Query(question.text, question.lang))
        rows = trace.stages["fused"].rows
        if trace.evidence is None:
            continue
        features.append(np.stack([getattr(trace.evidence, name) for name in FEATURES], axis=1))
        relevant.append([target(engine.index.passages[row]) in question.relevant for row in rows])
        bounds.append(bounds[-1] + len(rows))
        langs.append(question.lang)
        styles.append(question.style)
    np.savez(
        path,
        features=np.concatenate(features),
        relevant=np.concatenate(relevant),
        bounds=np.asarray(bounds),
        langs=np.asarray(langs),
        styles=np.asarray(styles),
    )
    print(path.stem, len(langs), flush=True)


def fit(cache: Path) -> None:
    """Print the weights and what they give."""
    sets = {path.stem: dict(np.load(path)) for path in sorted(cache.glob("*.npz"))}
    weights = fit_ranking(sets)
    print("ranking", {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True)})
    for name, data in sets.items():
        shipped = first_is_right(data, np.asarray([WEIGHTS[feature] for feature in FEATURES]))
        print(f"  {name:18} R@1 fitted {first_is_right(data, weights)}  shipped {shipped}")
    fit_confidence({name: data for name, data in sets.items() if name.startswith("golden")})


def fit_ranking(sets: dict[str, dict[str, NDArray]]) -> Floats:
    """Softmax regression: the log-probability of the relevant candidates, averaged over questions, then over sets."""
    prepared = [(_usable(data), GOLDEN_SHARE if name.startswith("golden") else 1.0) for name, data in sets.items()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient, share = 0.0, np.zeros_like(weights), 0.0
        for (features, relevant, starts, groups), factor in prepared:
            logits = features @ weights
            logits -= np.maximum.reduceat(logits, starts)[groups]
            odds = np.exp(logits)
            every, right = np.add.reduceat(odds, starts), np.add.reduceat(odds * relevant, starts)
            total += factor * float(np.log(every / right).mean())
            pull = (odds / every[groups] - odds * relevant / right[groups]) / len(starts)
            gradient += factor * (pull @ features)
            share += factor
        return (
            total / share + RANKING_PENALTY * float(weights @ weights),
            gradient / share + 2 * RANKING_PENALTY * weights,
        )

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(FEATURES))
    return np.asarray(found.x)


def _usable(data: dict[str, NDArray]) -> tuple[Floats, Floats, NDArray, NDArray]:
    """Only questions with a relevant candidate, and their candidates."""
    bounds = data["bounds"]
    groups = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    has = np.add.reduceat(data["relevant"].astype(int), bounds[:-1]) > 0
    kept = has[groups]
    sizes = np.diff(bounds)[has]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    features = data["features"][kept].astype(float)
    return features, data["relevant"][kept].astype(float), starts, np.repeat(np.arange(len(sizes)), sizes)


def first_is_right(data: dict[str, NDArray], weights: Floats) -> dict[str, float]:
    """Share of answerable questions whose first candidate is relevant, in percent, by language."""
    scores = data["features"] @ weights
    found: dict[str, list[bool]] = {lang: [] for lang in LANGS}
    for number, (start, end) in enumerate(zip(data["bounds"][:-1], data["bounds"][1:], strict=True)):
        if not len(data["styles"][number]) or data["styles"][number] not in ("near", "far", "junk"):
            best = start + int(np.argmax(scores[start:end]))
            found[str(data["langs"][number])].append(bool(data["relevant"][best]))
    return {lang: round(100 * float(np.mean(values)), 1) for lang, values in found.items() if values}


def fit_confidence(sets: dict[str, dict[str, NDArray]]) -> None:
    """Logistic regression: whether the first candidate is relevant, by language of the question."""
    weights = np.asarray([WEIGHTS[feature] for feature in FEATURES])
    columns = [FEATURES.index(name) for name in CONFIDENCE_FEATURES]
    for lang in LANGS:
        rows, right = [], []
        for data in sets.values():
            scores = data["features"] @ weights
            for number, (start, end) in enumerate(zip(data["bounds"][:-1], data["bounds"][1:], strict=True)):
                if data["langs"][number] == lang:
                    best = start + int(np.argmax(scores[start:end]))
                    rows.append(data["features"][best][columns])
                    right.append(data["relevant"][best])
        fitted, bias = logistic(np.asarray(rows, float), np.asarray(right, float))
        named = {name: round(float(w), 3) for name, w in zip(CONFIDENCE_FEATURES, fitted, strict=True)}
        print("confidence", lang, named, "bias", round(float(bias), 3))


def logistic(features: Floats, labels: Floats) -> tuple[Floats, float]:
    """Maximum likelihood with a small penalty; weights are not negative: more evidence never means less confidence."""

    def loss(parameters: Floats) -> tuple[float, Floats]:
        logits = features @ parameters[:-1] + parameters[-1]
        likely = 1 / (1 + np.exp(-logits))
        value = np.logaddexp(0, logits) - labels * logits
        error = (likely - labels) / len(labels)
        penalty = np.append(parameters[:-1], 0)
        return (
            float(value.mean() + CONFIDENCE_PENALTY * penalty @ penalty),
            np.append(error @ features, error.sum()) + 2 * CONFIDENCE_PENALTY * penalty,
        )

    count = features.shape[1]
    limits = [(0, None)] * count + [(None, None)]
    found = minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=limits)
    return np.asarray(found.x[:-1]), float(found.x[-1])


def _silent(step: str, done: int, total: int) -> None:
    """Progress is not shown."""


if __name__ == "__main__":
    if sys.argv[1] == "collect":
        collect(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        fit(Path(sys.argv[2]))
