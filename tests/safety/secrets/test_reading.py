"""How a text is read, and where in it a stretch of the reading stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.secrets.reading import read

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Ａｂｃ１２３", "Abc123"),
        ("①⑫𝟗𝓐", "1129A"),
        ("密碼、私鑰", "密码、私钥"),
        ("a\u200bb\u00adc\u0301", "abc"),
        ("a\u00a0b\u3000c\td", "a b c d"),
        ("a\r\nb\u2028c", "a\n\nb\nc"),
        ("1—2−3‐4", "1-2-3-4"),
        ("…", "…"),
        ("\x00\ud800é", "\ud800é"),
    ],
)
def test_what_looks_alike_is_read_alike(written: str, text: str) -> None:
    assert read(written).text == text


@given(ANY_TEXT)
def test_every_character_of_a_reading_has_its_place(text: str) -> None:
    reading = read(text)
    assert len(reading.text) == len(reading.low) == len(reading.offsets)
    assert list(reading.offsets) == sorted(reading.offsets)
    assert all(0 <= offset < len(text) for offset in reading.offsets)


def test_a_stretch_takes_in_the_marks_after_it_and_what_belongs_to_it_before_it() -> None:
    assert read("a b\u0301\u200d c").span(2, 3) == (2, 5)
    assert read("a \u0600b c").span(2, 3) == (2, 4)
    assert read("ab").span(0, 1) == (0, 1)
