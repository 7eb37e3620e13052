"""A SearchIndex on disk: immutable, complete, verified before it is used.

index/CURRENT                       one line: the id of the live snapshot
index/snapshots/<id>/manifest.json  what belongs to it, with the size and SHA-256 of every file
index/snapshots/<id>/…              documents, passages, vectors, BM25 arrays, registry of contacts; no pickle
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from qa import durable, records
from qa.datatypes import LANGS, Document, FileDigest, Manifest
from qa.errors import DamagedFileError, LexiconError, NoSnapshotError, SnapshotError
from qa.lexicon import with_bundled
from qa.retrieval.centring import Means
from qa.retrieval.dense import DenseIndex
from qa.retrieval.evidence import Levels
from qa.retrieval.intents import Intents
from qa.retrieval.late_interaction import TokenArrays, TokenIndex
from qa.retrieval.lexical import LexicalIndex
from qa.retrieval.search_index import Indexes, SearchIndex, rows_in
from qa.retrieval.unanswered import Unanswered
from qa.safety.contacts.registry import NO_CONTACTS, Registry

# Raised whenever an older reader could not read, or would misread, what is written.
FORMAT_VERSION = 5

POINTER = "CURRENT"

MANIFEST = "manifest.json"

CONTACTS = "contacts.json"

# Snapshots kept on disk: the live one and four to go back to.
KEEP = 5

CURE = "rebuild it with: qa build --force"

_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_ID_DIGITS = 6
_ASIDE = ".building-"
_DOOMED = ".deleting-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot in memory."""

    manifest: Manifest
    index: SearchIndex
    documents: Sequence[Document]
    registry: Registry


@dataclass(frozen=True, slots=True)
class Origin:
    """What a snapshot is made of: the fingerprints of encoder and terms, the digest of the corpus."""

    encoder: str
    tokens: str
    corpus: str


def save(
    index_dir: Path,
    index: SearchIndex,
    documents: Sequence[Document],
    origin: Origin,
    registry: Registry = NO_CONTACTS,
) -> Snapshot:
    """Write a snapshot beside the others, whole or not at all, and load it. It is not live before `activate`.

    What counts is what is on disk: every file is read back for the manifest, and all of it as a server would before
    it gets its name. Raises OSError when the disk is full, SnapshotError if what was written cannot be read.
    """
    with aside(index_dir) as folder:
        _write_files(folder, index, documents)
        durable.write(folder / CONTACTS, registry.to_json())
        durable.sync_tree(folder)
        files = {path.relative_to(folder).as_posix(): durable.digest(path) for path in _files(folder)}
        manifest = _manifest(index, documents, origin, files, current_id(index_dir))
        content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        durable.write(folder / MANIFEST, content)
        durable.sync(folder)
        written = _loaded(folder, manifest)  # numpy does not notice every write that fails
        publish(index_dir, folder, manifest.id)
    return written


@contextmanager
def aside(index_dir: Path) -> Iterator[Path]:
    """An empty folder beside the snapshots, gone in the end unless it was published. Only under the lock."""
    folder = index_dir / "snapshots" / f"{_ASIDE}{os.getpid()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(index_dir: Path, folder: Path, snapshot_id: str) -> None:
    """Give a finished folder, forced to disk, its place among the snapshots, in one step."""
    target = index_dir / "snapshots" / snapshot_id
    folder.rename(target)
    durable.sync(target.parent)


def activate(index_dir: Path, snapshot_id: str) -> None:
    """Make a snapshot the live one, in one step. Raises SnapshotError if it does not exist."""
    _folder(index_dir, snapshot_id)
    durable.replace_file(index_dir / POINTER, f"{snapshot_id}\n".encode())


def current_id(index_dir: Path) -> str | None:
    """The id of the live snapshot, None if nothing was ever published."""
    try:
        return (index_dir / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SnapshotError(f"{index_dir / POINTER}: {error.strerror}") from error


def snapshot_ids(index_dir: Path) -> list[str]:
    """The ids of all snapshots on disk, oldest first."""
    folder = index_dir / "snapshots"
    names = [path.name for path in folder.iterdir() if _ID.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(names, key=lambda name: (name[:-_ID_DIGITS], _created(folder / name)))


def read_manifest(index_dir: Path, snapshot_id: str) -> Manifest:
    """The manifest of a snapshot. Raises SnapshotError when it is missing, unreadable or of another format."""
    path = _folder(index_dir, snapshot_id) / MANIFEST
    if path.is_symlink() or not path.is_file():
        raise SnapshotError(f"{path}: expected a file, found none; {CURE}")
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        version = content["format_version"]
        if version != FORMAT_VERSION:
            raise SnapshotError(f"{path}: format version {version}, this program reads {FORMAT_VERSION}; {CURE}")
        files = {name: FileDigest(**digest) for name, digest in content.pop("files").items()}
        manifest = Manifest(files=files, **content)
        digest = _content_digest(manifest)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SnapshotError(f"{path}: expected a manifest, found {type(error).__name__}: {error}; {CURE}") from error
    if not snapshot_id == manifest.id == f"{snapshot_id[:-_ID_DIGITS]}{digest}":
        raise SnapshotError(f"{path}: expected the content of {snapshot_id}, found {manifest.id} with {digest}; {CURE}")
    return manifest


def load(index_dir: Path, snapshot_id: str | None = None) -> Snapshot:
    """Verify and load a snapshot, the live one by default.

    Raises NoSnapshotError when nothing is published, SnapshotError with the file and both values when anything is
    not as its manifest says. No parser sees a byte that has not been checked.
    """
    if snapshot_id is None:
        snapshot_id = current_id(index_dir)
        if not snapshot_id:
            raise NoSnapshotError(f"no index in {index_dir}; build one with: qa build")
    return _loaded(_folder(index_dir, snapshot_id), read_manifest(index_dir, snapshot_id))


def _loaded(folder: Path, manifest: Manifest) -> Snapshot:
    try:
        durable.verify(folder, manifest.files, also=frozenset({MANIFEST}))
        snapshot = _read_files(folder, manifest)
    except DamagedFileError as error:
        raise SnapshotError(f"{error}; {CURE}") from error
    except (LexiconError, ValueError, KeyError, TypeError, OSError, RuntimeError) as error:
        # All bytes are as they were written, so this is a writer's or a version's fault, not the disk's.
        raise SnapshotError(f"{folder}: cannot be read ({error}); {CURE}") from error
    _compare_counts(snapshot)
    return snapshot


def remove_leftovers(index_dir: Path) -> None:
    """Delete what builds and prunings that were killed left behind. Only for the holder of the build lock."""
    for prefix in (_ASIDE, _DOOMED):
        for path in (index_dir / "snapshots").glob(f"{prefix}*"):
            shutil.rmtree(path)
    for path in index_dir.glob(f".{POINTER}.*"):
        path.unlink()


def prune(index_dir: Path, keep: int) -> list[str]:
    """Delete the oldest snapshots but ``keep`` and the live one; servers that use one keep their copy open.

    Each leaves the list in one step: whoever kills this leaves none that is half there.
    """
    live = current_id(index_dir)
    doomed = [name for name in snapshot_ids(index_dir)[: -keep or None] if name != live]
    for name in doomed:
        remove(index_dir, name)
    return doomed


def remove(index_dir: Path, snapshot_id: str) -> None:
    """Delete a snapshot. It leaves the list in one step. Raises SnapshotError if it does not exist."""
    folder = _folder(index_dir, snapshot_id)
    shutil.rmtree(folder.rename(folder.with_name(f"{_DOOMED}{snapshot_id}")))


def _folder(index_dir: Path, snapshot_id: str) -> Path:
    folder = index_dir / "snapshots" / snapshot_id
    if not _ID.fullmatch(snapshot_id) or not folder.is_dir():
        cure = "see: qa snapshots list; build one with: qa build"
        raise SnapshotError(f"there is no snapshot {snapshot_id!r} in {index_dir}; {cure}")
    return folder


def _created(folder: Path) -> str:
    """To the millisecond, for snapshots of the same second; empty if the manifest does not say."""
    try:
        return str(json.loads((folder / MANIFEST).read_bytes())["created"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_files(folder: Path, index: SearchIndex, documents: Sequence[Document]) -> None:
    durable.write(folder / "documents.jsonl", records.to_lines(documents))
    durable.write(folder / "passages.jsonl", records.to_lines(index.passages))
    durable.write(folder / "dense.faiss", index.dense.to_bytes().data)
    np.save(folder / "view_rows.npy", index.dense.rows, allow_pickle=False)
    np.save(folder / "view_is_question.npy", index.dense.is_question, allow_pickle=False)
    for lang, lexical in index.indexes.lexical.items():
        lexical.save(folder / "lexical" / lang)
    durable.write(folder / "lexicon.json", json.dumps(index.indexes.lexicon.extension).encode())
    np.save(folder / "means.npy", index.indexes.means.values, allow_pickle=False)
    np.save(folder / "levels.npy", index.indexes.levels.values, allow_pickle=False)
    for lang in LANGS:
        found = index.indexes.unanswered.vectors.get(lang, np.empty((0, index.dense.dim), np.float32))
        np.save(folder / f"unanswered_{lang}.npy", found, allow_pickle=False)
    np.save(folder / "intents.npy", index.indexes.intents.weights, allow_pickle=False)
    np.save(folder / "intent_sections.npy", index.indexes.intents.sections, allow_pickle=False)
    (folder / "tokens").mkdir()
    for field in fields(TokenArrays):
        values = np.asarray(getattr(index.indexes.tokens.arrays, field.name))
        np.save(folder / "tokens" / f"{field.name}.npy", values, allow_pickle=False)


def _read_files(folder: Path, manifest: Manifest) -> Snapshot:
    passages = tuple(records.passages_from((folder / "passages.jsonl").read_bytes()))
    dense = DenseIndex.from_bytes(
        np.fromfile(folder / "dense.faiss", np.uint8),
        _array(folder / "view_rows.npy"),
        _array(folder / "view_is_question.npy"),
    )
    lexical = {
        lang: LexicalIndex.load(folder / "lexical" / lang, rows_in(passages, lang))
        for lang in LANGS
        if (folder / "lexical" / lang).is_dir()
    }
    indexes = Indexes(
        dense=dense,
        lexical=lexical,
        tokens=_read_tokens(folder / "tokens"),
        means=Means(_array(folder / "means.npy")),
        levels=Levels(_array(folder / "levels.npy")),
        lexicon=with_bundled(json.loads((folder / "lexicon.json").read_bytes())),
        unanswered=Unanswered({lang: _array(folder / f"unanswered_{lang}.npy") for lang in LANGS}),
        intents=Intents(_array(folder / "intent_sections.npy"), _array(folder / "intents.npy")),
    )
    documents = tuple(records.documents_from((folder / "documents.jsonl").read_bytes()))
    registry = Registry.from_json((folder / CONTACTS).read_bytes())
    return Snapshot(manifest, SearchIndex(passages, indexes), documents, registry)


def _read_tokens(folder: Path) -> TokenIndex:
    """The token vectors stay on disk, mapped into memory."""
    arrays: dict[str, Any] = {
        field.name: _array(folder / f"{field.name}.npy", is_mapped=field.name == "vectors")
        for field in fields(TokenArrays)
    }
    return TokenIndex(TokenArrays(**{**arrays, "scale": float(arrays["scale"])}))


def _array(path: Path, *, is_mapped: bool = False) -> Any:
    """The one place that reads arrays: never a pickle."""
    return np.load(path, mmap_mode="r" if is_mapped else None, allow_pickle=False)  # noqa: TID251  # without pickles


def _manifest(
    index: SearchIndex,
    documents: Sequence[Document],
    origin: Origin,
    files: Mapping[str, FileDigest],
    parent: str | None,
) -> Manifest:
    now = datetime.now(UTC)
    manifest = Manifest(
        id="",
        created=now.isoformat(timespec="milliseconds"),
        parent=parent,
        encoder=origin.encoder,
        tokens=origin.tokens,
        corpus=origin.corpus,
        counts=counts(index, documents),
        files=files,
        format_version=FORMAT_VERSION,
    )
    return replace(manifest, id=f"{now:%Y%m%dT%H%M%SZ}-{_content_digest(manifest)}")


def _content_digest(manifest: Manifest) -> str:
    """The end of a snapshot's id: it covers the whole manifest, so that damage of the manifest is noticed too."""
    content = json.dumps({**asdict(manifest), "id": ""}, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:_ID_DIGITS]


def counts(index: SearchIndex, documents: Sequence[Document]) -> dict[str, int]:
    """How much a snapshot holds."""
    by_lang = {f"passages_{lang}": len(rows_in(index.passages, lang)) for lang in LANGS}
    return {
        "documents": len(documents),
        "passages": len(index.passages),
        "views": len(index.dense.rows),
        **by_lang,
    }


def _compare_counts(snapshot: Snapshot) -> None:
    found = counts(snapshot.index, snapshot.documents)
    if found != snapshot.manifest.counts:
        expected = dict(snapshot.manifest.counts)
        raise SnapshotError(f"snapshot {snapshot.manifest.id}: expected {expected}, found {found}; {CURE}")
