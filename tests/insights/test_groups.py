"""Questions that ask for the same thing come together, others do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering

from qa.datatypes import Lang
from qa.engine import Engine
from qa.feedback.store import Asked
from qa.insights import groups
from qa.insights.groups import DISTANCE, Group, grouped
from qa.question import comparable
from tests.made import ENCODER, question, search_index

DAY = date(2026, 11, 23)

BREAD = ["how to bake banana bread", "how to bake a banana bread", "bake banana bread how", "please bake banana bread"]
TAX = ["which tax form for mining income", "tax form for mining income", "mining income tax form"]
BREAD_ZH = ["香蕉面包怎么烤", "怎么烤香蕉面包", "香蕉面包怎么烤才好"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(search_index([question("fees", "en", "Who charges fees?", "The network charges the fee.")]), ENCODER)


def asked(texts: Sequence[str], lang: Lang = "en", day: date = DAY) -> list[Asked]:
    return [Asked(day, lang, text) for text in texts]


def texts(group: Group) -> set[str]:
    return {phrasing.text for phrasing in group.phrasings}


def test_paraphrases_come_together_and_strangers_stay_out(engine: Engine) -> None:
    questions = asked([*BREAD, *TAX, "is there a phone number", "who won the cup"]) + asked(BREAD_ZH, "zh")
    assert [texts(group) for group in grouped(questions, engine, 3)] == [set(BREAD), set(TAX), set(BREAD_ZH)]


def test_groups_smaller_than_asked_for_are_not_told(engine: Engine) -> None:
    questions = asked([*BREAD, *TAX])
    assert [group.size for group in grouped(questions, engine, 4)] == [4]
    assert grouped(questions, engine, 5) == []


def test_the_same_words_on_several_days_count_as_often(engine: Engine) -> None:
    days = [DAY - timedelta(days=number) for number in range(5)]
    (group,) = grouped([one for day in days for one in asked(BREAD[:1], day=day)], engine, 5)
    assert (group.size, len(group.phrasings)) == (5, 1)


def test_the_order_of_the_questions_decides_nothing(engine: Engine) -> None:
    questions = asked([*BREAD, *TAX, "who won the cup"]) + asked(BREAD_ZH, "zh")
    found = grouped(questions, engine, 2)
    for seed in range(3):
        mixed = random.Random(seed).sample(questions, len(questions))
        assert grouped(mixed, engine, 2) == found


def test_the_most_typical_phrasing_comes_first(engine: Engine) -> None:
    typical = "bake banana bread"
    far = [f"{typical} {word}" for word in ("oven", "sugar", "flour", "tin")]
    (group,) = grouped(asked([*far, typical]), engine, 5)
    assert group.phrasings[0].text == typical


def test_what_is_most_like_it_comes_next(engine: Engine) -> None:
    (group,) = grouped(asked([*BREAD, *(f"{BREAD[0]} {word}" for word in ("oven", "tin"))]), engine, 5)
    likeness = [phrasing.likeness for phrasing in group.phrasings]
    assert likeness == sorted(likeness, reverse=True)
    pooled = ENCODER.encode_queries([comparable(phrasing.text) for phrasing in group.phrasings]).pooled
    vectors = engine.index.indexes.means.centred(pooled, "question", "en")
    assert likeness == pytest.approx([1.0, *(vectors[1:] @ vectors[0])], abs=0.001)


def test_what_is_asked_on_more_days_is_more_typical(engine: Engine) -> None:
    often = [one for number in range(4) for one in asked(TAX[2:], day=DAY - timedelta(days=number))]
    (group,) = grouped([*asked(TAX[:2]), *often], engine, 5)
    assert group.phrasings[0].text == TAX[2]


def test_greetings_script_and_marks_of_what_was_redacted_part_nothing(engine: Engine) -> None:
    same = ["Hello, how to bake banana bread? Thanks", "how to bake banana bread [name]", "how to bake banana bread"]
    (group,) = grouped(asked(same), engine, 3)
    assert [phrasing.likeness for phrasing in group.phrasings] == [1.0] * 3
    both = ["請問香蕉麵包怎麼烤", "香蕉面包怎么烤"]
    assert [texts(group) for group in grouped(asked(both, "zh"), engine, 2)] == [set(both)]


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_and_one_question_are_no_group(engine: Engine, number: int) -> None:
    assert grouped(asked(BREAD[:number]), engine, 2) == []


def test_groups_are_those_of_average_linkage_by_cosine(engine: Engine) -> None:
    """As scikit-learn finds them from the vectors themselves."""
    words = ["bake", "banana", "bread", "tax", "form", "mining", "fee", "chain", "bridge", "slow"]
    rng = random.Random(1)
    many = sorted({" ".join(rng.sample(words, 3)) for _ in range(60)})
    vectors = ENCODER.encode_queries(many).pooled
    centred = engine.index.indexes.means.centred(vectors, "question", "en")
    plain = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=DISTANCE)
    labels = plain.fit_predict(centred)
    expected = {frozenset(np.asarray(many)[labels == label]) for label in set(labels) if sum(labels == label) > 1}
    assert {frozenset(texts(group)) for group in grouped(asked(many), engine, 2)} == expected
    assert len(expected) > 3


def test_questions_beyond_one_batch_keep_their_vectors(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = asked([*BREAD, *TAX]) + asked(BREAD_ZH, "zh")
    found = grouped(questions, engine, 2)
    monkeypatch.setattr(groups, "BATCH", 3)
    assert grouped(questions, engine, 2) == found
