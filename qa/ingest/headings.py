"""The headings of a source file, also those that no section of the document comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it import MarkdownIt

from qa.ingest import front_matter

_ANCHOR = re.compile(r"\s*\{#[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """``text`` is as it was written, without its anchor; ``line`` is 1-based."""

    line: int
    level: int
    text: str


def headings(text: str, path: str) -> list[Heading]:
    """The headings of a Markdown file in order; none for other formats, where one without text leaves no trace.

    Raises CorpusError if the front matter cannot be read.
    """
    if PurePosixPath(path).suffix.lower() not in (".md", ".markdown"):
        return []
    _, body, offset = front_matter.split(text, path)
    tokens = MarkdownIt("commonmark").parse(body)
    return [
        Heading(offset + opening.map[0] + 1, int(opening.tag[1]), _ANCHOR.sub("", inline.content).strip())
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.level == 0 and opening.map
    ]
