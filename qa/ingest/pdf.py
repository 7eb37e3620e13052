"""PDF files to `Document`: their text, with headings found as in plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.front_matter import FrontMatter
from qa.ingest.naming import named
from qa.ingest.parts import document
from qa.ingest.plain_text import parts
from qa.language import clean

# A line this near to the edge of most pages, on at least this many, is a running title.
_EDGE = 2
_MIN_PAGES = 3

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|第)?\s*\d{1,4}(?:\s*页)?(?:\W*(?:/|of|共)\s*\d{1,4}\s*页?)?\W*", re.IGNORECASE)
# Titles that a program made up.
_NO_TITLE = re.compile(r"\W*(?:untitled|anonymous|无标题|microsoft word.*|.*\.\w{2,4})?\W*", re.IGNORECASE)


def read_pdf(path: str, data: bytes) -> tuple[Document, ...]:
    """Read one PDF file. Lines are those of its text.

    Raises CorpusError if it is damaged, encrypted, or without text, as what was scanned is.
    """
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CorpusError(path, 1, "it has a password; save it without one")
        pages = [page.extract_text().split("\n") for page in reader.pages]
        title = clean(str(reader.metadata.title or "")) if reader.metadata else ""
    except (DependencyError, FileNotDecryptedError) as error:
        raise CorpusError(path, 1, "it is encrypted; save it without a password") from error
    except PyPdfError as error:
        raise CorpusError(path, 1, f"damaged, or no PDF file: {error}") from error
    text = "\n".join(line for page in _without_edges(pages) for line in page)
    if not text.strip():
        raise CorpusError(
            path, 1, "the document has no text; if it was scanned, let a program recognise its text first"
        )
    matter = replace(named(FrontMatter(), path), title=None if _NO_TITLE.fullmatch(title) else title)
    return (document(parts(text), matter, path, 1),)


def _without_edges(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without page numbers and running titles; a single page has neither."""
    stripped = [[line.strip() for line in page if line.strip()] for page in pages]
    if len(pages) < 2:
        return stripped
    edges = Counter(line for page in stripped for line in {_folded(line) for line in page[:_EDGE] + page[-_EDGE:]})
    running = {line for line, count in edges.items() if count >= _MIN_PAGES and 2 * count > len(pages)}
    for page in stripped:
        while page and _is_edge(page[-1], running):
            page.pop()
        while page and _is_edge(page[0], running):
            page.pop(0)
    return stripped


def _is_edge(line: str, running: set[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line) is not None or _folded(line) in running


def _folded(line: str) -> str:
    return _DIGITS.sub("0", line)
