"""Bytes to text, whatever the editor's machine wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import CorpusError
from qa.ingest.encodings import guessed
from qa.ingest.source_file import decode

CORPUS = Path(__file__).parents[2] / "corpus"


def test_an_empty_file_is_empty_text() -> None:
    assert decode("a.md", b"").text == ""


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode("a.md", b"\xef\xbb\xbf# Title").text == "# Title"
    assert decode("a.md", b"\xef\xbb\xbf").text == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_a_byte_order_mark_is_read(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode("a.md", mark + "提现\r\n未到账".encode(encoding)).text == "提现\n未到账"


def test_every_kind_of_line_end_becomes_a_line_feed() -> None:
    assert decode("a.md", b"a\r\nb\rc\nd").text == "a\nb\nc\nd"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "after a byte order mark"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_wrong_byte_is_named_with_its_line(mark: bytes, line_end: bytes) -> None:
    with pytest.raises(CorpusError) as caught:
        decode("zh/a.md", mark + line_end.join([b"one", "二".encode(), b"three \xc3("]))
    assert (caught.value.path, caught.value.line) == ("zh/a.md", 3)
    assert "0xc3" in str(caught.value)
    assert "UTF-8" in str(caught.value)


def test_a_wrong_byte_at_the_beginning_of_a_line_is_in_that_line_even_after_a_byte_order_mark() -> None:
    with pytest.raises(CorpusError, match=r"^a\.md:2: .*0xff"):
        decode("a.md", b"\xef\xbb\xbfone\n\xff")


SIMPLIFIED = "怎样联系客服？\n先打开平台的官方网站。"
TRADITIONAL = "怎樣聯繫客服？\n先打開平臺的官方網站。"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "gb18030", "GB18030"),
        (TRADITIONAL, "big5hkscs", "Big5"),
        (SIMPLIFIED, "utf-16-le", "UTF-16"),
        (TRADITIONAL, "utf-16-be", "UTF-16"),
        ("Five days.\nNo more.", "utf-16-le", "UTF-16"),
        ("Five days.\nNo more.", "utf-16-be", "UTF-16"),
    ],
)
def test_chinese_in_another_encoding_is_read_with_a_warning(text: str, encoding: str, name: str) -> None:
    file = decode("zh/a.md", text.encode(encoding))
    assert file.text == text
    assert file.warnings == (f"zh/a.md:1: read as {name}; save it as UTF-8",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_needs_no_warning(encoding: str) -> None:
    assert decode("a.md", SIMPLIFIED.encode(encoding)).warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_warned_of_too(encoding: str) -> None:
    file = decode("a.md", SIMPLIFIED.encode(encoding))
    assert (file.text, file.warnings) == (SIMPLIFIED, (f"a.md:1: read as {encoding.upper()}; save it as UTF-8",))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_every_shipped_document_is_recognised_in_every_encoding(encoding: str) -> None:
    files = sorted(CORPUS.glob("zh/*.md"))
    assert [path.name for path in files if guessed(path.read_text("utf-8").encode(encoding)) != encoding] == []


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_no_line_of_the_shipped_documents_is_taken_for_another_encoding(encoding: str) -> None:
    lines = sorted({line for path in CORPUS.glob("zh/*.md") for line in path.read_text("utf-8").split("\n")})
    coded = [(line, data) for line in lines if (data := encoded(line, encoding)) and not line.isascii()]
    telling = [(line, data) for line, data in coded if len(line.encode()) - len(line) >= 24]  # twelve Han characters
    wrong = [line for line, data in telling if guessed(data) not in (encoding, None)]
    assert len(coded) > 400
    assert wrong == []


def encoded(line: str, encoding: str) -> bytes:
    try:
        return line.encode(encoding)
    except UnicodeEncodeError:  # Big5 has no simplified characters
        return b""


@pytest.mark.parametrize(
    "data",
    [
        "出金が届かないときは".encode("shift_jis"),
        "Как вывести деньги".encode("koi8-r"),
        "café crème".encode("latin-1"),
        "it\u2019s \u201cquoted\u201d".encode("cp1252"),
        SIMPLIFIED.encode() + b"\n" + SIMPLIFIED.encode("gb18030"),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
    ids=["Japanese", "Russian", "French", "quotes of Windows", "mixed", "a picture"],
)
def test_what_is_no_chinese_is_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(CorpusError, match=r"^a\.md:\d: not UTF-8 text \(byte 0x"):
        decode("a.md", data)


def test_what_a_file_declares_counts_where_it_is_not_utf_8() -> None:
    assert decode("a.html", "café".encode("latin-1"), "iso-8859-1").text == "café"
    assert decode("a.html", "café".encode(), "iso-8859-1").text == "café"
    assert decode("a.html", "銀行".encode("big5"), "BIG5").text == "銀行"


@pytest.mark.parametrize("declared", ["zip", "no-such", "utf-8", None])
def test_what_a_file_declares_is_taken_only_from_a_list(declared: str | None) -> None:
    assert decode("a.html", SIMPLIFIED.encode("gb18030"), declared).text == SIMPLIFIED


def test_what_a_file_declares_wrongly_is_guessed() -> None:
    assert decode("a.html", SIMPLIFIED.encode("gb18030"), "utf-16be").warnings == (
        "a.html:1: read as GB18030; save it as UTF-8",
    )


def test_the_line_in_utf_16_counts_line_feeds_and_not_bytes_that_look_like_them() -> None:
    half_a_character = b"\x00\xd8"
    with pytest.raises(CorpusError) as caught:
        decode("a.md", b"\xff\xfe" + "Ċ਀\nab".encode("utf-16-le") + half_a_character)
    assert caught.value.line == 2
    assert "UTF-16" in str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_named_line(data: bytes) -> None:
    text, line = "", 1
    try:
        text = decode("a.md", data).text
    except CorpusError as error:
        line = error.line
    assert 1 <= line <= len(data) + 1
    assert "\r" not in text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff\0"), max_size=80))
def test_what_was_saved_as_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode("a.md", text.encode()).text == text
