"""What is seen of candidates, against the definitions written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import LANGS, Floats, Lang, Query
from qa.engine import Engine
from qa.language import simplify
from qa.retrieval.evidence import MIN_DEVIATION, OTHER_LANGUAGE_GAIN, Levels
from qa.retrieval.rerank import FLOOR, PHRASINGS, Candidates, look, weigh
from qa.retrieval.search_index import Asked, SearchIndex
from tests.made import ENCODER, PATIENT, passage, question, search_index

NAN = float("nan")
FEW = [
    question("fees", "en", "Who charges fees?", "The network charges.", also=("fee too high",)),
    question("fees", "zh", "手续费谁收？", "网络收取。"),
    passage("login", "en", "Reset the password from the login page."),
]
"""A section with three phrasings, too few to be learned, and one without any."""

MANY = [
    question(
        "fees", "en", "Who charges fees?", "The network charges.", also=("fee too high", "network fee", "why fees")
    ),
    question("fees", "zh", "手续费谁收？", "网络收取。", also=("手续费太高",)),
    FEW[2],
]
"""The same, but learned."""


def floats(*values: float) -> Floats:
    return np.asarray(values, np.float32)


def candidates(**columns: Floats) -> Candidates:
    """Two groups: one with a version in each language, one in the other language only."""
    own = np.asarray([True, False, False])
    given = {"match": floats(1, 2, 3), "words": floats(4, 5, 6), "intent": floats(NAN, NAN), **columns}
    return Candidates(np.arange(3, dtype=np.int32), np.asarray([0, 2, 3]), own=own, **given)


def singles(own: list[bool], **columns: Floats) -> Candidates:
    """Groups of one passage each."""
    count = len(own)
    given = {name: floats(*[NAN] * count) for name in ("match", "words", "intent")}
    return Candidates(
        np.arange(count, dtype=np.int32), np.arange(count + 1), own=np.asarray(own), **{**given, **columns}
    )


def test_the_version_in_the_questions_language_speaks_and_where_there_is_none_the_other() -> None:
    assert weigh(candidates()).match.tolist() == [1, 3]


def test_what_cannot_share_words_is_granted_those_of_a_good_candidate() -> None:
    found = weigh(singles([True, True, False], match=floats(1, 2, 3), words=floats(2, 4, 9)))
    assert found.words.tolist() == [2, 4, 4]  # mean 3 and one deviation of 1
    assert found.words_other.tolist() == [0, 0, 9]


def test_words_of_the_other_version_count_only_where_it_is_alone() -> None:
    assert weigh(candidates()).words_other.tolist() == [0, 6]


def test_of_several_rows_in_one_language_the_best_counts() -> None:
    rows, bounds, own = np.arange(2, dtype=np.int32), np.asarray([0, 2]), np.asarray([True, True])
    found = weigh(Candidates(rows, bounds, floats(NAN, 2), floats(8, 3), own, floats(NAN)))
    assert (found.match.tolist(), found.words.tolist()) == ([2], [8])


def text_score(index: SearchIndex, asked: Asked, row: int) -> float:
    """Late interaction with a passage's text, in deviations."""
    scores = index.indexes.tokens.text_scores(asked.tokens, np.asarray([row], np.int32))
    return in_deviations(index, asked, row, scores, is_question=False)


def phrasing_score(index: SearchIndex, asked: Asked, row: int) -> float:
    """The mean of late interaction with the phrasings whose vectors are nearest, in deviations."""
    mine, tokens = index.passages[row], index.indexes.tokens
    phrasings = [simplify(one) for one in (mine.question or "", *mine.also)]
    vectors = index.indexes.means.centred(ENCODER.encode_queries(phrasings).pooled, "question", mine.lang)
    nearest = np.argsort(-(vectors @ asked.vector), kind="stable")[:PHRASINGS]
    units = tokens.questions[tokens.question_numbers(np.asarray([row]))[0]][nearest]
    every = (tokens.question_scores(asked.tokens, units[[number]]) for number in range(len(units)))
    return float(np.mean([in_deviations(index, asked, row, scores, is_question=True) for scores in every]))


def in_deviations(index: SearchIndex, asked: Asked, row: int, scores: Floats, *, is_question: bool) -> float:
    own = np.asarray([index.passages[row].lang == asked.lang])
    return float(index.indexes.levels.standard(scores, is_question=is_question, asked=asked.lang, found=own)[0])


ASKED = pytest.mark.parametrize(
    ("text", "lang"), [("why is the fee so high", "en"), ("手续费为什么高", "zh"), ("the network charges", "en")]
)


@ASKED
@pytest.mark.parametrize("every", [False, True])
def test_a_passage_matches_by_its_text_or_its_nearest_phrasings(text: str, lang: Lang, every: bool) -> None:
    index = search_index(FEW)
    asked = Engine(index, ENCODER).trace(Query(text, lang)).asked
    found = look(index, asked, [[0, 1], [2]], every_version=every)
    for row in (0, 1):
        if every or FEW[row].lang == lang:
            expected = max(phrasing_score(index, asked, row), text_score(index, asked, row))
            assert found.match[row] == pytest.approx(expected, rel=1e-5)
        else:
            assert np.isnan(found.match[row])
    assert found.match[2] == pytest.approx(text_score(index, asked, 2), rel=1e-5)


@ASKED
def test_a_section_that_was_learned_matches_by_its_phrasings_alone(text: str, lang: Lang) -> None:
    index = search_index(MANY)
    asked = Engine(index, ENCODER).trace(Query(text, lang)).asked
    found = look(index, asked, [[0, 1], [2]], every_version=True)
    for row in (0, 1):
        assert found.match[row] == pytest.approx(phrasing_score(index, asked, row), rel=1e-5)
    assert found.match[2] == pytest.approx(text_score(index, asked, 2), rel=1e-5)


def test_texts_of_a_learned_section_are_read_where_one_of_several_parts_is_to_be_chosen() -> None:
    parts = [
        question("fees", "en", "Who?", "Alpha.", part=1, also=("one", "two", "three")),
        question("fees", "en", "Who?", "Beta.", part=2, also=("one", "two", "three")),
        question("fees", "zh", "谁？", "网络。"),
    ]
    index = search_index(parts)
    asked = Engine(index, ENCODER).trace(Query("beta", "en")).asked
    found = look(index, asked, [[0, 1, 2]], every_version=False)
    assert found.match[1] == pytest.approx(text_score(index, asked, 1), rel=1e-5)
    assert found.match[1] > found.match[0]


@pytest.mark.parametrize(
    ("learned", "expected"),
    [
        ((-3.0, -2.0, NAN), [-3, -2, FLOOR]),
        ((-0.25, NAN, -2.0), [-0.25, -0.25, -2]),
        ((NAN, NAN, NAN), [FLOOR] * 3),
    ],
)
def test_a_section_that_was_not_learned_may_be_what_is_asked_for(
    learned: tuple[float, ...], expected: list[float]
) -> None:
    three = floats(1, 2, 3)
    found = weigh(singles([True] * 3, match=three, words=three, intent=floats(*learned)))
    assert found.intent.tolist() == expected


def test_words_are_the_root_of_bm25_in_the_passages_language() -> None:
    engine = Engine(search_index(FEW), ENCODER)
    asked = engine.trace(Query("network fees", "en")).asked
    found = look(engine.index, asked, [[0, 1], [2]], every_version=False)
    assert found.words[0] == pytest.approx(float(np.sqrt(asked.word_scores["en"][0])))
    assert found.words[1] == pytest.approx(float(np.sqrt(asked.word_scores["zh"][0])))
    assert found.words[0] > 0 == found.words[2]


LEVEL = st.floats(-1, 1, width=32)


@PATIENT
@given(st.lists(LEVEL, min_size=16, max_size=16), LEVEL, st.sampled_from(LANGS), st.booleans(), st.booleans())
def test_scores_are_counted_in_deviations_of_their_pair(
    values: list[float], score: float, asked: Lang, is_question: bool, own: bool
) -> None:
    table = np.asarray(values, np.float32).reshape(2, 2, 2, 2)
    found = Levels(table).standard(floats(score), is_question=is_question, asked=asked, found=np.asarray([own]))[0]
    other: Lang = "en" if asked == "zh" else "zh"
    mean, deviation = table[int(is_question), LANGS.index(asked), LANGS.index(asked if own else other)]
    expected = (score - mean) / max(float(deviation), MIN_DEVIATION) * (1 if own else OTHER_LANGUAGE_GAIN)
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_levels_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 2, 2\), not \(2, 2, 2, 2\)"):
        Levels(np.zeros((2, 2, 2), np.float32))
