"""Text fragments: the part of a link that makes a browser find and mark a sentence in a page.

https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from qa.ingest.sentences import sentences

# A Han character takes 9 characters of a URL; links of over 2 000 get cut by chat apps and mail programs.
MAX_QUOTED = 1_800


def fragment(texts: Sequence[str], page: str) -> str:
    """The directive ``text=…`` that finds the first sentence of a passage that is unique in its page.

    ``texts`` are the passage's paragraphs, ``page`` is what `folded_page` makes of the page's. A paragraph stands
    in where none of its sentences is unique; "" if nothing is. Browsers ignore case and match whole words only,
    so what is quoted begins and ends where a sentence does.
    """
    for candidate in _candidates(texts):
        if len(candidate) <= MAX_QUOTED and _is_unique(candidate.casefold(), page):
            quoted = _escaped(candidate)
            if len(quoted) <= MAX_QUOTED:
                return f"text={quoted}"
    return ""


def folded_page(texts: Iterable[str]) -> str:
    """All texts of a page in the form in which fragments are looked up in it: one string, made once a page."""
    return "\n".join(texts).casefold()


def _is_unique(text: str, page: str) -> bool:
    first = page.find(text)
    return first >= 0 and page.find(text, first + 1) < 0


def _candidates(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (text[span.start : span.end] for span in sentences(text))
        yield text


def _escaped(text: str) -> str:
    # '-' separates prefix and suffix in a directive, and quote() leaves it alone.
    return quote(text, safe="").replace("-", "%2D")
