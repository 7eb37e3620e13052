"""A data set from beginning to end: index, ask, collect."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from qa.datatypes import Encoder
from qa.encoding.vector_cache import CachedEncoder, VectorCache
from qa.engine import Engine
from qa.evaluation.baseline import Baseline
from qa.evaluation.dataset import document_target, read_beir
from qa.evaluation.run import Outcome, run
from qa.golden import read_golden, section_target
from qa.indexing import Content, Progress, build_index, generic_questions
from qa.ingest.chunking import passages
from qa.lexicon import with_bundled


def evaluate_beir(folder: Path, encoder: Encoder, progress: Progress) -> list[Outcome]:
    """Index a folder in BEIR's layout in memory, as a build would, and ask its questions. Raises DatasetError."""
    dataset = read_beir(folder)
    found = [passage for document in dataset.documents for passage in passages(document)]
    with closing(VectorCache()) as cache:
        cached = CachedEncoder(encoder, cache)
        index = build_index(Content(found, with_bundled()), cached, generic_questions(cached), progress)
        return run(Engine(index, encoder), Baseline(found, cached), dataset.questions, document_target)


def evaluate_golden(path: Path, engine: Engine) -> list[Outcome]:
    """Ask golden questions of an engine that serves their documents. Raises DatasetError."""
    questions = read_golden(path)
    return run(engine, Baseline(engine.index.passages, engine.encoder), questions, section_target)
