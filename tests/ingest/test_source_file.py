"""Bytes to text, whatever the editor's machine wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import CorpusError
from qa.ingest.source_file import decode


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


def test_a_file_in_a_national_encoding_is_refused_and_not_guessed() -> None:
    with pytest.raises(CorpusError, match=r"a\.md:2: not UTF-8 text"):
        decode("a.md", b"ascii\n" + "提现未到账".encode("gb18030"))


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
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=80))
def test_what_was_saved_as_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode("a.md", text.encode()).text == text
