"""Passages past their review date, and passages about one platform only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qa.confidence import THRESHOLD
from qa.datatypes import Answer, Passage, Query
from qa.engine import Engine
from tests.made import ENCODER, passage, question, search_index

REVIEW_BY = date(2026, 6, 30)
DUE = REVIEW_BY + timedelta(days=1)
TOO_LATE = REVIEW_BY + timedelta(days=1000)
TEXT = "Withdrawal fees are paid to the network."
OTHERS = [
    passage("login", "en", "Reset the password by e-mail."),
    passage("pool", "en", "Miners share blocks."),
    passage("chat", "en", "Support agents never write first."),
]


def answered(query: Query, *passages: Passage, withheld_after_days: int = 365) -> Answer:
    return Engine(search_index([*passages, *OTHERS]), ENCODER, withheld_after_days).answer(query)


def ids(answer: Answer) -> list[str]:
    return [hit.passage.doc_id for hit in answer.hits]


def asked(today: date | None = None, **fields: object) -> Query:
    return Query("who gets withdrawal fees", "en", today=today, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("due_first", [True, False])
def test_a_passage_past_its_review_stands_below_an_equal_one_that_is_not(due_first: bool) -> None:
    due = passage("due", "en", TEXT, title="Fees", review_by=REVIEW_BY)
    fresh = passage("fresh", "en", TEXT, title="Fees")
    pair = (due, fresh) if due_first else (fresh, due)
    assert ids(answered(asked(REVIEW_BY), *pair))[:2] == [one.doc_id for one in pair]
    assert ids(answered(asked(DUE), *pair))[:2] == ["fresh", "due"]


def test_a_passage_past_its_review_still_stands_above_one_that_fits_worse() -> None:
    due = passage("due", "en", TEXT, review_by=REVIEW_BY)
    worse = passage("worse", "en", "The network is busy.")
    assert ids(answered(asked(DUE), worse, due))[0] == "due"


def test_being_past_the_review_does_not_change_how_sure_an_answer_is() -> None:
    one = passage("one", "en", TEXT, review_by=REVIEW_BY)
    assert answered(asked(REVIEW_BY), one).confidence == answered(asked(DUE), one).confidence


def test_past_the_hard_limit_a_passage_is_withheld_and_named() -> None:
    old = question("old", "en", "Who gets withdrawal fees?", TEXT, review_by=REVIEW_BY)
    assert answered(asked(DUE), old).confidence >= THRESHOLD
    answer = answered(asked(TOO_LATE), old)
    assert "old" not in ids(answer)
    assert [withheld.doc_id for withheld in answer.withheld] == ["old"]
    assert answer.state == "no_answer"
    assert all(related.doc_id != "old" for related in answer.related)


def test_a_withheld_passage_that_would_not_have_answered_is_not_named() -> None:
    old = passage("old", "en", "Staking rewards come weekly.", review_by=REVIEW_BY)
    assert answered(asked(TOO_LATE), old).withheld == ()


def test_the_hard_limit_can_be_set() -> None:
    old = passage("old", "en", TEXT, review_by=REVIEW_BY)
    assert "old" in ids(answered(asked(DUE), old, withheld_after_days=1))
    assert "old" not in ids(answered(asked(DUE + timedelta(days=1)), old, withheld_after_days=1))


def test_a_fresh_version_in_the_other_language_answers_for_one_that_is_withheld() -> None:
    old = passage("fees", "en", TEXT, review_by=REVIEW_BY)
    fresh = passage("fees", "zh", "提现 withdrawal fees 由网络收取。")
    answer = answered(asked(TOO_LATE), old, fresh)
    assert answer.hits[0].passage == fresh
    assert answer.withheld == ()


def test_passages_of_another_platform_never_answer() -> None:
    scoped = [passage(name, "en", TEXT, platform=name) for name in ("binance", "okx", "kraken")]
    general = passage("general", "en", TEXT)
    found = ids(answered(asked(platforms=frozenset({"okx"}), top_k=20), *scoped, general))
    assert set(found[:2]) == {"okx", "general"}
    assert not {"binance", "kraken"} & set(found)


def test_without_a_platform_those_with_a_passage_of_their_own_are_offered() -> None:
    scoped = [passage(name, "en", TEXT, platform=name) for name in ("binance", "okx")]
    assert set(answered(asked(), *scoped).platforms) == {"binance", "okx"}


def test_whoever_has_named_a_platform_need_not_choose() -> None:
    scoped = [passage(name, "en", TEXT, platform=name) for name in ("binance", "okx")]
    assert answered(asked(platforms=frozenset({"okx"})), *scoped).platforms == ()
    assert set(answered(asked(platforms=frozenset({"okx", "binance"})), *scoped).platforms) == {"binance", "okx"}


def test_passages_of_one_platform_leave_no_choice() -> None:
    scoped = [passage("binance", "en", TEXT, platform="binance"), passage("general", "en", TEXT)]
    assert answered(asked(), *scoped).platforms == ()


def test_platforms_are_not_offered_for_what_their_passages_are_not_about() -> None:
    scoped = [passage(name, "en", "Staking rewards come weekly.", platform=name) for name in ("binance", "okx")]
    assert answered(asked(), passage("general", "en", TEXT), *scoped).platforms == ()
