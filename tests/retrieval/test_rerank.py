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
from qa.retrieval.rerank import UNLEARNED, Candidates, look, weigh
from tests.made import ENCODER, PATIENT, passage, question, search_index

NAN = float("nan")
PASSAGES = [
    question(
        "fees", "en", "Who charges fees?", "The network charges.", also=("fee too high", "network fee", "why fees")
    ),
    question("fees", "zh", "手续费谁收？", "网络收取。", also=("手续费太高",)),
    passage("login", "en", "Reset the password from the login page."),
]


def floats(*values: float) -> Floats:
    return np.asarray(values, np.float32)


def candidates(**columns: Floats) -> Candidates:
    """Two groups: one with a version in each language, one in the other language only."""
    given = {"text": floats(1, 2, 3), "question": floats(NAN, NAN, NAN), "words": floats(4, 5, 6), **columns}
    given = {"intent": np.full(2, NAN, np.float32), **given}
    own = np.asarray([True, False, False])
    return Candidates(np.arange(3, dtype=np.int32), np.asarray([0, 2, 3]), own=own, **given)


def test_the_version_in_the_questions_language_speaks_and_a_lone_one_for_both() -> None:
    found = weigh(candidates())
    assert found.text.tolist() == [1, 3]
    assert weigh(candidates(text=floats(NAN, 2, 3))).text.tolist() == [2, 3]


def test_without_phrasings_the_text_speaks_and_with_one_versions_phrasings_they_speak_for_both() -> None:
    assert weigh(candidates()).question.tolist() == [1, 3]
    found = weigh(candidates(question=floats(NAN, 7, NAN)))
    assert found.question.tolist() == [7, 3]
    assert found.question_other.tolist() == [7, 3]


def test_what_cannot_share_words_is_granted_those_of_a_good_candidate() -> None:
    own = np.asarray([True, True, False])
    rows, bounds = np.arange(3, dtype=np.int32), np.arange(4)
    none = floats(NAN, NAN, NAN)
    three = Candidates(rows, bounds, floats(1, 2, 3), none, floats(2, 4, 9), none, own)
    found = weigh(three)
    assert found.words.tolist() == [2, 4, 4]  # mean 3 and one deviation of 1
    assert found.words_other.tolist() == [0, 0, 9]


def test_of_several_rows_in_one_language_the_best_counts() -> None:
    own = np.asarray([True, True])
    rows, bounds = np.arange(2, dtype=np.int32), np.asarray([0, 2])
    found = weigh(Candidates(rows, bounds, floats(1, 2), floats(NAN, 5), floats(8, 3), floats(NAN), own))
    assert (found.text.tolist(), found.question.tolist(), found.words.tolist()) == ([2], [5], [8])


@pytest.mark.parametrize(("text", "lang"), [("why is the fee so high", "en"), ("手续费为什么高", "zh")])
def test_of_the_phrasings_the_nearest_is_compared_word_by_word(text: str, lang: Lang) -> None:
    engine = Engine(search_index(PASSAGES), ENCODER)
    index = engine.index
    asked = engine.trace(Query(text, lang)).asked
    found = look(index, asked, [[0, 1], [2]], every_text=False)
    tokens, means = index.indexes.tokens, index.indexes.means
    for row in (0, 1):
        mine = PASSAGES[row]
        phrasings = [simplify(one) for one in (mine.question or "", *mine.also)]
        vectors = means.centred(ENCODER.encode_queries(phrasings).pooled, "question", mine.lang)
        nearest = int(np.argmax(vectors @ asked.vector))
        unit = tokens.questions[tokens.question_numbers(np.asarray([row]))[0]][[nearest]]
        scores = tokens.question_scores(asked.tokens, unit)
        own = np.asarray([mine.lang == lang])
        standard = index.indexes.levels.standard(scores, is_question=True, asked=lang, found=own)
        assert found.question[row] == pytest.approx(standard[0], rel=1e-5)
    assert np.isnan(found.question[2])


@pytest.mark.parametrize(
    ("learned", "expected"),
    [
        ((-3.0, -2.0, NAN), [-3, -2, UNLEARNED]),
        ((-0.25, NAN, -2.0), [-0.25, -0.25, -2]),
        ((NAN, NAN, NAN), [UNLEARNED] * 3),
    ],
)
def test_a_section_that_was_not_learned_may_be_what_is_asked_for(
    learned: tuple[float, ...], expected: list[float]
) -> None:
    rows, bounds = np.arange(3, dtype=np.int32), np.arange(4)
    three = floats(1, 2, 3)
    found = weigh(Candidates(rows, bounds, three, three, three, floats(*learned), np.ones(3, np.bool_)))
    assert found.intent.tolist() == expected


def test_words_are_the_root_of_bm25_in_the_passages_language() -> None:
    engine = Engine(search_index(PASSAGES), ENCODER)
    asked = engine.trace(Query("network fees", "en")).asked
    found = look(engine.index, asked, [[0, 1], [2]], every_text=False)
    assert found.words[0] == pytest.approx(float(np.sqrt(asked.word_scores["en"][0])))
    assert found.words[1] == pytest.approx(float(np.sqrt(asked.word_scores["zh"][0])))
    assert found.words[0] > 0 == found.words[2]


@pytest.mark.parametrize(
    ("lang", "every", "read"), [("en", False, [0, 2]), ("zh", False, [1, 2]), ("en", True, [0, 1, 2])]
)
def test_texts_are_read_in_the_questions_language_where_there_are_any(lang: Lang, every: bool, read: list[int]) -> None:
    engine = Engine(search_index(PASSAGES), ENCODER)
    asked = engine.trace(Query("network", lang)).asked
    found = look(engine.index, asked, [[0, 1], [2]], every_text=every)
    assert np.flatnonzero(~np.isnan(found.text)).tolist() == read


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
