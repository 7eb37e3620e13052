"""Links between documents: from one file to another, to one source page to another."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from qa.datatypes import LANGS, Document

# What readers write for a link to another file: this, the file's path in the corpus, '#', the anchor.
CORPUS_LINK = "corpus:"

_LINK = re.compile(rf'<a href="{CORPUS_LINK}([^"#]*)#([^"]*)"')


def resolve_links(documents: Sequence[Document]) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Point every link at the source page of its target, and name the dead ones.

    Addresses are relative to a source page, so that they hold under any path prefix. A dead link becomes
    plain text in the page; the second value names file, line and target of each.
    """
    anyone = {document.path: document for document in documents}
    # A table is one file with a document in each language: links lead to that in their own.
    own = {lang: {d.path: d for d in documents if d.lang == lang} for lang in LANGS}
    dead: list[str] = []
    return tuple(_resolved(document, ChainMap(own[document.lang], anyone), dead) for document in documents), tuple(dead)


def _resolved(document: Document, by_path: Mapping[str, Document], dead: list[str]) -> Document:
    sections = tuple(
        replace(section, html=_with_addresses(section.html, by_path, dead, f"{document.path}:{section.line}"))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _with_addresses(html: str, by_path: Mapping[str, Document], dead: list[str], place: str) -> str:
    return _LINK.sub(lambda link: _address(link, by_path, dead, place), html)


def _address(link: re.Match[str], by_path: Mapping[str, Document], dead: list[str], place: str) -> str:
    path, anchor = unquote(unescape(link[1])), unquote(unescape(link[2]))
    target = by_path.get(path)
    anchors = {section.anchor for section in target.sections} if target else set()
    if target is None or (anchor and anchor not in anchors):
        dead.append(f"{place}: dead link to {path}{'#' + anchor if anchor else ''}")
        return "<a"
    return f'<a href="../{target.id}/{target.lang}{"#" + link[2] if anchor else ""}"'
