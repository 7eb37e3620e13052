"""PDF files to documents."""

from __future__ import annotations

import pytest

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.pdf import read_pdf
from tests.ingest.made_files import pdf

CHINESE = (
    "怎样联系平台",
    "先打开平台的官方网站，页脚通常有“联系我们”和“帮助中心”，从这里进去最稳妥，",
    "比在搜索引擎里找要安全得多。",
    "客服一直不回复怎么办？",
    "先看看垃圾邮件和站内信，再对照帮助中心写的处理时间。",
    "1、不要重复提交工单",
)


def read(data: bytes, path: str = "zh/help.pdf") -> Document:
    (document,) = read_pdf(path, data)
    return document


def texts(document: Document) -> list[str]:
    return [block.text for section in document.sections for block in section.blocks]


def test_chinese_text_is_read_with_its_headings() -> None:
    document = read(pdf(CHINESE))
    assert [(s.heading, s.is_question, [b.marked for b in s.blocks]) for s in document.sections] == [
        (CHINESE[0], False, [CHINESE[1] + CHINESE[2]]),
        (CHINESE[3], True, [CHINESE[4], "1. 不要重复提交工单"]),
    ]
    assert (document.id, document.lang) == ("help", "zh")


@pytest.mark.parametrize("number", ["7", "- 7 -", "第 7 页", "第7页 共9页", "Page 7 of 9", "7/9"])
def test_page_numbers_are_no_text(number: str) -> None:
    assert texts(read(pdf(["One sentence stands here.", number], ["Another one stands here.", number]))) == [
        "One sentence stands here.",
        "Another one stands here.",
    ]


def test_running_titles_are_no_text_whatever_their_number() -> None:
    pages = [
        (f"Manual, chapter {n}", f"Sentence {name} stands here.", "Company", str(n)) for n, name in enumerate("abcd")
    ]
    assert texts(read(pdf(*pages))) == [f"Sentence {name} stands here." for name in "abcd"]


@pytest.mark.parametrize(("with_it", "without"), [(3, 5), (2, 0)], ids=["not on most pages", "on two pages only"])
def test_what_only_some_pages_begin_with_is_text(with_it: int, without: int) -> None:
    pages = [["Take care.", f"Sentence {name} stands here."] for name in "abc"[:with_it]]
    pages += [[f"Sentence {name} is here."] for name in "defgh"[:without]]
    assert texts(read(pdf(*pages))).count("Take care.") == with_it


def test_a_single_page_keeps_its_number() -> None:
    assert "2026." in texts(read(pdf(["It was founded in the year", "2026."])))[0]


def test_a_paragraph_may_run_over_two_pages() -> None:
    assert texts(
        read(pdf(["A sentence that begins on the first page and goes on and on,", "1"], ["to end on the second.", "2"]))
    ) == ["A sentence that begins on the first page and goes on and on, to end on the second."]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("退款指南", "退款指南"),
        ("untitled", "help"),
        ("Microsoft Word - a.docx", "help"),
        ("guide.pdf", "help"),
        ("", "help"),
    ],
)
def test_a_title_is_taken_unless_a_program_made_it_up(given: str, title: str) -> None:
    assert read(pdf(CHINESE, title=given)).title == title


def test_a_file_that_everybody_may_open_is_read_and_one_with_a_password_is_not() -> None:
    assert texts(read(pdf(["Some text stands here."], password=""))) == ["Some text stands here."]
    with pytest.raises(CorpusError, match=r"^zh/help\.pdf:1: it has a password; save it without one"):
        read(pdf(["Some text."], password="p"))


def test_what_was_scanned_says_what_to_do() -> None:
    with pytest.raises(CorpusError, match=r"^zh/help\.pdf:1: the document has no text; if it was scanned"):
        read(pdf([], []))


def test_a_damaged_file_is_named() -> None:
    with pytest.raises(CorpusError, match=r"^zh/help\.pdf:1: damaged, or no PDF file"):
        read(b"%PDF-1.7\n%%EOF")
