"""The block between two lines of ``---`` at the top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import yaml

from qa.datatypes import Kind, Lang
from qa.errors import CorpusError
from qa.language import has_lone_surrogate

# Ids stand in URLs, file names and passage ids.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_URL = re.compile(r"https?://\S+")
_NOTHING = ("", "~", "null")
_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an editor says about a document; None where nothing was said. Keys not listed here are ignored."""

    id: str | None = None
    lang: Lang | None = None
    kind: Kind | None = None
    title: str | None = None
    url: str | None = None
    updated: date | None = None
    review_by: date | None = None
    tags: tuple[str, ...] = ()
    platform: str | None = None
    allow: tuple[str, ...] = ()


def split(text: str, path: str) -> tuple[FrontMatter, str, int]:
    """Front matter, body, and the number of lines before the body.

    A file without front matter gives an empty one. Raises CorpusError with the line at fault.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return FrontMatter(), text, 0
    end = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        raise CorpusError(path, 1, "the front matter is never closed; end it with a line of '---'")
    fields = _parse("\n".join(lines[1:end]), path)
    return _Fields(fields, lines[:end], path).read(), "\n".join(lines[end + 1 :]), end + 1


def _parse(text: str, path: str) -> Mapping[str, object]:
    """Text, lists and mappings: YAML's own ideas of values would make False of "No" and 750 of "12:30"."""
    try:
        fields = yaml.BaseLoader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise CorpusError(path, line, f"broken front matter: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 2
        raise CorpusError(path, line, f"broken front matter: character U+{error.character:04X}") from error
    except RecursionError as error:
        raise CorpusError(path, 2, "broken front matter: nested too deeply") from error
    if fields is None or fields in _NOTHING:
        return {}
    if not isinstance(fields, dict):
        raise CorpusError(path, 2, "broken front matter: expected lines of 'key: value'")
    return {str(key): value for key, value in fields.items()}


@dataclass(frozen=True, slots=True)
class _Fields:
    """Checks raw fields one by one; every complaint names the line of its key."""

    raw: Mapping[str, object]
    lines: list[str]
    path: str

    def read(self) -> FrontMatter:
        """All fields, checked."""
        return FrontMatter(
            id=self._matching("id", ID, "letters, digits, '.', '_' and '-', at most 100"),
            lang=self._lang(),
            kind=cast("Kind | None", self._one_of("kind", ("guide", "faq"))),
            title=self._text("title"),
            url=self._matching("url", _URL, "an address that begins with https:// or http://"),
            updated=self._date("updated"),
            review_by=self._date("review_by"),
            tags=self._list("tags", "[wallet, deposit]"),
            platform=self._text("platform"),
            allow=self._list("allow", "[example.com, '@name']"),
        )

    def _text(self, key: str) -> str | None:
        value = self.raw.get(key)
        if not isinstance(value, str | None):
            raise self._error(key, "expected one value")
        self._refuse_half_characters(key, value or "")
        return None if value is None or value.strip() in _NOTHING else value.strip()

    def _matching(self, key: str, pattern: re.Pattern[str], expected: str) -> str | None:
        value = self._text(key)
        if value is not None and not pattern.fullmatch(value):
            raise self._error(key, f"{value!r} is not {expected}")
        return value

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str | None:
        value = self._text(key)
        if value is not None and value not in allowed:
            raise self._error(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def _lang(self) -> Lang | None:
        value = self._text("lang")
        if value is None:
            return None
        primary = value.lower().replace("_", "-").split("-")[0]  # zh-TW and zh-Hans are zh
        if primary not in ("zh", "en"):
            raise self._error("lang", f"{value!r} is not one of zh, en")
        return cast("Lang", primary)

    def _date(self, key: str) -> date | None:
        value = self._text(key)
        try:
            return datetime.fromisoformat(value).date() if value else None
        except ValueError:
            raise self._error(key, f"{value!r} is not a date such as 2026-11-20") from None

    def _list(self, key: str, example: str) -> tuple[str, ...]:
        value = self.raw.get(key)
        if value is None or value in _NOTHING:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, f"expected a list such as {example}")
        self._refuse_half_characters(key, "".join(value))
        return tuple(value)

    def _refuse_half_characters(self, key: str, value: str) -> None:
        """YAML's escapes can write what no file can hold."""
        if has_lone_surrogate(value):
            raise self._error(key, "holds half a character (a lone surrogate)")

    def _error(self, key: str, problem: str) -> CorpusError:
        line = next((i for i, text in enumerate(self.lines, 1) if text.startswith(f"{key}:")), 1)
        return CorpusError(self.path, line, f"{key}: {problem}")
