"""Documents to a published snapshot. Everything happens aside; the live snapshot changes in one last step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qa import snapshot
from qa.datatypes import Document, Encoder, Manifest
from qa.encoding.vector_cache import CachedEncoder, VectorCache
from qa.errors import SnapshotError
from qa.indexing import Content, Progress, build_index, generic_questions
from qa.ingest.chunking import passages
from qa.ingest.corpus import read_corpus
from qa.ingest.links import resolve_links
from qa.ingest.source_file import decode
from qa.ingest.unanswered import read_unanswered
from qa.lexicon import NAME, Lexicon, fingerprint, with_bundled
from qa.lock import locked
from qa.records import to_lines

# Where the vectors of all texts are kept for the next build; it may be deleted at any time.
VECTORS = "cache/vectors.sqlite"

# Part of the digest of a corpus: raised whenever equal documents would give other passages or views.
RECIPE_VERSION = 5


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did. ``changed`` is False when the live snapshot already was up to date."""

    manifest: Manifest
    changed: bool
    warnings: tuple[str, ...]


def build(
    corpus_dir: Path,
    index_dir: Path,
    encoder: Encoder,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> Build:
    """Build and publish a snapshot of a corpus, unless the live one is up to date already.

    Raises BrokenCorpusError, EmptyCorpusError, BuildInProgressError, or OSError when the disk is full; the live
    snapshot is untouched by any of them.
    """
    progress = progress or _silent
    index_dir.mkdir(parents=True, exist_ok=True)
    with locked(index_dir):
        snapshot.remove_leftovers(index_dir)
        progress("read documents", 0, 1)
        documents, dead_links = resolve_links(read_corpus(corpus_dir))
        progress("read documents", 1, 1)
        content = Content(
            [passage for document in documents for passage in passages(document)],
            _lexicon(corpus_dir),
            read_unanswered(corpus_dir),
        )
        origin = snapshot.Origin(encoder.fingerprint, fingerprint(), _digest(documents, content))
        live = _live_manifest(index_dir)
        if live and not force and snapshot.Origin(live.encoder, live.tokens, live.corpus) == origin:
            return Build(live, changed=False, warnings=dead_links)
        with closing(VectorCache(index_dir / VECTORS)) as cache:
            cached = CachedEncoder(encoder, cache)
            index = build_index(content, cached, generic_questions(cached), progress)
            manifest = snapshot.save(index_dir, index, documents, origin)
            snapshot.activate(index_dir, manifest.id)
            snapshot.prune(index_dir, snapshot.KEEP)
            cached.sweep()
    return Build(manifest, changed=True, warnings=dead_links)


def activate(index_dir: Path, snapshot_id: str) -> None:
    """Make an older snapshot the live one again, after reading all of it.

    Raises SnapshotError if it does not load, BuildInProgressError while something is being built.
    """
    with locked(index_dir):
        snapshot.load(index_dir, snapshot_id)
        snapshot.activate(index_dir, snapshot_id)


def prune(index_dir: Path, keep: int = snapshot.KEEP) -> list[str]:
    """Delete all snapshots but the newest and the live one, and return their ids.

    Raises BuildInProgressError while something is being built.
    """
    with locked(index_dir):
        snapshot.remove_leftovers(index_dir)
        return snapshot.prune(index_dir, keep)


def _silent(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def _lexicon(corpus_dir: Path) -> Lexicon:
    """The bundled lexicon with the lines of the corpus' own, if it has one."""
    path = corpus_dir / NAME
    return with_bundled(decode(str(path), path.read_bytes()).text if path.is_file() else "", str(path))


def _digest(documents: Sequence[Document], content: Content) -> str:
    """Changes whenever a build of these documents, with what stands beside them, could give something else."""
    beside = [content.lexicon.extension, *content.unanswered]
    read = json.dumps([RECIPE_VERSION, to_lines(documents).decode(), beside], ensure_ascii=False)
    return hashlib.sha256(read.encode()).hexdigest()


def _live_manifest(index_dir: Path) -> Manifest | None:
    """The manifest of the live snapshot, None when there is none that loads: then there is nothing to keep."""
    try:
        return snapshot.load(index_dir).manifest
    except SnapshotError:
        return None
