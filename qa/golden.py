"""Questions with known answers, as an editor lists them beside the documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.datatypes import Lang, Passage
from qa.errors import DatasetError
from qa.language import detect


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question and what answers it: target to grade (above 0). Nothing, where the documents do not answer."""

    id: str
    text: str
    lang: Lang
    relevant: Mapping[str, float]
    style: str = ""


def section_target(passage: Passage) -> str:
    """In golden questions a section is judged, whatever its language."""
    return f"{passage.doc_id}#{passage.section_key}"


def read_golden(path: Path) -> list[JudgedQuestion]:
    """Read golden questions, one JSON object a line: ``question``, ``expect`` and, if wanted, ``style``.

    Raises DatasetError with the line at fault.
    """
    return [_question(path, number, record) for number, record in json_lines(path)]


def json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The JSON objects of a file with the numbers of their lines. Raises DatasetError with the line at fault."""
    for number, line in enumerate(file_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DatasetError(f"{path}:{number}: expected a JSON object ({error})") from error
        if not isinstance(record, dict):
            raise DatasetError(f"{path}:{number}: expected a JSON object, found {type(record).__name__}")
        yield number, record


def file_text(path: Path) -> str:
    """A file's text. Raises DatasetError when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path}: {error}") from error


def _question(path: Path, number: int, record: Mapping[str, Any]) -> JudgedQuestion:
    text, expected = record.get("question"), record.get("expect")
    if not isinstance(text, str) or not isinstance(expected, list) or not all(isinstance(x, str) for x in expected):
        raise DatasetError(f"{path}:{number}: expected 'question', a text, and 'expect', a list of sections")
    style = str(record.get("style", ""))
    return JudgedQuestion(f"{path.stem}-{number}", text, detect(text), dict.fromkeys(expected, 1.0), style)
