"""Markdown with front matter to `Document`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.datatypes import Block, Document
from qa.errors import CorpusError
from qa.ingest import emphasis, front_matter
from qa.ingest.links import CORPUS_LINK
from qa.ingest.parts import ALSO, Part, document, next_marker
from qa.ingest.source_file import SourceFile
from qa.language import clean, joint

# The anchor an editor gives a heading: "## Deposit missing {#missing}". Pandoc and kramdown write it so too.
_ANCHOR = re.compile(r"\s*\{#([A-Za-z0-9][\w.-]*)\}\s*$")

# A link that leaves the corpus: with a scheme, to the host's root, or within the page.
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)


def read_markdown(file: SourceFile) -> Document:
    """Read one Markdown file. Raises CorpusError with the line at fault."""
    matter, body, offset = front_matter.split(file.text, file.path)
    if matter.id is None:
        raise CorpusError(file.path, 1, "no id; begin the file with '---', 'id: some-name', '---'")
    markdown = emphasis.install(MarkdownIt("commonmark", {"html": False}).enable("table"))
    tokens = markdown.parse(body)
    _join_lines(tokens)
    _mark_links(tokens, file.path)
    parts = [_finished(part, markdown) for part in _parts(tokens, file.path, offset)]
    return document(parts, matter, file.path, offset + 1)


def _finished(part: _Part, markdown: MarkdownIt) -> Part:
    html = markdown.renderer.render(part.body, markdown.options, {})
    return Part(part.heading, part.level, part.line, tuple(_blocks(part.body)), html, part.anchor, part.also)


@dataclass(slots=True)
class _Part:
    """A heading and the tokens up to the next one."""

    heading: str
    level: int
    line: int
    anchor: str | None = None
    body: list[Token] = field(default_factory=list)
    also: tuple[str, ...] = ()


def _parts(tokens: Sequence[Token], path: str, offset: int) -> Iterator[_Part]:
    part = _Part("", 1, offset + 1)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.level == 0:
            yield _with_also(part, path)
            part = _headed(token, tokens[position + 1], offset)
            position += 3  # heading_open, inline, heading_close
        else:
            part.body.append(token)
            position += 1
    yield _with_also(part, path)


def _headed(opening: Token, inline: Token, offset: int) -> _Part:
    text = _plain(inline)
    anchor = _ANCHOR.search(text)
    line = offset + (opening.map[0] if opening.map else 0) + 1
    return _Part(_ANCHOR.sub("", text), int(opening.tag[1]), line, anchor[1] if anchor else None)


def _with_also(part: _Part, path: str) -> _Part:
    """Take the list of other phrasings out of the part's body."""
    body = part.body
    if len(body) < 2 or body[1].type != "inline" or not ALSO.fullmatch(_plain(body[1])):
        return part
    if len(body) < 4 or body[3].type != "bullet_list_open":
        raise CorpusError(path, part.line, "'also:' must be followed by an empty line and a list of phrasings")
    end = next(i for i, token in enumerate(body) if token.type == "bullet_list_close" and token.level == 0)
    part.also = tuple(_plain(token) for token in body[:end] if token.type == "inline")[1:]
    part.body = body[end + 1 :]
    return part


def _blocks(tokens: Iterable[Token]) -> Iterator[Block]:
    """Paragraphs, list items, code and table cells in reading order, as plain text."""
    lists: list[int | None] = []  # one entry an open list: the next number, None for bullets
    marker = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_close":
            marker = ""  # an empty item gives its marker to nobody
        elif token.type == "list_item_open":
            marker = next_marker(lists)
        elif token.type in ("inline", "fence", "code_block"):
            text = _plain(token) if token.type == "inline" else clean(token.content)
            if text:
                yield Block(text, marker)
                marker = ""


def _plain(inline: Token) -> str:
    return clean("".join(_inline_text(child) for child in inline.children or ()))


def _inline_text(token: Token) -> str:
    if token.type == "hardbreak":
        return " "
    return token.content  # an image's content is its alternative text


def _join_lines(tokens: Iterable[Token]) -> None:
    """Turn line breaks inside a paragraph into what joins them."""
    for token in tokens:
        seen = [child for child in token.children or () if child.content or child.type == "softbreak"]
        for position, child in enumerate(seen):
            if child.type == "softbreak":
                before = seen[position - 1].content if position else ""
                after = "".join(other.content for other in seen[position + 1 : position + 2])
                child.type, child.content = "text", joint(before, after)


def _mark_links(tokens: Iterable[Token], path: str) -> None:
    """Give links to other files of the corpus an address that `qa.ingest.links` can resolve."""
    for token in tokens:
        for child in token.children or ():
            href = child.attrGet("href") if child.type == "link_open" else None
            if isinstance(href, str) and not _ELSEWHERE.match(href):
                target, _, anchor = href.partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                child.attrSet("href", f"{CORPUS_LINK}{target}#{anchor}")
