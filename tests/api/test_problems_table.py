"""One table of problems: whole, in both languages, and nothing in it that is never said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.api.problems import _BY_STATUS, PROBLEMS
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "qa").rglob("*.py"))
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def test_every_problem_has_title_and_detail_in_both_languages() -> None:
    for code, problem in PROBLEMS.items():
        assert _CODE.fullmatch(code)
        assert 400 <= problem.status < 600
        for texts in (problem.title, problem.detail):
            assert set(texts) == {"zh", "en"}
            assert re.search(r"[\u4e00-\u9fff]", texts["zh"])
            assert texts["en"].isascii()
            assert all(text == text.strip() and text for text in texts.values())


def test_every_problem_that_the_source_raises_is_in_the_table_and_none_is_unused() -> None:
    raised = {code for path in SOURCES for code in _codes(path)} | set(_BY_STATUS.values())
    assert raised == set(PROBLEMS)


def test_the_status_of_a_problem_is_the_one_it_stands_for() -> None:
    for status, code in _BY_STATUS.items():
        assert PROBLEMS[code].status == status


@pytest.mark.parametrize("code", PROBLEMS)
def test_no_problem_is_named_in_the_source_by_a_text_cut_in_two(code: str) -> None:
    assert any(f'"{code}"' in path.read_text("utf-8") for path in SOURCES)


def _codes(path: Path) -> Iterator[str]:
    """Codes given to QuestionError and problem_response, and those that the guard returns."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id in ("QuestionError", "problem_response"):
                yield from _texts(node.args[0])
            elif node.func.id == "get":
                yield from _texts(node.args[1])
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.args
            and node.func.attr == "get"
        ):
            yield from (text for text in _texts(node.args[-1]) if path.name == "problems.py" and text in PROBLEMS)
        if isinstance(node, ast.Return) and path.name == "body_limits.py" and node.value:
            yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
