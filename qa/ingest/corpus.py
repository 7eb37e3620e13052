"""A folder of documents to `Document`s: what is read, what is left out, what is refused."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from qa.datatypes import Document
from qa.errors import BrokenCorpusError, CorpusError, EmptyCorpusError
from qa.ingest.formats import ISOLATED, READERS, Corpus, ending
from qa.ingest.isolation import ReadingProcess
from qa.ingest.unanswered import NAME as UNANSWERED
from qa.language import has_lone_surrogate
from qa.lexicon import NAME as LEXICON
from qa.safety.contacts.registry import NAME as CONTACTS

# A guidance text of this size has 5 000 pages: whatever it is, it is no guidance text.
MAX_FILE_BYTES = 10_000_000

# What stands beside the documents in the corpus folder itself: three files, and the folder of golden questions.
BESIDE = frozenset({UNANSWERED, LEXICON, CONTACTS, "questions"})


def read_corpus(folder: Path) -> Corpus:
    """Every document below ``folder``, in the order of their paths.

    Files and folders whose name begins with '.' or '_' are left out, and so are links, formats without a reader, and
    what stands `BESIDE` the documents. Raises BrokenCorpusError with all problems found, or EmptyCorpusError.
    """
    if not folder.is_dir():
        raise EmptyCorpusError(f"there is no corpus folder {folder}; make it, or name another with --corpus")
    read: list[Corpus] = []
    errors: list[CorpusError] = []
    unlisted: list[OSError] = []
    with closing(ReadingProcess()) as process:
        for path in _files(folder, unlisted, BESIDE):
            try:
                read.append(_read(path, path.relative_to(folder).as_posix(), process))
            except CorpusError as error:
                errors.append(error)
    documents = tuple(document for corpus in read for document in corpus.documents)
    errors.extend(_unreadable(Path(error.filename).relative_to(folder).as_posix(), error) for error in unlisted)
    errors.extend(_duplicates(documents))
    if errors:
        raise BrokenCorpusError(errors, documents)
    if not documents:
        raise EmptyCorpusError(f"no document in {folder}; readable are files ending in {', '.join(READERS)}")
    return Corpus(documents, tuple(warning for corpus in read for warning in corpus.warnings))


def _files(folder: Path, unlisted: list[OSError], beside: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Files with a reader, in order; what keeps a folder from being listed is added to ``unlisted``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        unlisted.append(error)
        return
    for entry in entries:
        if entry.name.startswith((".", "_")) or entry.name in beside:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), unlisted)
        elif entry.is_file(follow_symlinks=False) and ending(entry.name) in READERS:
            yield Path(entry.path)


def _read(path: Path, name: str, process: ReadingProcess) -> Corpus:
    _refuse_name(name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise _unreadable(name, error) from error
    if size > MAX_FILE_BYTES:
        raise CorpusError(name, 1, f"{size} bytes; the largest document is {MAX_FILE_BYTES}")
    kind = ending(name)
    return process.read(name, data) if kind in ISOLATED else READERS[kind](name, data)


def _refuse_name(name: str) -> None:
    if has_lone_surrogate(name):  # what Python makes of bytes that are not UTF-8
        raise CorpusError(name.encode("utf-8", "replace").decode(), 1, "the file's name is not UTF-8; rename it")
    if any(unicodedata.category(char) == "Cc" for char in name):
        shown = "".join("?" if unicodedata.category(char) == "Cc" else char for char in name)
        raise CorpusError(shown, 1, "the file's name holds a line end or another control character; rename it")


def _unreadable(name: str, error: OSError) -> CorpusError:
    return CorpusError(name, 1, f"cannot be read: {error.strerror}")


def _duplicates(documents: Sequence[Document]) -> Iterator[CorpusError]:
    first: dict[tuple[str, str], str] = {}
    for document in documents:
        other = first.setdefault((document.id, document.lang), document.path)
        if other != document.path:
            problem = f"the id {document.id!r} in {document.lang} is already taken by {other}"
            yield CorpusError(document.path, 1, problem)
