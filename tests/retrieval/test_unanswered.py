from __future__ import annotations

import numpy as np
import pytest

from qa.datatypes import Lang, Query
from qa.engine import Engine
from qa.retrieval.unanswered import Unanswered
from tests.made import ENCODER, passage, search_index

PASSAGES = [passage("fees", "en", "The network charges the fee."), passage("fees", "zh", "手续费由网络收取。")]


def test_the_nearest_of_each_language_counts() -> None:
    listed = Unanswered({"en": np.asarray([[1, 0], [0.6, 0.8]], np.float32), "zh": np.asarray([[0, -1]], np.float32)})
    assert listed.nearest(np.asarray([0, 1], np.float32)) == pytest.approx({"en": 0.8, "zh": -1})


def test_a_language_without_questions_says_nothing() -> None:
    listed = Unanswered({"en": np.empty((0, 2), np.float32), "zh": np.asarray([[1, 0]], np.float32)})
    assert listed.nearest(np.asarray([1, 0], np.float32)) == {"zh": 1}


def test_a_listed_question_is_as_near_as_can_be_however_it_is_written() -> None:
    engine = Engine(search_index(PASSAGES, unanswered=["Which coin will rise?", "哪個幣會漲"]), ENCODER)
    written: dict[Lang, str] = {"en": "hello, which coin will rise", "zh": "哪个币会涨？谢谢"}
    for lang, text in written.items():
        asked = engine.trace(Query(text, lang)).asked
        assert asked.unanswered[lang] == pytest.approx(1, abs=1e-5)
    assert engine.trace(Query("Who charges fees?", "en")).asked.unanswered["en"] < 0.9


def test_listing_a_question_lowers_its_confidence_and_changes_no_order() -> None:
    without, listed = (
        Engine(search_index(PASSAGES, unanswered=lines), ENCODER).answer(Query("who is it", "en"))
        for lines in ((), ["who is it"])
    )
    assert listed.confidence < without.confidence
    assert [hit.passage.id for hit in listed.hits] == [hit.passage.id for hit in without.hits]
