"""Web pages to `Document`: their main text, its headings, and the questions they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.datatypes import Document
from qa.ingest.html_entries import Entry, entries
from qa.ingest.html_head import matter
from qa.ingest.html_links import mark_links
from qa.ingest.html_parts import parts
from qa.ingest.html_text import text_of
from qa.ingest.html_tree import fragment, main_text, parsed
from qa.ingest.parts import Part, asked, document
from qa.ingest.source_file import SourceFile

# Browsers look for it in the first 1024 bytes; pages with long comments before it are common enough to look further.
_HEAD_BYTES = 4096
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page claims to be in."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def read_html(file: SourceFile) -> tuple[Document, ...]:
    """Read one web page. Nothing outside it is loaded. Raises CorpusError with the line at fault."""
    root = parsed(file.text, file.path)
    about = matter(root, file.path)
    marked = {asked(text_of(fragment(entry.question, file.path))): entry for entry in entries(root)}
    marked.pop("", None)
    main = main_text(root)
    mark_links(main, file.path)
    shown = parts(main, file.path, marked)
    answered = {asked(part.heading) for part in shown if part.blocks and marked}
    hidden = [entry for question, entry in marked.items() if question not in answered]
    return (document([*shown, *_parts(hidden, file.path)], about, file.path, 1),)


def _parts(hidden: Sequence[Entry], path: str) -> Iterator[Part]:
    """What stands in a page for machines alone. Headings in an answer are paragraphs of it."""
    for entry in hidden:
        answer = fragment(entry.answer, path)
        mark_links(answer, path)
        for heading in list(answer.iter("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "dd")):
            heading.tag = "p"
        for group in list(answer.iter("details", "dl")):
            group.tag = "div"
        found = parts(answer, path)[0]
        heading = text_of(fragment(entry.question, path))
        yield Part(heading, 2, entry.line, found.blocks, found.html, is_question=True)
