"""Which families of words a text uses, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.wording import MAX_WORD, SENTENCE_END, Mention, Wording
from tests.made import PATIENT

WORDING = Wording(
    {
        "agent": ["客服", "support"],
        "pay": ["交", "解冻费", "send 0", "deposit"],
        "ask": ["message*", "asks for"],
        "share": ["0%"],
        "harmless": ["交易", "margin deposit account"],
    },
    homophones=["冻东洞", "交叫"],
)


def found(text: str) -> list[tuple[str, int]]:
    return [(mention.family, mention.start) for mention in WORDING.mentions(text)]


@pytest.mark.parametrize("text", ["", " ", "。", "什么都没有", "nothing of it"])
def test_a_text_without_any_of_the_words_has_no_mentions(text: str) -> None:
    assert WORDING.mentions(text) == []


def test_a_mention_says_where_its_words_begin_and_end() -> None:
    assert WORDING.mentions("客服 asks for 解冻费") == [
        Mention("agent", 0, 2),
        Mention("ask", 2, 4),
        Mention("pay", 4, 7),
    ]


def test_words_are_counted_once_each_whatever_the_script() -> None:
    assert found("你好客服") == [("agent", 2)]
    assert found("hello dear support") == [("agent", 2)]


def test_words_on_both_sides_of_a_full_stop_are_further_apart() -> None:
    assert found("deposit. support") == [("pay", 0), ("agent", 1 + SENTENCE_END)]


def test_a_dot_inside_a_number_or_a_name_ends_no_sentence() -> None:
    assert found("0.5 support") == [("agent", 1)]
    assert found("a.b support") == [("agent", 2)]


def test_a_star_stands_for_every_ending() -> None:
    assert [family for family, _ in found("message messages messaged")] == ["ask"] * 3


def test_a_zero_stands_for_every_number() -> None:
    assert found("send 1,500.50") == [("pay", 0)]
    assert found("send 两百") == [("pay", 0)]
    assert found("send coins") == []


def test_a_percentage_is_a_number_of_its_own_kind() -> None:
    assert found("20%") == [("share", 0)]
    assert found("20") == []


def test_traditional_characters_capitals_and_full_width_letters_make_no_difference() -> None:
    assert found("解凍費") == found("解冻费")
    assert found("ＳＵＰＰＯＲＴ") == found("Support") == found("support")


def test_an_english_word_with_one_slip_is_understood() -> None:
    for slip in ("suport", "supprot", "supporrt", "suppart"):
        assert found(slip) == [("agent", 0)], slip


def test_a_short_word_is_not_guessed() -> None:
    assert Wording({"coin": ["coins"]}).mentions("coin joins") == []


def test_chinese_words_are_known_by_their_sound_but_single_characters_are_not() -> None:
    assert found("解东费") == [("pay", 0)]
    assert found("叫") == []


def test_what_stands_inside_a_harmless_phrase_is_not_counted() -> None:
    assert found("交易") == []
    assert found("margin deposit account") == []
    assert found("交钱交易") == [("pay", 0)]


def test_a_phrase_as_long_as_the_harmless_one_counts() -> None:
    assert Wording({"pay": ["提供"], "harmless": ["提供"]}).mentions("提供") == [Mention("pay", 0, 2)]


def test_a_very_long_word_is_read_by_its_beginning() -> None:
    assert found("message" + "x" * 10 * MAX_WORD) == [("ask", 0)]
    assert Wording({"hum": ["m" * MAX_WORD]}).mentions("m" * (MAX_WORD + 5)) == [Mention("hum", 0, 1)]


@PATIENT
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for mention in WORDING.mentions(text):
        assert 0 <= mention.start < mention.end
