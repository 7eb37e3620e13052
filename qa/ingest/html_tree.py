"""A web page as a tree, and the part of it that is its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa.errors import CorpusError

# libxml2 stops at 256, and silently: what is deeper would be lost.
_TOO_DEEP = "Excessive depth"

_NO_TEXT = (
    "script style template noscript form nav footer iframe object embed svg math canvas video audio map select input"
    " textarea datalist dialog link meta"
)
_LANDMARKS = "navigation banner contentinfo complementary search form dialog alertdialog menu menubar toolbar"
_HEADED = "h1 h2 h3 h4 h5 h6 summary dt"


def parsed(text: str, path: str) -> HtmlElement:
    """The root element. Nothing outside the text is read.

    Raises CorpusError if elements are nested too deeply or there are none, and MemoryError.
    """
    # Bytes, because text that begins with an XML declaration is refused; without controls, which end a document early.
    data = re.sub("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text).encode()
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(data or b"<p>", parser=parser)
    except etree.ParserError as error:  # nothing but comments
        raise CorpusError(path, 1, "the document has no text") from error
    except etree.XMLSyntaxError as error:  # bad markup is mended; what is left is memory
        raise MemoryError from error
    deep = next((entry for entry in parser.error_log if _TOO_DEEP in entry.message), None)
    if deep is not None:
        raise CorpusError(path, deep.line, "elements are nested more than 250 deep")
    return root


def main_text(root: HtmlElement) -> HtmlElement:
    """What a reader came for, stripped of everything that is no text. Changes the tree.

    That is the visible <main>, or the only <article>, or the body without what surrounds its text.
    """
    _drop(_hidden(root))
    mains = root.xpath('//main | //*[@role="main"]')
    articles = root.xpath("//article")
    if mains:
        main = mains[0]
    elif len(articles) == 1:
        main = articles[0]
    else:
        main = root.find("body") if root.find("body") is not None else root
        _drop([*main.iter("aside"), *(header for header in main.iter("header") if _is_of_page(header))])
    _drop(element for element in main.iterdescendants() if element.get("role") in _LANDMARKS.split())
    return _stripped(main)


def fragment(text: str, path: str) -> HtmlElement:
    """A piece of a page, stripped likewise. Raises CorpusError if elements are nested too deeply."""
    return _stripped(parsed(f"<div>{text}</div>", path))


def _stripped(main: HtmlElement) -> HtmlElement:
    _drop(element for element in main.iterdescendants() if element.tag in _NO_TEXT.split())
    _drop(button for button in main.iter("button") if not any(True for _ in button.iterancestors(*_HEADED.split())))
    for image in list(main.iter("img")):
        image.tail = (image.get("alt") or "") + (image.tail or "")
    _drop(main.iter("img"))
    return main


def _hidden(root: HtmlElement) -> Iterable[HtmlElement]:
    return root.xpath('//*[@hidden or @aria-hidden="true"]')  # type: ignore[no-any-return]


def _is_of_page(header: HtmlElement) -> bool:
    return not any(True for _ in header.iterancestors("article", "section", "main"))


def _drop(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of the tree; the text behind them stays."""
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()
