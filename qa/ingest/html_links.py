"""Links of a web page: those that leave it stay, those to other files of the corpus get an address to resolve."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from qa.ingest.links import CORPUS_LINK

_SAFE = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_SCHEME_OR_ROOT = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\|\?", re.IGNORECASE)
# Browsers leave these out before they look at the scheme: "java\tscript:".
_IGNORED = re.compile(r"[\x00-\x20\x7f]+")


def mark_links(main: HtmlElement, path: str) -> None:
    """Rewrite the addresses below ``main`` in place; ``path`` is the page's. Others than these lose theirs."""
    for link in main.iter("a"):
        address = _address(link.get("href") or "", path)
        link.attrib.pop("href", None)
        if address:
            link.set("href", address)


def _address(href: str, path: str) -> str | None:
    href = _IGNORED.sub("", href)
    if _SAFE.match(href):
        return href
    if not href or _SCHEME_OR_ROOT.match(href):
        return None  # a script, a host's root that is not ours, or nothing
    target, _, anchor = href.partition("#")
    target = unquote(target.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return f"{CORPUS_LINK}{quote(target)}#{quote(unquote(anchor))}"
