"""The block an editor writes above a document."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import CorpusError
from qa.ingest.front_matter import FrontMatter, split


def read(*lines: str) -> FrontMatter:
    return split("\n".join(["---", *lines, "---", "text"]), "a.md")[0]


def complaint(*lines: str) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read(*lines)
    assert caught.value.path == "a.md"
    return caught.value


def test_a_file_without_front_matter_is_all_body() -> None:
    assert split("# Title\n---\ntext", "a.md") == (FrontMatter(), "# Title\n---\ntext", 0)


def test_an_empty_file_has_empty_front_matter() -> None:
    assert split("", "a.md") == (FrontMatter(), "", 0)


@pytest.mark.parametrize("inside", ["", "\n", "# a comment\n", "null\n", "~\n"])
def test_an_empty_block_says_nothing(inside: str) -> None:
    assert split(f"---\n{inside}---\ntext", "a.md")[:2] == (FrontMatter(), "text")


@pytest.mark.parametrize("line", ['title: "\\ud800"', 'tags: ["a", "\\udfff"]'])
def test_half_a_character_written_as_an_escape_names_its_line(line: str) -> None:
    assert complaint("id: a", line).line == 3


def test_all_fields_are_read() -> None:
    assert read(
        "id: slow-support",
        "lang: zh",
        "kind: faq",
        "title: 客服回复慢",
        "url: https://example.org/slow",
        "updated: 2026-11-20",
        "review_by: 2027-11-20",
        "tags: [support, 2fa, 7]",
        "platform: exchange",
        "allow: [example.com, '@name']",
    ) == FrontMatter(
        id="slow-support",
        lang="zh",
        kind="faq",
        title="客服回复慢",
        url="https://example.org/slow",
        updated=date(2026, 11, 20),
        review_by=date(2027, 11, 20),
        tags=("support", "2fa", "7"),
        platform="exchange",
        allow=("example.com", "@name"),
    )


def test_the_body_begins_after_the_closing_line_and_its_line_is_known() -> None:
    assert split("--- \nid: a\n---\t\n\nbody\n---\nmore", "a.md")[1:] == ("\nbody\n---\nmore", 3)


def test_unknown_keys_are_ignored() -> None:
    assert read("id: a", "author: nobody", "nested: {x: [1, 2]}") == FrontMatter(id="a")


@pytest.mark.parametrize("nothing", ["", "~", "null", "''"])
@pytest.mark.parametrize("key", [field.name for field in fields(FrontMatter)])
def test_a_key_without_a_value_says_nothing(key: str, nothing: str) -> None:
    assert read(f"{key}: {nothing}") == FrontMatter()


@pytest.mark.parametrize(
    "written", ["No", "on", "1.10", "12:30", "007", "0x1F", "1e3", "2026-11-20", "0x" + "f" * 5000]
)
def test_a_title_is_taken_as_it_was_written(written: str) -> None:
    assert read(f"title: {written}").title == written


@pytest.mark.parametrize("written", ["007", "2026-11-20", "yes", "1.0"])
def test_an_id_is_taken_as_it_was_written(written: str) -> None:
    assert read(f"id: {written}").id == written


@pytest.mark.parametrize(("written", "lang"), [("zh-TW", "zh"), ("zh_Hant", "zh"), ("EN", "en"), ("en-GB", "en")])
def test_regions_and_scripts_of_a_language_are_that_language(written: str, lang: str) -> None:
    assert read(f"lang: {written}").lang == lang


def test_a_time_of_day_is_no_part_of_a_date() -> None:
    assert read("updated: 2026-11-20T10:30:00Z").updated == date(2026, 11, 20)


def test_front_matter_that_is_never_closed_names_the_first_line() -> None:
    with pytest.raises(CorpusError, match=r"^a\.md:1: the front matter is never closed"):
        split("---\nid: a\n\n# Title\n", "a.md")


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["id: a", "title: one: two"], 3),
        (["id: a", "tags: [x", "kind: faq"], 4),
        (["id: a", "  lang: zh"], 3),
        (["id: a", "title: *nowhere"], 3),
        (["id: a", "title: '未完"], 3),
        (["id: a", "title: t", "platform: a\x00b"], 4),
        (["just words"], 2),
        (["- a", "- list"], 2),
        (["[" * 1000], 2),
        (["? [a]", ": b"], 2),
    ],
)
def test_broken_yaml_names_its_line(lines: list[str], line: int) -> None:
    error = complaint(*lines)
    assert error.line == line
    assert "broken front matter" in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("lang: fr", "'fr' is not one of zh, en"),
        ("kind: howto", "'howto' is not one of guide, faq"),
        ("updated: 2026-13-01", "'2026-13-01' is not a date such as 2026-11-20"),
        ("review_by: 2026-02-30", "'2026-02-30' is not a date"),
        ("updated: next week", "'next week' is not a date"),
        ("updated: [2026-11-20]", "expected one value"),
        ("tags: wallet", "expected a list such as [wallet, deposit]"),
        ("tags: {a: b}", "expected a list"),
        ("allow: example.com", "expected a list such as [example.com"),
        ("tags: [[a]]", "expected a list"),
        ("title: [a, b]", "expected one value"),
        ("id: 客服", "'客服' is not letters, digits"),
        ("id: ../up", "'../up' is not letters"),
        (f"id: {'a' * 101}", "at most 100"),
        ("url: javascript:alert(1)", "'javascript:alert(1)' is not an address"),
        ("url: ftp://example.org", "https://"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_line(line: str, named: str) -> None:
    error = complaint("# comment", "platform: x", line)
    assert error.line == 4
    assert f"{line.partition(':')[0]}: " in str(error)
    assert named in str(error)


def test_the_line_of_a_key_is_looked_for_above_the_body_only() -> None:
    with pytest.raises(CorpusError) as caught:
        split('---\n"lang": fr\n---\nlang: is also a word here\n', "a.md")
    assert caught.value.line < 4


@pytest.mark.timeout(10)
def test_anchors_that_multiply_are_refused_without_being_written_out() -> None:
    bomb = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30))]
    assert complaint(*bomb, "updated: *a29").line == 32
    assert read(*bomb, "id: a").id == "a"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_or_refused_with_a_line_of_its_own(text: str) -> None:
    whole = f"---\n{text}\n---\nbody"
    line = 1
    try:
        split(whole, "a.md")
    except CorpusError as error:
        line = error.line
    assert 1 <= line <= len(whole.splitlines()) + 1
