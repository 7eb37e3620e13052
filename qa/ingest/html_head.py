"""What a web page says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from lxml.html import HtmlElement

from qa.datatypes import LANGS, Lang
from qa.ingest.front_matter import FrontMatter
from qa.ingest.html_entries import linked_data
from qa.ingest.html_text import text_of
from qa.ingest.naming import named
from qa.language import clean

_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_COMMAS = re.compile("[,，、;；]")


def matter(root: HtmlElement, path: str) -> FrontMatter:
    """Id and language from the file's name, the rest from the page; what makes no sense there counts as not said.

    Without a <h1> the <title> is the title; with one it is not, because most end in the name of the site.
    """
    found = named(FrontMatter(), path)
    titles = [] if root.find(".//h1") is not None else [text_of(title) for title in root.iter("title")]
    return replace(
        found,
        lang=found.lang or _lang(root.get("lang") or ""),
        title=next(filter(None, titles), None),
        url=next(filter(_ADDRESS.fullmatch, _canonical(root)), None),
        updated=next(chain(_dates(root)), None),
        tags=tuple(dict.fromkeys(filter(None, map(clean, _COMMAS.split(",".join(_metas(root, "keywords"))))))),
    )


def _lang(text: str) -> Lang | None:
    primary = text.strip().lower().partition("-")[0]
    return next((lang for lang in LANGS if lang == primary), None)


def _canonical(root: HtmlElement) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield (link.get("href") or "").strip()


def _metas(root: HtmlElement, name: str) -> Iterator[str]:
    for meta in root.iter("meta"):
        if name in ((meta.get(key) or "").lower() for key in ("name", "property", "itemprop")):
            yield meta.get("content") or ""


def _dates(root: HtmlElement) -> Iterator[date]:
    said = chain(
        _metas(root, "article:modified_time"),
        _metas(root, "datemodified"),
        (item.get("dateModified") for item in linked_data(root)),
    )
    for text in said:
        try:
            yield datetime.fromisoformat(str(text).strip()).date()
        except ValueError:
            continue
