"""Links that make a browser find a sentence in a page."""

from __future__ import annotations

import re
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.ingest.fragments import MAX_QUOTED, folded_page, fragment

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=12)


def of(texts: list[str], *others: str) -> str:
    return fragment(texts, folded_page([*others, *texts]))


def quoted(directive: str) -> str:
    assert directive.startswith("text=")
    return unquote(directive.removeprefix("text="))


def test_nothing_has_no_fragment() -> None:
    assert of([], "Title") == ""


def test_the_first_sentence_is_quoted_when_it_is_unique() -> None:
    assert quoted(of(["先核实。再付款。"], "标题")) == "先核实。"


def test_a_sentence_that_occurs_twice_in_the_page_is_passed_over() -> None:
    assert quoted(of(["先核实。再付款。"], "他说先核实。")) == "再付款。"


def test_a_sentence_inside_a_longer_word_of_the_page_counts_as_an_occurrence() -> None:
    assert quoted(of(["Stop. Ask us."], "Stop.")) == "Ask us."


def test_case_makes_no_sentence_unique_because_browsers_ignore_it() -> None:
    assert quoted(of(["Do Not Pay. Ask first."], "do not pay.")) == "Ask first."
    assert quoted(of(["Straße. Weiter."], "STRASSE.")) == "Weiter."


def test_occurrences_that_overlap_are_two() -> None:
    assert fragment(["哈哈"], folded_page(["哈哈哈"])) == ""


def test_a_later_paragraph_is_quoted_when_the_first_is_repeated() -> None:
    assert quoted(of(["重复。", "只此一次。"], "重复。")) == "只此一次。"


def test_a_whole_paragraph_stands_in_where_none_of_its_sentences_is_unique() -> None:
    assert quoted(of(["甲。乙。"], "甲。", "乙。")) == "甲。乙。"


def test_nothing_unique_has_no_fragment() -> None:
    assert of(["same", "same"]) == ""
    assert of(["只在标题里"], "只在标题里") == ""


def test_characters_with_a_meaning_in_a_directive_are_escaped() -> None:
    directive = of(["Two-factor, codes & keys #1 = 100% safe?"])
    assert directive == "text=Two%2Dfactor%2C%20codes%20%26%20keys%20%231%20%3D%20100%25%20safe%3F"


def test_a_sentence_too_long_for_a_link_is_passed_over() -> None:
    assert quoted(of(["长" * (MAX_QUOTED // 9 + 1) + "。短。"])) == "短。"
    assert quoted(of(["长" * (MAX_QUOTED // 9)])) == "长" * (MAX_QUOTED // 9)


@settings(deadline=None)
@given(st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4))
def test_a_fragment_is_safe_in_a_link_and_occurs_exactly_once(texts: list[str], others: list[str]) -> None:
    directive = of(texts, *others)
    if not directive:
        return
    assert re.fullmatch(r"text=(?:[A-Za-z0-9._~]|%[0-9A-F]{2})+", directive)
    wanted = quoted(directive).casefold()
    page = "\n".join([*others, *texts]).casefold()
    assert sum(page.startswith(wanted, start) for start in range(len(page))) == 1
    assert any(quoted(directive) in text for text in texts)
