"""A folder of documents to `Document`s: one reader a format, chosen by the file's ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from qa.datatypes import Document
from qa.errors import BrokenCorpusError, CorpusError, EmptyCorpusError
from qa.ingest.markdown import read_markdown
from qa.ingest.plain_text import read_plain_text
from qa.ingest.source_file import SourceFile, decode
from qa.ingest.unanswered import NAME as UNANSWERED
from qa.language import has_lone_surrogate

Reader = Callable[[SourceFile], Document]

READERS: Mapping[str, Reader] = {".md": read_markdown, ".markdown": read_markdown, ".txt": read_plain_text}

# A guidance text of this size has 5 000 pages: whatever it is, it is no guidance text.
MAX_FILE_BYTES = 10_000_000


def read_corpus(folder: Path) -> tuple[Document, ...]:
    """Every document below ``folder``, in the order of their paths.

    Files and folders whose name begins with '.' or '_' are left out, and so are links, formats without a reader, and
    what an editor lists beside the documents. Raises BrokenCorpusError with all problems found, or EmptyCorpusError.
    """
    if not folder.is_dir():
        raise EmptyCorpusError(f"there is no corpus folder {folder}; make it, or name another with --corpus")
    documents: list[Document] = []
    errors: list[CorpusError] = []
    unlisted: list[OSError] = []
    for path in _files(folder, unlisted):
        if path == folder / UNANSWERED:
            continue
        try:
            documents.append(_read(path, path.relative_to(folder).as_posix()))
        except CorpusError as error:
            errors.append(error)
    errors.extend(_unreadable(Path(error.filename).relative_to(folder).as_posix(), error) for error in unlisted)
    errors.extend(_duplicates(documents))
    if errors:
        raise BrokenCorpusError(errors, documents)
    if not documents:
        raise EmptyCorpusError(f"no document in {folder}; readable are files ending in {', '.join(READERS)}")
    return tuple(documents)


def _files(folder: Path, unlisted: list[OSError]) -> Iterator[Path]:
    """Files with a reader, in order; what keeps a folder from being listed is added to ``unlisted``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        unlisted.append(error)
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), unlisted)
        elif entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() in READERS:
            yield Path(entry.path)


def _read(path: Path, name: str) -> Document:
    if has_lone_surrogate(name):  # what Python makes of bytes that are not UTF-8
        raise CorpusError(name.encode("utf-8", "replace").decode(), 1, "the file's name is not UTF-8; rename it")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise _unreadable(name, error) from error
    if size > MAX_FILE_BYTES:
        raise CorpusError(name, 1, f"{size} bytes; the largest document is {MAX_FILE_BYTES}")
    return READERS[path.suffix.lower()](decode(name, data))


def _unreadable(name: str, error: OSError) -> CorpusError:
    return CorpusError(name, 1, f"cannot be read: {error.strerror}")


def _duplicates(documents: Sequence[Document]) -> Iterator[CorpusError]:
    first: dict[tuple[str, str], str] = {}
    for document in documents:
        other = first.setdefault((document.id, document.lang), document.path)
        if other != document.path:
            problem = f"the id {document.id!r} in {document.lang} is already taken by {other}"
            yield CorpusError(document.path, 1, problem)
