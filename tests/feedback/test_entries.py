"""What is worth storing, and how little of it."""

from __future__ import annotations

from dataclasses import fields

from qa.confidence import DOUBT, THRESHOLD
from qa.datatypes import Answer, Query
from qa.feedback.entries import Unanswered, Vote, answer_id, unanswered
from tests.feedback.entries import answer

ASKED = Query("我叫王小明，邮箱wang@qq.com，为什么", "zh")


def test_a_question_without_an_answer_is_stored_redacted() -> None:
    found = unanswered(answer(0.2, "no_answer"), ASKED, "snapshot", {"mnemonic", "email"})
    assert found
    assert (found.text, found.lang, found.confidence) == ("我叫[name]，邮箱[email]，为什么", "zh", 0.2)
    assert (found.passage_id, found.snapshot) == ("fees/en#s.1", "snapshot")
    assert found.secrets == ("email", "mnemonic")


def test_a_doubtful_answer_is_stored_and_a_sure_one_is_not() -> None:
    assert unanswered(answer(THRESHOLD + DOUBT / 2), ASKED, "s")
    assert not unanswered(answer(THRESHOLD + DOUBT), ASKED, "s")
    assert not unanswered(answer(0.99), ASKED, "s")


def test_what_has_no_answer_is_stored_however_sure_its_nearest_passage_looks() -> None:
    assert unanswered(answer(0.99, "no_answer"), ASKED, "s")


def test_an_empty_index_has_no_nearest_passage() -> None:
    found = unanswered(Answer("no_answer", "zh", 0.0, ()), ASKED, "s")
    assert found
    assert found.passage_id == ""


def test_nothing_that_is_stored_says_who_or_when() -> None:
    stored = {field.name for kind in (Vote, Unanswered) for field in fields(kind)}
    assert stored == {
        *("day", "answer_id", "passage_id", "snapshot", "lang", "vote", "reason"),
        *("text", "confidence", "secrets"),
    }


def test_equal_answers_share_an_id_and_others_do_not() -> None:
    first = answer_id("snapshot", "zh", ["a", "b"])
    assert first == answer_id("snapshot", "zh", ("a", "b"))
    others = [("other", "zh", "ab"), ("snapshot", "en", "ab"), ("snapshot", "zh", "ba"), ("snapshot", "zh", "a")]
    assert len({first, *(answer_id(*other) for other in others)}) == 5


def test_the_id_of_an_answer_is_the_beginning_of_a_sha_256_that_anybody_can_compute() -> None:
    """As ``printf '%s\\0%s\\0%s' ... | sha256sum`` prints it."""
    found = answer_id("20261123T081500Z-3f9c2a", "zh", ["slow-support/zh#no-reply"])
    assert found == "2f2e194fd901a8e0"
