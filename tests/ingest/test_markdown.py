"""Markdown to documents."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.datatypes import Block, Document
from qa.errors import CorpusError
from qa.ingest.markdown import read_markdown
from qa.ingest.source_file import SourceFile


def read(body: str, front: str = "id: a") -> Document:
    return read_markdown(SourceFile("en/a.md", f"---\n{front}\n---\n{body}"))


def complaint(text: str) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read_markdown(SourceFile("en/a.md", text))
    assert caught.value.path == "en/a.md"
    return caught.value


def texts(body: str) -> list[str]:
    return [block.marked for section in read(body).sections for block in section.blocks]


def test_a_document_without_an_id_names_its_first_line() -> None:
    error = complaint("# Title\n\ntext")
    assert error.line == 1
    assert "no id" in str(error)


@pytest.mark.parametrize("body", ["", "\n\n", "# Only a title\n", "## A\n\n## B\n", "![](x.png)"])
def test_a_document_without_text_names_the_line_after_its_front_matter(body: str) -> None:
    error = complaint(f"---\nid: a\n---\n{body}")
    assert error.line == 4
    assert "no text" in str(error)


def test_text_before_any_heading_is_the_introduction() -> None:
    (section,) = read("Hello there.", "id: a\ntitle: T").sections
    assert (section.anchor, section.heading, section.path, section.level) == ("intro", "T", (), 1)
    assert section.blocks == (Block("Hello there."),)


def test_the_title_is_the_front_matters_then_the_first_headings_then_the_id() -> None:
    assert read("# H\n\nx", "id: a\ntitle: T").title == "T"
    assert read("# H\n\nx").title == "H"
    assert read("before\n\n# H\n\nx").title == "H"
    assert read("## Not a title\n\nx").title == "a"


def test_the_title_is_no_part_of_a_path() -> None:
    (section,) = read("# H\n\n## Sub\n\nx").sections
    assert section.path == ("Sub",)


def test_headings_that_only_group_others_live_on_in_paths() -> None:
    sections = read("## A\n\n### B\n\nb\n\n#### C\n\nc\n\n### D\n\nd\n\n## E\n\ne").sections
    assert [section.path for section in sections] == [("A", "B"), ("A", "B", "C"), ("A", "D"), ("E",)]


def test_a_section_knows_its_line_in_the_file() -> None:
    assert [section.line for section in read("intro\n\n## A\n\na\n\nB\n-\n\nb").sections] == [4, 6, 10]


def test_front_matter_reaches_the_document() -> None:
    document = read(
        "x", "id: a\nlang: zh\nkind: guide\nurl: https://e.org\nupdated: 2026-01-02\ntags: [x]\nplatform: p"
    )
    assert (document.lang, document.kind, document.url) == ("zh", "guide", "https://e.org")
    assert (document.updated, document.tags, document.platform) == (date(2026, 1, 2), ("x",), "p")


def test_the_language_is_detected_where_nothing_is_said() -> None:
    assert read("提现一直没有到账怎么办").lang == "zh"
    assert read("My withdrawal is stuck").lang == "en"


def test_a_document_of_questions_only_is_an_faq() -> None:
    assert read("## 多久到账？\n\n很快。").kind == "faq"
    assert read("## How long?\n\nSoon.\n\n## Waiting\n\nx").kind == "guide"


def test_a_heading_that_ends_in_a_question_mark_is_a_question_even_with_an_anchor() -> None:
    sections = read("## 多久到账？ {#how-long}\n\n很快。\n\n## **Safe?**\n\nNo.\n\n## Note\n\nx").sections
    assert [section.is_question for section in sections] == [True, True, False]
    assert sections[0].heading == "多久到账？"


def test_an_editors_anchor_is_key_and_anchor_of_its_section() -> None:
    (section,) = read("## Deposit missing {#missing}\n\nx").sections
    assert (section.key, section.anchor, section.heading) == ("missing", "missing", "Deposit missing")


def test_sections_without_an_anchor_are_keyed_by_position_and_anchored_by_their_words() -> None:
    sections = read("intro\n\n## Hello, World!\n\nx\n\n## 提现 USDT\n\nx\n\n## ？\n\nx").sections
    assert [section.key for section in sections] == ["1", "2", "3", "4"]
    assert [section.anchor for section in sections] == ["intro", "hello-world", "提现-usdt", "intro-2"]


def test_anchors_made_from_headings_are_unique_and_leave_editors_anchors_alone() -> None:
    body = "## Fees\n\nx\n\n## Fees\n\nx\n\n## Fees 2\n\nx\n\n## Other {#fees}\n\nx"
    assert [section.anchor for section in read(body).sections] == ["fees-2", "fees-3", "fees-2-2", "fees"]


def test_an_anchor_given_twice_names_the_second_line_and_the_first() -> None:
    error = complaint("---\nid: a\n---\n## A {#x}\n\na\n\n## B {#x}\n\nb\n")
    assert error.line == 8
    assert "'x' is already taken in line 4" in str(error)


@pytest.mark.parametrize("anchor", ["2", "fees.2"])
def test_an_anchor_that_could_be_the_number_of_another_passage_is_refused(anchor: str) -> None:
    error = complaint(f"---\nid: a\n---\n## A {{#{anchor}}}\n\na\n")
    assert error.line == 4
    assert anchor in str(error)


def test_other_phrasings_are_taken_out_of_the_text() -> None:
    (section,) = read("## 多久到账？\n\nalso:\n\n- 要等几天\n- 怎么**还没**到\n\n一般很快。\n\n- 要点").sections
    assert section.also == ("要等几天", "怎么还没到")
    assert [block.marked for block in section.blocks] == ["一般很快。", "- 要点"]
    assert "要等几天" not in section.html


@pytest.mark.parametrize("word", ["also:", "Also：", "ALSO :"])
def test_one_other_phrasing_may_follow_without_an_empty_line(word: str) -> None:
    assert read(f"## Q?\n{word}\n- only one\n\nx").sections[0].also == ("only one",)


@pytest.mark.parametrize("after", ["\n\nJust text.", "", "\n\n1. a\n2. b", "\n\n## Next\n\nx"])
def test_also_without_a_list_names_the_line_of_its_heading(after: str) -> None:
    error = complaint(f"---\nid: a\n---\nintro\n\n## Q?\n\nalso:{after}\n")
    assert error.line == 6
    assert "also:" in str(error)


def test_also_inside_a_sentence_is_text() -> None:
    assert texts("## Q?\n\nalso: it is safe.") == ["also: it is safe."]


def test_blocks_carry_the_markers_of_their_lists() -> None:
    body = "para\n\n- a\n- b\n\n  more b\n\n3. c\n4. d\n   - e\n5. f\n\n> quote"
    assert texts(body) == ["para", "- a", "- b", "more b", "3. c", "4. d", "- e", "5. f", "quote"]
    assert texts("0. zero\n1. one") == ["0. zero", "1. one"]


def test_an_empty_list_item_gives_its_marker_to_nobody() -> None:
    assert texts("-\n\npara") == ["para"]
    assert texts("1.\n2. two") == ["2. two"]


def test_code_and_table_cells_are_text() -> None:
    assert texts("```\nTxID:\n  abc\n```\n\n    indented\n\n| a | b |\n|---|---|\n| c | `d` |") == [
        "TxID: abc",
        "indented",
        "a",
        "b",
        "c",
        "d",
    ]


def test_emphasis_links_and_images_leave_their_words() -> None:
    assert texts("Ask **only** [the *team*](https://e.org) ![logo](l.png) `now`.") == ["Ask only the team logo now."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("先核实，\n再付款", "先核实，再付款"),
        ("**先核实**\n“再付款”", "先核实“再付款”"),
        ("one\ntwo", "one two"),
        ("提现\nUSDT\n到账", "提现 USDT 到账"),
        ("甲\n乙\n丙", "甲乙丙"),
        ("甲  \n乙", "甲 乙"),
        ("甲\n![](x.png)\n乙", "甲 乙"),
    ],
)
def test_a_line_break_inside_a_paragraph_is_a_space_only_where_words_have_spaces(body: str, expected: str) -> None:
    assert texts(body) == [expected]


def test_a_page_joins_lines_as_the_text_does() -> None:
    assert read("先核实，\n再付款").sections[0].html == "<p>先核实，再付款</p>\n"


def test_invisible_characters_are_no_part_of_the_text() -> None:
    assert texts("pass\u200bword \u202eevil\u202c\x07") == ["password evil"]


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<iframe src='https://e.org'></iframe>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](java&#x0A;script:alert(1))",
        "<javascript:alert(1)>",
        "[a](vbscript:x)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](javascript:alert(1))",
        "[a][b]\n\n[b]: javascript:alert(1)",
        '[a](https://e.org "\\"onmouseover=alert(1)")',
        "```\n<script>\n```",
        "`<script>`",
        "## <script>alert(1)</script>\n\nx",
    ],
)
def test_markup_and_script_links_are_inert_in_the_page(body: str) -> None:
    html = "".join(section.html for section in read(body).sections)
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.match(r"<(?!/?(?:p|a|code|pre)\b)", tag)]
    assert not [tag for tag in tags if re.search(r"(?:href|src)=\"\s*(?:java|vb|data)", tag, re.IGNORECASE)]
    assert not [tag for tag in tags if re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', tag))]


def read_or_line(body: str) -> tuple[Document | None, int]:
    try:
        return read(body), 4
    except CorpusError as error:
        return None, error.line


MARKDOWN = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("#*_`[]()!<>-|{}:\n\n\n 1.?？also中")),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_any_text_is_a_document_or_a_named_line(body: str) -> None:
    body = body.replace("\r", "")
    document, line = read_or_line(body)
    if document is None:
        assert 1 <= line <= body.count("\n") + 4
        return
    anchors = [section.anchor for section in document.sections]
    assert len(set(anchors)) == len(anchors) > 0
    assert all(anchors)
    assert all(block.text.strip() == block.text != "" for section in document.sections for block in section.blocks)
    assert len({section.key for section in document.sections}) == len(anchors)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "body",
    [
        "中文一行\n" * 10_000,
        "word\n" * 10_000,
        "[" * 20_000,
        "*a" * 10_000,
        "a**b" * 10_000,
        "> " * 5_000 + "a",
        "x\n\n" + "- " * 5_000 + "a",
        "`" * 20_000 + "a",
        "![" * 5_000,
        "<" * 20_000,
        "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|",
        "## H\n\nsame\n\n" * 500,
        "\u0300\u0323" * 100_000,
        "中" * 100_000,
    ],
    ids=lambda body: repr(body[:8]),
)
def test_hostile_markdown_is_read_in_time(body: str) -> None:
    document, line = read_or_line(body)
    assert document is None or document.sections
    assert line == 4  # all that may be wrong with it is that nothing is left to read


def test_equal_headings_are_numbered_and_never_take_the_name_of_another() -> None:
    document = read("# a\n\nx\n\n# a-2\n\nx\n\n" * 2 + "# a\n\nx\n")
    assert [section.anchor for section in document.sections] == ["a", "a-2", "a-3", "a-2-2", "a-4"]
