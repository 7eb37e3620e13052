"""Emphasis beside Chinese, and CommonMark's own elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.ingest.emphasis import install


def rendered(text: str) -> str:
    return str(install(MarkdownIt("commonmark")).renderInline(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**别付款。**先核实", "<strong>别付款。</strong>先核实"),
        ("请**“先核实”**再付款", "请<strong>“先核实”</strong>再付款"),
        ("看**（重要）**说明", "看<strong>（重要）</strong>说明"),
        ("这是*重点*吗", "这是<em>重点</em>吗"),
        ("***注意！***别点", "<em><strong>注意！</strong></em>别点"),
        ("先**核实**", "先<strong>核实</strong>"),
        ("**a。**中**b。**中", "<strong>a。</strong>中<strong>b。</strong>中"),
    ],
)
def test_emphasis_beside_chinese_needs_no_space(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize("text", ["", "no stars", "** not bold **", "* 不是 *", "2 * 3 * 4", "a ** b", "**", "*a"])
def test_asterisks_that_mark_nothing_stay(text: str) -> None:
    assert "<" not in rendered(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab *_.,!\"'()[]`\\\n~&"), max_size=30))
def test_text_without_chinese_is_rendered_as_commonmark_says(text: str) -> None:
    assert rendered(text) == MarkdownIt("commonmark").renderInline(text)
