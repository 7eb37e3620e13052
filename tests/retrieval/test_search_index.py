from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qa.datatypes import Lang, Passage, Query
from qa.errors import PassageNotFoundError
from qa.retrieval import dense
from qa.retrieval.intents import NONE, Intents
from qa.retrieval.lexical import LexicalIndex
from qa.retrieval.search_index import Asked, SearchIndex, rows_in
from tests.made import ENCODER, passage, question, search_index

PASSAGES = [
    passage("fees", "en", "The network charges the fee.", tags=("fees", "network")),
    question("late", "en", "Is it late?", "Wait a day.", tags=("withdrawal",), platform="binance"),
    passage("fees", "zh", "手续费由网络收取。", platform="okx"),
    passage("login", "en", "Reset the password."),
]
EN: Lang = "en"


def allowed(lang: Lang = EN, **fields: Any) -> list[int]:
    query = Query("fee", "en", **fields)
    return np.flatnonzero(search_index(PASSAGES).allowed(query, lang)).tolist()


def asked(index: SearchIndex, text: str, lang: Lang) -> Asked:
    return index.asked(text, lang, ENCODER.encode_queries([text]))


def test_without_filters_every_passage_of_the_language_is_allowed() -> None:
    assert (allowed("en"), allowed("zh")) == ([0, 1, 3], [2])


@pytest.mark.parametrize(("kind", "expected"), [("guide", [0, 3]), ("faq", [1])])
def test_a_kind_allows_only_its_own(kind: str, expected: list[int]) -> None:
    assert allowed(kind=kind) == expected


@pytest.mark.parametrize(
    ("tags", "expected"), [({"fees"}, [0]), ({"fees", "network"}, [0]), ({"fees", "withdrawal"}, []), ({"x"}, [])]
)
def test_a_passage_must_have_all_tags_asked_for(tags: set[str], expected: list[int]) -> None:
    assert allowed(tags=frozenset(tags)) == expected


@pytest.mark.parametrize(
    ("platform", "lang", "expected"), [("binance", "en", [0, 1, 3]), ("okx", "en", [0, 3]), ("binance", "zh", [])]
)
def test_a_platform_allows_its_own_passages_and_general_ones(platform: str, lang: Lang, expected: list[int]) -> None:
    assert allowed(lang, platforms=frozenset({platform})) == expected


def test_two_platforms_allow_the_passages_of_both() -> None:
    both = frozenset({"binance", "okx"})
    assert (allowed("en", platforms=both), allowed("zh", platforms=both)) == ([0, 1, 3], [2])


def test_filters_add_up() -> None:
    assert allowed(kind="faq", tags=frozenset({"withdrawal"}), platforms=frozenset({"okx"})) == []


def test_a_passage_is_found_by_its_id() -> None:
    index = search_index(PASSAGES)
    assert [index.row(found.id) for found in PASSAGES] == [0, 1, 2, 3]


@pytest.mark.parametrize("unknown", ["", "fees/en", "fees/en#s.2", "../etc"])
def test_an_unknown_id_is_an_error_of_ours(unknown: str) -> None:
    with pytest.raises(PassageNotFoundError):
        search_index(PASSAGES).row(unknown)


def test_words_are_searched_in_one_language_only() -> None:
    index = search_index([*PASSAGES, passage("mix", "zh", "password")])
    everything = np.ones(5, np.bool_)
    password = asked(index, "password", "en")
    assert index.rank_words(password, "en", 9, everything).rows.tolist() == [3]
    assert index.rank_words(password, "zh", 9, everything).rows.tolist() == [4]


def test_a_language_without_passages_has_empty_rankings() -> None:
    index = search_index([passage("fees", "en", "fee")])
    fee = asked(index, "fee", "en")
    assert len(index.rank_words(fee, "zh", 9, np.ones(1, np.bool_))) == 0
    assert len(index.rank_words(fee, "en", 9, np.ones(1, np.bool_))) == 1


def test_one_language_of_a_ranking_keeps_its_order_and_scores() -> None:
    index = search_index(PASSAGES)
    views = np.ones(len(index.dense.rows), np.bool_)
    ranking = index.dense.search(ENCODER.encode_queries(["fees"]).pooled[0], 9, views)
    english = index.only(ranking, "en")
    assert english.rows.tolist() == [row for row in ranking.rows.tolist() if row != 2]
    assert all(english.score(row) == ranking.score(row) for row in english.rows.tolist())


def test_rows_of_a_language_ascend() -> None:
    assert (rows_in(PASSAGES, "en").tolist(), rows_in(PASSAGES, "zh").tolist()) == ([0, 1, 3], [2])


@pytest.mark.parametrize(
    ("passages", "indexes_of", "said"),
    [
        (PASSAGES, PASSAGES[:3], "4 passages but 3 of them have vectors"),
        (PASSAGES[:3], PASSAGES, "3 passages but 4 of them have vectors"),
        ([*PASSAGES, PASSAGES[0]], PASSAGES, "5 passages have only 4 different ids"),
    ],
)
def test_misaligned_vectors_and_repeated_ids_are_refused_with_both_numbers(
    passages: list[Passage], indexes_of: list[Passage], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        SearchIndex(passages, search_index(indexes_of).indexes)


@pytest.mark.parametrize("rows", [[0, 1], [0, 1, 2]])
def test_a_misaligned_lexical_index_is_refused_with_both_numbers(rows: list[int]) -> None:
    wrong = LexicalIndex.build([["fee"] for _ in rows], np.asarray(rows, np.int32))
    indexes = replace(search_index(PASSAGES).indexes, lexical={"en": wrong})
    with pytest.raises(ValueError, match=f"3 passages in en but {len(rows)} lexical entries"):
        SearchIndex(PASSAGES, indexes)


def test_token_vectors_of_other_passages_are_refused_with_both_numbers() -> None:
    indexes = search_index(PASSAGES).indexes
    fewer = replace(indexes, tokens=search_index(PASSAGES[:3]).indexes.tokens)
    with pytest.raises(ValueError, match="4 passages but 3 texts have token vectors"):
        SearchIndex(PASSAGES, fewer)
    unasked = replace(
        indexes, tokens=search_index([*PASSAGES[:1], passage("l", "en", "x"), *PASSAGES[2:]]).indexes.tokens
    )
    with pytest.raises(ValueError, match="1 phrasings have vectors but 0 have token vectors"):
        SearchIndex(PASSAGES, unasked)


def test_weights_of_another_width_than_the_vectors_are_refused() -> None:
    index = search_index(PASSAGES)
    narrow = Intents(np.asarray([NONE], np.int32), np.zeros((1, 7), np.float32))
    with pytest.raises(ValueError, match="width 7"):
        SearchIndex(PASSAGES, replace(index.indexes, intents=narrow))


def test_phrasings_of_what_was_learned_are_not_searched_one_by_one() -> None:
    """They speak together; a section's text is still found by its vector, and so are the phrasings of the others."""
    few = question("late", "en", "Is it late?", "Wait.", also=("slow money",))
    many = question("fees", "en", "Who charges?", "The network.", also=("alpha", "beta", "gamma", "delta"))
    index = search_index([few, many])
    everything = np.ones(2, np.bool_)
    for text, row, score in (("slow money", 0, 1 - dense.QUESTION_MARGIN), ("gamma", 1, None)):
        found = index.rank_vectors(asked(index, text, "en"), 9, everything)
        if score:
            assert found.score(row) == pytest.approx(score, abs=1e-5)
        else:
            assert found.score(row) < 0.9
