"""Plain text with bare headings to documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.plain_text import read_plain_text
from qa.ingest.source_file import SourceFile
from tests.made import PATIENT

CHINESE = """怎样联系平台
先打开平台的官方网站，页脚通常有“联系我们”和“帮助中心”，从这里进去最稳妥，比在搜索引擎里找要安全得多。
社交账号也能联系到平台，但回复你的人未必是客服，所以不要在评论和私信里透露账户信息。
客服一直不回复怎么办?
先看看垃圾邮件和站内信，再对照帮助中心写的处理时间，过了这个时间就在原来的工单里礼貌地催一次。
1、不要重复提交工单
2、不要相信主动私信你的人
"""

BROKEN = """Where to begin

Open the official website of a platform, look
for the word CONTACT at its foot;
this is the safest.

- write one ticket
  and wait
- keep its number

Do I have to pay?

No. Support is free of charge, and whoever asks you
for a fee is not support
"""


def read(text: str, path: str = "help.txt") -> Document:
    return read_plain_text(SourceFile(path, text))


def outline(document: Document) -> list[tuple[str, bool, list[str]]]:
    return [
        (section.heading, section.is_question, [block.marked for block in section.blocks])
        for section in document.sections
    ]


def test_chinese_with_a_paragraph_a_line() -> None:
    lines = CHINESE.splitlines()
    assert outline(read(CHINESE)) == [
        ("怎样联系平台", False, [lines[1], lines[2]]),
        ("客服一直不回复怎么办?", True, [lines[4], "1. 不要重复提交工单", "2. 不要相信主动私信你的人"]),
    ]
    assert [(section.key, section.line) for section in read(CHINESE).sections] == [("1", 1), ("2", 4)]


def test_english_broken_to_fit_a_column() -> None:
    assert outline(read(BROKEN)) == [
        (
            "Where to begin",
            False,
            [
                "Open the official website of a platform, look for the word CONTACT at its foot; this is the safest.",
                "- write one ticket and wait",
                "- keep its number",
            ],
        ),
        (
            "Do I have to pay?",
            True,
            ["No. Support is free of charge, and whoever asks you for a fee is not support"],
        ),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/help.txt", ("help", "en")), ("help.zh.txt", ("help", "zh")), ("v1.2.txt", ("v1.2", "en"))],
)
def test_the_files_name_is_the_id_and_may_name_the_language(path: str, expected: tuple[str, str]) -> None:
    document = read("Refund\n\nIt takes five days.\n", path)
    assert (document.id, document.lang) == expected


def test_front_matter_counts_more_than_the_name() -> None:
    document = read("---\nid: other\nlang: en\ntitle: T\ntags: [a]\n---\nRefund\n\nFive days.\n", "x.zh.txt")
    assert (document.id, document.lang, document.title, document.tags) == ("other", "en", "T", ("a",))
    assert document.sections[0].line == 7


def test_a_name_that_is_no_id_is_refused_unless_one_is_given() -> None:
    with pytest.raises(CorpusError, match="is no id"):
        read("Refund\n\nFive days.\n", "退款.txt")
    assert read("---\nid: refund\n---\nRefund\n\nFive days.\n", "退款.txt").id == "refund"


@pytest.mark.parametrize("text", ["", "\n\n", "Only a heading\n", "One\n\nTwo\n"])
def test_no_text_is_an_error(text: str) -> None:
    with pytest.raises(CorpusError, match="no text"):
        read(text)


@pytest.mark.parametrize("line", ["Short.", "短句。", "note:", "注意：", "- an item", "3. an item", "5、一项"])
def test_what_ends_or_begins_otherwise_is_no_heading(line: str) -> None:
    assert [section.heading for section in read(f"Heading\n\n{line}\n\nText follows here.\n").sections] == ["Heading"]


def test_markup_in_text_is_text() -> None:
    document = read("Heading\n\n<script>alert(1)</script> & more.\n")
    assert document.sections[0].html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more.</p>"


@PATIENT
@given(st.lists(st.sampled_from(["", "heading", "问题？", "A sentence.", "一句话。", "- item", "x" * 120, "字" * 40])))
def test_no_text_is_lost_and_none_is_there_twice(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        document = read(text)
    except CorpusError:
        assert not any(line for line in lines if line not in ("", "heading", "问题？"))
        return
    found = "".join(block.text for section in document.sections for block in section.blocks).replace(" ", "")
    wanted = "".join(line.removeprefix("- ") for line in lines if line not in ("heading", "问题？")).replace(" ", "")
    kept = [line for line in ("heading", "问题？") if line in found]
    for heading in kept:
        found = found.replace(heading, "")
    assert found == wanted
