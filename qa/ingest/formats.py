"""The formats that are read: one reader each, chosen by the file's ending.

A reader takes a file's path in the corpus and its bytes. It raises CorpusError with the line at fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from qa.datatypes import Document
from qa.ingest.markdown import read_markdown
from qa.ingest.plain_text import read_plain_text
from qa.ingest.source_file import decode
from qa.ingest.tables import read_csv, read_jsonl


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read, and what an editor should mend although it could be read. A table can give two documents."""

    documents: tuple[Document, ...]
    warnings: tuple[str, ...] = ()


Reader = Callable[[str, bytes], Corpus]


def _markdown(path: str, data: bytes) -> Corpus:
    file = decode(path, data)
    return Corpus((read_markdown(file),), file.warnings)


def _plain_text(path: str, data: bytes) -> Corpus:
    file = decode(path, data)
    return Corpus((read_plain_text(file),), file.warnings)


def _csv(path: str, data: bytes) -> Corpus:
    file = decode(path, data)
    return Corpus(read_csv(file), file.warnings)


def _jsonl(path: str, data: bytes) -> Corpus:
    file = decode(path, data)
    return Corpus(read_jsonl(file), file.warnings)


# The rest import their parsers late: whoever has no such file need not wait for them.


def _html(path: str, data: bytes) -> Corpus:
    from qa.ingest.html import declared_charset, read_html

    file = decode(path, data, declared_charset(data))
    return Corpus(read_html(file), file.warnings)


def _docx(path: str, data: bytes) -> Corpus:
    from qa.ingest.docx import read_docx

    return Corpus(read_docx(path, data))


def _pdf(path: str, data: bytes) -> Corpus:
    from qa.ingest.pdf import read_pdf

    return Corpus(read_pdf(path, data))


def _xlsx(path: str, data: bytes) -> Corpus:
    from qa.ingest.tables import read_xlsx

    return Corpus(read_xlsx(path, data))


# Text that is read line by line, in time in proportion to its length.
SIMPLE: Mapping[str, Reader] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _plain_text,
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
}

# Read in a process of their own: their parsers are large or not written in Python, and can hang, crash or eat memory.
ISOLATED: Mapping[str, Reader] = {".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf, ".xlsx": _xlsx}

READERS: Mapping[str, Reader] = {**SIMPLE, **ISOLATED}


def ending(path: str) -> str:
    """The part of a path that decides the format."""
    return PurePosixPath(path).suffix.lower()
