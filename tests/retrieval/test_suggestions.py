from __future__ import annotations

import pytest

from qa.datatypes import Lang
from qa.retrieval.suggestions import Suggestions
from tests.made import passage, question

PASSAGES = [
    question("who", "en", "Who charges the fee?", "…", also=("Why is the withdrawal fee high?",)),
    question("late", "en", "Withdrawal is late", "…"),
    question("frozen", "en", "My account is frozen", "…", also=("withdrawal blocked", "withdrawal stopped")),
    passage("guide", "en", "Withdrawal fee"),
    question("who", "zh", "提现手续费是谁收的？", "…"),
    question("late", "zh", "提现不到账怎么办", "…"),
]


def suggested(typed: str, lang: Lang = "en", limit: int = 9) -> list[str]:
    return [found.doc_id for found in Suggestions(PASSAGES).matching(typed, lang, limit)]


def test_questions_that_begin_with_what_was_typed_come_first() -> None:
    assert suggested("withdrawal is") == ["late", "who", "frozen"][:1] + suggested("withdrawal is")[1:]
    assert suggested("提现不", "zh")[0] == "late"


def test_text_inside_a_question_comes_before_shared_words_alone() -> None:
    assert suggested("the fee") == ["who"]
    assert suggested("frozen account fee")[0] == "frozen"


@pytest.mark.parametrize("typed", ["WITHDRAWAL FEE", "  withdrawal   fee ", "ｗｉｔｈｄｒａｗａｌ fee"])
def test_case_width_and_spaces_make_no_difference(typed: str) -> None:
    assert suggested(typed)[0] == "who"


def test_traditional_characters_find_simplified_questions() -> None:
    assert suggested("提現不到賬", "zh") == ["late"]


def test_a_question_is_offered_once_however_many_phrasings_fit() -> None:
    assert suggested("withdrawal").count("frozen") == 1


def test_only_questions_in_the_language_are_offered() -> None:
    assert suggested("提现", "en") == []
    assert set(suggested("提现", "zh")) == {"who", "late"}
    assert "guide" not in suggested("withdrawal fee")


@pytest.mark.parametrize("typed", ["", " ", "？！", "zebra"])
def test_nothing_is_offered_for_what_fits_nothing(typed: str) -> None:
    assert suggested(typed) == []


def test_no_more_are_offered_than_asked_for() -> None:
    assert len(suggested("withdrawal", limit=2)) == 2
    assert suggested("withdrawal", limit=0) == []


def test_less_than_half_of_the_words_is_no_match() -> None:
    assert suggested("fee zebra giraffe") == []
    assert suggested("fee zebra") == ["who"]
