"""What is learned from phrasings, against the definition of softmax regression."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.datatypes import Floats, Query, Rows
from qa.engine import Engine
from qa.retrieval.centring import unit
from qa.retrieval.intents import MIN_PHRASINGS, NONE, PENALTY, TOLERANCE, UNLEARNED, Intents
from qa.retrieval.twins import Twins
from tests.made import ENCODER, question, search_index

DIM = 6


def examples(counts: list[int], seed: int = 0) -> tuple[Floats, Rows, Floats]:
    """Vectors around one centre a section, and as many that belong to none."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(len(counts) + 1, DIM))
    sections = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    around = centres[np.concatenate([sections, np.full(8, len(counts))])]
    vectors = unit((around + random.normal(size=around.shape)).astype(np.float32))
    return vectors[: len(sections)], sections, vectors[len(sections) :]


def probabilities(model: Intents, vectors: Floats) -> NDArray[np.float64]:
    logits = (vectors @ model.weights[:, :-1].T + model.weights[:, -1]).astype(np.float64)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("counts", [[9], [5, 7], [20, 4, 11, 6]])
def test_no_other_weights_are_likelier(counts: list[int]) -> None:
    """At the minimum of the penalised loss, which has only one, every slope is zero."""
    vectors, sections, none = examples(counts)
    model = Intents.learn(vectors, sections, none)
    assert model.sections.tolist() == [NONE, *range(len(counts))]
    every = np.concatenate([none, vectors]).astype(np.float64)
    labels = np.concatenate([np.zeros(len(none), int), sections + 1])
    excess = probabilities(model, every.astype(np.float32)) - np.eye(len(counts) + 1)[labels]
    slopes = excess.T @ every / len(every)
    if len(counts) > 1:  # of two classes only the difference is penalised
        slopes += 2 * PENALTY * model.weights[:, :-1]
    else:
        slopes[1] += 2 * PENALTY * (model.weights[1] - model.weights[0])[:-1]
        slopes[0] -= 2 * PENALTY * (model.weights[1] - model.weights[0])[:-1]
    assert np.abs(slopes).max() < 2 * TOLERANCE
    assert np.abs(excess.mean(axis=0)).max() < 2 * TOLERANCE


def test_log_probabilities_are_those_of_the_softmax() -> None:
    vectors, sections, none = examples([20, 4, 11, 6])
    model = Intents.learn(vectors, sections, none)
    for vector, expected in zip(vectors[:9], probabilities(model, vectors[:9]), strict=True):
        found = model.log_probabilities(vector)
        np.testing.assert_allclose(np.exp(found), expected, atol=1e-5)


def test_a_section_with_few_phrasings_is_not_learned() -> None:
    counts = [MIN_PHRASINGS, MIN_PHRASINGS - 1, MIN_PHRASINGS + 1]
    model = Intents.learn(*examples(counts))
    assert model.sections.tolist() == [NONE, 0, 2]
    assert model.classes(np.asarray([1, 2, 7, 0], np.int32)).tolist() == [UNLEARNED, 2, UNLEARNED, 1]


@pytest.mark.parametrize("counts", [[], [MIN_PHRASINGS - 1]])
def test_nothing_to_learn_is_no_model(counts: list[int]) -> None:
    vectors, sections, none = examples(counts)
    model = Intents.learn(vectors, sections, none)
    assert len(model.log_probabilities(np.ones(DIM, np.float32))) == 0
    assert model.classes(np.asarray([0, 5], np.int32)).tolist() == [UNLEARNED, UNLEARNED]


def test_misaligned_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="2 sections but 3 rows"):
        Intents(np.zeros(2, np.int32), np.zeros((3, DIM + 1), np.float32))


def test_all_versions_and_parts_of_a_section_are_one_section() -> None:
    passages = [
        question("fees", "en", "Who?", "One.", section_key="who", part=1),
        question("fees", "en", "Who?", "Two.", section_key="who", part=2),
        question("fees", "zh", "谁？", "一。", section_key="who"),
        question("fees", "zh", "何时？", "二。", section_key="when"),
        question("login", "zh", "谁？", "三。", section_key="who"),
    ]
    assert Twins(passages).sections.tolist() == [0, 0, 0, 1, 2]


LEARNED = [
    question("fees", "en", "who charges fees", "Alpha.", also=("fees network", "fees mine", "charges of whom")),
    question("login", "en", "how do I log in", "Beta.", also=("log in fails", "cannot log in", "log in page")),
    question("tax", "en", "which tax do I owe", "Gamma."),
]


def test_a_question_in_words_of_a_sections_phrasings_asks_for_it() -> None:
    engine = Engine(search_index(LEARNED), ENCODER)
    for text, right, other in (("whom charges fees mine", 0, 1), ("log in cannot page", 1, 0)):
        asked = engine.trace(Query(text, "en")).asked
        found = engine.index.intents(asked, np.arange(3, dtype=np.int32))
        assert found[right] > found[other]
        assert np.isnan(found[2])


def test_the_most_likely_section_becomes_a_candidate_where_it_is_allowed() -> None:
    index = search_index(LEARNED)
    encoding = ENCODER.encode_queries(["whom charges fees mine"])
    asked = index.asked("whom charges fees mine", "en", encoding)
    everything = np.ones(3, np.bool_)
    assert index.rank_intents(asked, 9, everything).rows.tolist() == [0, 1]
    assert index.rank_intents(asked, 1, everything).rows.tolist() == [0]
    assert index.rank_intents(asked, 9, np.asarray([False, True, True])).rows.tolist() == [1]
