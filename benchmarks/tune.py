"""Chooses the weights of ranking and confidence, on development questions only.

    python benchmarks/tune.py collect EVAL_DIR CACHE_DIR    # asks every development question, keeps the evidence
    python benchmarks/tune.py fit CACHE_DIR                 # prints the constants of evidence.py and confidence.py
    python benchmarks/tune.py ablate CACHE_DIR              # prints R@1 without each part of the evidence, as Markdown

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

from qa.confidence import FEATURES as SIGNALS
from qa.confidence import signals
from qa.datatypes import LANGS, Query
from qa.encoding.vector_cache import CachedEncoder, VectorCache
from qa.engine import Engine
from qa.evaluation.dataset import document_target, read_beir
from qa.evaluation.report import auroc, calibration_error, reliability
from qa.evaluation.run import Target
from qa.golden import JudgedQuestion, read_golden, section_target
from qa.indexing import Content, build_index, generic_questions
from qa.ingest.chunking import passages
from qa.lexicon import with_bundled
from qa.retrieval.evidence import FEATURES, WEIGHTS
from qa.service import Service
from qa.settings import Settings

GOLDEN = ("dev", "hard")
THREADS = 2

# Keep weights of features that hardly matter near 0.
RANKING_PENALTY = 1e-3
CONFIDENCE_PENALTY = 1e-3

# Of the answerable questions this share is to be answered; the threshold follows.
ANSWERED = 0.95

FOLDS = 5
SEED = 0

# A golden set counts as much as two of the others: they are what is served.
GOLDEN_SHARE = 2.0

# Styles of questions that the documents do not answer.
NO_ANSWER = ("near", "far", "junk")

Floats = NDArray[np.float64]


def collect(eval_dir: Path, cache: Path) -> None:
    """Evidence for every candidate of every development question."""
    cache.mkdir(parents=True, exist_ok=True)
    service = Service.load(Settings(index=Path("index"), threads=THREADS))
    encoder = service.engine.encoder
    generic = generic_questions(encoder)
    for name in GOLDEN:
        questions = read_golden(Path("corpus/questions") / f"{name}.jsonl")
        _save(cache / f"golden-{name}.npz", service.engine, questions, section_target)
    cached = CachedEncoder(encoder, VectorCache())
    for name in DEVELOPMENT:
        data = read_beir(eval_dir / name)
        found = [passage for document in data.documents for passage in passages(document)]
        engine = Engine(build_index(Content(found, with_bundled()), cached, generic, _silent), cached)
        _save(cache / f"{name}.npz", engine, data.questions, document_target)


def _save(path: Path, engine: Engine, questions: Sequence[JudgedQuestion], target: Target) -> None:
    features, seen, relevant, bounds, langs, styles = [], [], [], [0], [], []
    for question in questions:
        trace = engine.trace(Query(question.text, question.lang))
        rows = trace.stages["fused"].rows
        if trace.evidence is None:
            continue
        features.append(np.stack([getattr(trace.evidence, name) for name in FEATURES], axis=1))
        seen.append(signals(trace.evidence, trace.asked.unanswered, question.lang))
        relevant.append([target(engine.index.passages[row]) in question.relevant for row in rows])
        bounds.append(bounds[-1] + len(rows))
        langs.append(question.lang)
        styles.append(question.style)
    np.savez(
        path,
        features=np.concatenate(features),
        signals=np.concatenate(seen),
        relevant=np.concatenate(relevant),
        bounds=np.asarray(bounds),
        langs=np.asarray(langs),
        styles=np.asarray(styles),
    )
    print(path.stem, len(langs), flush=True)


def fit(cache: Path) -> None:
    """Print the weights and what they give."""
    sets = {path.stem: dict(np.load(path)) for path in sorted(cache.glob("*.npz"))}  # noqa: TID251  # ours, and never pickles
    weights = fit_ranking(sets)
    print("ranking", {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True)})
    shipped = np.asarray([WEIGHTS[name] for name in FEATURES])
    for name, data in sets.items():
        found = first_is_right(data, weights)
        print(f"  {name:18} R@1 fitted {found}  shipped {first_is_right(data, shipped)}")
    fit_confidence([data for name, data in sets.items() if name.startswith("golden")], shipped)


def ablate(cache: Path) -> None:
    """Print R@1 of every set with the weights fitted to all evidence, and fitted anew without each part of it."""
    sets = {path.stem: dict(np.load(path)) for path in sorted(cache.glob("*.npz"))}  # noqa: TID251  # ours, and never pickles
    print("| R@1, % | " + " | ".join(sets) + " |")
    print("|---" * (len(sets) + 1) + "|")
    for without in (None, *FEATURES):
        kept = [number for number, name in enumerate(FEATURES) if name != without]
        fewer = {name: {**data, "features": data["features"][:, kept]} for name, data in sets.items()}
        weights = fit_ranking(fewer)
        values = [float(np.mean(list(first_is_right(data, weights).values()))) for data in fewer.values()]
        print(f"| {f'without {without}' if without else 'all'} | " + " | ".join(f"{v:.1f}" for v in values) + " |")


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

    size = next(iter(sets.values()))["features"].shape[1]
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=[(0, None)] * size)
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
        if data["styles"][number] not in NO_ANSWER:
            best = start + int(np.argmax(scores[start:end]))
            found[str(data["langs"][number])].append(bool(data["relevant"][best]))
    return {lang: round(100 * float(np.mean(values)), 1) for lang, values in found.items() if values}


def fit_confidence(sets: Sequence[dict[str, NDArray]], ranking: Floats) -> None:
    """Print the model of whether the first candidate is relevant, and how it does on questions it was not fitted on."""
    found = [_firsts(data, ranking) for data in sets]
    seen, right, langs, styles = (np.concatenate(parts) for parts in zip(*found, strict=True))
    print("confidence of questions without a list: UNLISTED", round(float(seen[:, -2:].mean()), 3))
    for lang in LANGS:
        weights, bias = logistic(seen[langs == lang], right[langs == lang])
        named = {name: round(float(w), 3) for name, w in zip(SIGNALS, weights, strict=True)}
        print("confidence", lang, named, "bias", round(float(bias), 3))
    likely = cross_validated(seen, right, langs)
    answerable = ~np.isin(styles, NO_ANSWER)
    threshold = float(np.quantile(likely[answerable], 1 - ANSWERED))
    print(
        f"cross-validated, {len(right)} questions: threshold {threshold:.3f} answers {ANSWERED:.1%} of the answerable"
    )
    bins = reliability(list(zip(likely.tolist(), right.astype(bool).tolist(), strict=True)))
    print("  calibration error", round(calibration_error(bins), 3))
    for chosen in (("near",), ("far", "junk")):
        negative = likely[np.isin(styles, chosen)]
        area = auroc(likely[answerable].tolist(), negative.tolist())
        print(f"  {'+'.join(chosen):8} AUROC {area:.3f}  refused {np.mean(negative < threshold):.1%}")


def _firsts(data: dict[str, NDArray], ranking: Floats) -> tuple[Floats, Floats, NDArray, NDArray]:
    """Of each question's first candidate: its signals and whether it is relevant; and language and style."""
    scores = data["features"] @ ranking
    bounds = zip(data["bounds"][:-1], data["bounds"][1:], strict=True)
    best = [start + int(np.argmax(scores[start:end])) for start, end in bounds]
    return data["signals"][best].astype(float), data["relevant"][best].astype(float), data["langs"], data["styles"]


def cross_validated(seen: Floats, right: Floats, langs: NDArray) -> Floats:
    """The probability of each question by a model fitted without the fold it is in."""
    fold = np.random.default_rng(SEED).permutation(len(right)) % FOLDS
    likely = np.empty(len(right))
    for number in range(FOLDS):
        for lang in LANGS:
            weights, bias = logistic(*(values[(fold != number) & (langs == lang)] for values in (seen, right)))
            mine = (fold == number) & (langs == lang)
            likely[mine] = 1 / (1 + np.exp(-(seen[mine] @ weights + bias)))
    return likely


def logistic(features: Floats, labels: Floats) -> tuple[Floats, float]:
    """Maximum likelihood with a small penalty on what one standard deviation of a feature is worth.

    More evidence never means less confidence, nearness to what is not answered never more.
    """
    means, deviations = features.mean(axis=0), features.std(axis=0)
    deviations[deviations == 0] = 1
    standard = (features - means) / deviations

    def loss(parameters: Floats) -> tuple[float, Floats]:
        logits = standard @ parameters[:-1] + parameters[-1]
        likely = 1 / (1 + np.exp(-logits))
        value = np.logaddexp(0, logits) - labels * logits
        error = (likely - labels) / len(labels)
        penalty = np.append(parameters[:-1], 0)
        return (
            float(value.mean() + CONFIDENCE_PENALTY * penalty @ penalty),
            np.append(error @ standard, error.sum()) + 2 * CONFIDENCE_PENALTY * penalty,
        )

    limits = [(None, 0) if name.startswith("unanswered") else (0, None) for name in SIGNALS]
    start = np.zeros(len(SIGNALS) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*limits, (None, None)])
    weights = found.x[:-1] / deviations
    return weights, float(found.x[-1] - weights @ means)


def _silent(step: str, done: int, total: int) -> None:
    """Progress is not shown."""


if __name__ == "__main__":
    if sys.argv[1] == "collect":
        collect(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1] == "ablate":
        ablate(Path(sys.argv[2]))
    else:
        fit(Path(sys.argv[2]))
