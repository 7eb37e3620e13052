"""Whether a question can be asked at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import QuestionError
from qa.language import clean, has_lone_surrogate, has_words
from qa.question import MAX_QUESTION, checked, without_filler


def code(question: str) -> str:
    with pytest.raises(QuestionError) as caught:
        checked(question)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("question", ["", " ", "？？？", "\u200b\u200b", "\x00", "😀😀", "…", "\u0301"])
def test_a_question_without_a_word_is_blank(question: str) -> None:
    assert code(question) == "question-blank"


def test_a_question_of_the_largest_length_is_asked_and_one_character_more_is_not() -> None:
    assert checked("问" * MAX_QUESTION) == "问" * MAX_QUESTION
    assert code("问" * (MAX_QUESTION + 1)) == "question-too-long"


def test_the_message_on_length_names_both_lengths() -> None:
    with pytest.raises(QuestionError, match=f"{MAX_QUESTION + 7} characters.*{MAX_QUESTION}"):
        checked("x" * (MAX_QUESTION + 7))


@pytest.mark.parametrize("question", ["提现\ud83d", "\udc00", "a\udfffb"])
def test_half_a_character_is_refused(question: str) -> None:
    assert code(question) == "question-not-text"


@pytest.mark.timeout(5)
def test_length_is_checked_before_anything_that_takes_time() -> None:
    assert code("\ud800" + "\u0300\u0323" * 5_000_000) == "question-too-long"


def test_what_nobody_sees_is_taken_out_and_the_rest_stays_as_it_was_written() -> None:
    assert checked(" 我的 ＵＳＤＴ\u200b 沒到帳\n怎麼辦？\x07 ") == "我的 ＵＳＤＴ 沒到帳 怎麼辦？"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_clean_question_or_refused_with_a_code(question: str) -> None:
    if has_lone_surrogate(question):
        assert code(question) == "question-not-text"
    elif not has_words(clean(question)):
        assert code(question) == "question-blank"
    else:
        assert checked(question) == clean(question)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("你好，提现一直没到账", "提现一直没到账"),
        ("您好 请问客服在哪？谢谢！", "客服在哪"),
        ("where is support?", "where is support"),
        ("客服在哪。。。", "客服在哪"),
        ("Hello, please help me: my withdrawal is stuck. Thanks in advance!", "my withdrawal is stuck"),
        ("Hi there, where is support", "where is support"),
        ("你好", "你好"),
        ("please help me", "please help me"),
        ("history of my deposits", "history of my deposits"),
        ("pleased to meet a scammer", "pleased to meet a scammer"),
        ("who said thanks to me", "who said thanks to me"),
        ("感谢信是骗局吗", "感谢信是骗局吗"),
    ],
)
def test_greetings_and_thanks_around_a_question_are_left_out(question: str, left: str) -> None:
    assert without_filler(question) == left


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["!", "!a", "hi ", "谢谢", " thanks", "a ", "？请问", "please"])
def test_any_repetition_is_looked_through_in_one_pass(piece: str) -> None:
    """Ten times the longest question: a quadratic search would need minutes for this."""
    text = (piece * (10 * MAX_QUESTION))[: 10 * MAX_QUESTION]
    found = without_filler(f"提现{text}")
    assert found.startswith("提现")
