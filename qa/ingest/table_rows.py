"""Rows of an FAQ table, from whatever columns and cells a format has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.datatypes import Lang
from qa.errors import CorpusError
from qa.ingest.parts import is_anchor
from qa.language import clean

# Names of columns as people write them, compared without case.
COLUMNS = {
    "question": ("question", "q", "问题", "問題", "问", "問"),
    "answer": ("answer", "a", "答案", "回答", "答"),
    "also": ("also", "phrasings", "其他问法", "其它问法", "其他問法", "其它問法", "相似问法"),
    "lang": ("lang", "language", "语言", "語言"),
    "url": ("url", "link", "链接", "鏈接", "連結", "网址"),
    "tags": ("tags", "标签", "標籤"),
    "anchor": ("anchor", "id", "编号", "編號", "锚点"),
}
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}
_LANGS: dict[str, Lang] = {"zh": "zh", "中文": "zh", "chinese": "zh", "en": "en", "英文": "en", "english": "en"}

_PHRASINGS = re.compile(r"[|｜\n]")
_TAGS = re.compile(r"[,，、;；\n]")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)

# What an error names of a header that is none.
_NAMED_COLUMNS = 5

Value = str | Sequence[str]
"""What stands in a cell: text, or in JSON a list of texts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, checked. ``lang`` and ``url`` are None where nothing was said; ``answer`` keeps its lines."""

    line: int
    question: str
    answer: str
    also: tuple[str, ...]
    lang: Lang | None
    url: str | None
    tags: tuple[str, ...]
    anchor: str | None


def columns(header: Iterable[str], path: str, line: int) -> dict[int, str]:
    """Which column each cell of a header names; unknown ones are left out.

    Raises CorpusError without a column of questions and one of answers, or with two of a kind.
    """
    names = list(header)
    found: dict[int, str] = {}
    for position, name in enumerate(names):
        column = column_of(name)
        if column in found.values():
            raise CorpusError(path, line, f"two columns mean {column!r}; the second is {name.strip()!r}")
        if column:
            found[position] = column
    missing = {"question", "answer"} - set(found.values())
    if missing:
        seen = ", ".join(repr(clean(name)[:30]) for name in names[:_NAMED_COLUMNS])
        problem = f"no column {min(missing)!r}; the first line must name the columns, and begins with {seen}"
        raise CorpusError(path, line, problem)
    return found


def column_of(name: str) -> str | None:
    """The column that a name stands for, None if for none."""
    return _NAMES.get(clean(unicodedata.normalize("NFKC", name[:100])).casefold())


def row(cells: Mapping[str, Value], path: str, line: int) -> Row | None:
    """A checked row, None if nothing stands in it. Raises CorpusError with ``line`` for what cannot be used."""
    if not any(cells.values()):
        return None
    question, answer = clean(_text(cells, "question")), _text(cells, "answer")
    for name, value in (("question", question), ("answer", clean(answer))):
        if not value:
            raise CorpusError(path, line, f"a row without {name}")
    return Row(
        line=line,
        question=question,
        answer=answer,
        also=_listed(cells.get("also", ""), _PHRASINGS),
        lang=_lang(_text(cells, "lang"), path, line),
        url=_url(_text(cells, "url"), path, line),
        tags=_listed(cells.get("tags", ""), _TAGS),
        anchor=_anchor(_text(cells, "anchor"), path, line),
    )


def _text(cells: Mapping[str, Value], column: str) -> str:
    value = cells.get(column, "")
    return value if isinstance(value, str) else "\n".join(value)


def _listed(value: Value, separators: re.Pattern[str]) -> tuple[str, ...]:
    texts = separators.split(value) if isinstance(value, str) else value
    return tuple(filter(None, map(clean, texts)))


def _lang(text: str, path: str, line: int) -> Lang | None:
    primary = re.split("[-_]", clean(text).casefold())[0]
    if primary and primary not in _LANGS:
        raise CorpusError(path, line, f"lang: {clean(text)[:30]!r} is not one of zh, en")
    return _LANGS.get(primary)


def _url(text: str, path: str, line: int) -> str | None:
    url = clean(text)
    if url and not _URL.fullmatch(url):
        raise CorpusError(path, line, f"url: {url[:100]!r} is not an address that begins with https:// or http://")
    return url or None


def _anchor(text: str, path: str, line: int) -> str | None:
    """A name for the row. Numbers are common and may be no anchors, so they get a letter."""
    name = clean(text)
    if name.isascii() and name.isdecimal():
        name = f"q{name}"
    if name and not is_anchor(name):
        raise CorpusError(path, line, f"id: {name[:100]!r} is no anchor; letters, digits, '.', '_' and '-' make one")
    return name or None
