"""Against Lucene's formula written out here from the papers, and against rank_bm25 term by term."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from qa.datatypes import Ranking, Rows
from qa.retrieval.lexical import K1, B, LexicalIndex
from tests.made import PATIENT

VOCABULARY = ["fee", "提现", "提", "现", "usdt", "lock", "\u2028", '"', "账户"]
TEXTS = st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=12), min_size=1, max_size=12).filter(any)
QUERIES = st.lists(st.sampled_from([*VOCABULARY, "unheard"]), max_size=6)


def rows(count: int) -> Rows:
    return np.arange(count, dtype=np.int32)


def everything(count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(count, np.bool_)


def search(
    index: LexicalIndex, query: list[str], k: int, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Ranking:
    return index.rank(index.scores(query), k, allowed)


def scores(texts: list[list[str]], query: list[str]) -> list[float]:
    """The index's score of each text, 0 for those it leaves out."""
    ranking = search(LexicalIndex.build(texts, rows(len(texts))), query, len(texts), everything(len(texts)))
    return [ranking.score(row) for row in range(len(texts))]


def lucene(texts: list[list[str]], query: list[str]) -> list[float]:
    """Kamphuis et al. 2020, table 1: sum of idf * tf / (tf + k1 * (1 - b + b * length / average))."""
    average = sum(map(len, texts)) / len(texts)
    found = []
    for text in texts:
        norm = K1 * (1 - B + B * len(text) / average)
        found.append(sum(idf(texts, term) * text.count(term) / (text.count(term) + norm) for term in query))
    return found


def idf(texts: list[list[str]], term: str) -> float:
    frequency = sum(term in text for text in texts)
    return math.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))


@PATIENT
@given(texts=TEXTS, query=QUERIES)
def test_scores_are_those_of_lucenes_formula(texts: list[list[str]], query: list[str]) -> None:
    np.testing.assert_allclose(scores(texts, query), lucene(texts, query), rtol=1e-4, atol=1e-6)


@PATIENT
@given(texts=TEXTS, term=st.sampled_from(VOCABULARY))
def test_apart_from_idf_scores_agree_with_another_implementation(texts: list[list[str]], term: str) -> None:
    """rank_bm25 takes the older idf and multiplies by k1 + 1, which Lucene leaves out as it changes no order."""
    other = BM25Okapi(texts, k1=K1, b=B)
    if other.idf.get(term):
        theirs = other.get_scores([term]) / other.idf[term] / (K1 + 1)
        np.testing.assert_allclose(np.asarray(scores(texts, [term])) / idf(texts, term), theirs, rtol=1e-4, atol=1e-6)


@PATIENT
@given(texts=TEXTS, query=QUERIES, seed=st.integers(0, 999), k=st.integers(1, 15))
def test_a_filter_only_leaves_out(texts: list[list[str]], query: list[str], seed: int, k: int) -> None:
    allowed = np.random.default_rng(seed).random(len(texts)) < 0.5
    index = LexicalIndex.build(texts, rows(len(texts)))
    whole = search(index, query, len(texts), everything(len(texts)))
    kept = [row for row in whole.rows.tolist() if allowed[row]][:k]
    assert search(index, query, k, allowed).rows.tolist() == kept


@pytest.mark.parametrize("query", [[], ["unheard"], ["", "unheard"]])
def test_a_query_without_a_known_term_finds_nothing(query: list[str]) -> None:
    index = LexicalIndex.build([["fee"], ["lock"]], rows(2))
    assert len(search(index, query, 5, everything(2))) == 0


def test_unknown_terms_change_no_score() -> None:
    texts = [["fee", "lock"], ["lock"]]
    assert scores(texts, ["fee", "unheard"]) == scores(texts, ["fee"])


def test_texts_without_any_term_are_never_found() -> None:
    index = LexicalIndex.build([[], []], rows(2))
    assert len(search(index, ["fee"], 5, everything(2))) == 0


def test_the_rows_given_are_the_rows_found() -> None:
    index = LexicalIndex.build([["fee"], ["lock"]], np.asarray([4, 7], np.int32))
    assert search(index, ["lock"], 5, everything(9)).rows.tolist() == [7]


def test_better_matches_come_first_and_at_most_k() -> None:
    texts = [["lock", "fee", "fee"], ["fee", "lock", "lock"], ["usdt"], ["usdt"], ["usdt"]]
    ranking = search(LexicalIndex.build(texts, rows(5)), ["lock"], 1, everything(5))
    assert ranking.rows.tolist() == [1]


@PATIENT
@given(texts=TEXTS, query=QUERIES)
def test_an_index_read_back_gives_the_same_scores(
    texts: list[list[str]], query: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lexical")
    index = LexicalIndex.build(texts, rows(len(texts)))
    index.save(folder)
    again = LexicalIndex.load(folder, rows(len(texts)))
    before, after = (search(one, query, 99, everything(len(texts))) for one in (index, again))
    assert before.rows.tolist() == after.rows.tolist()
    assert before.scores.tolist() == after.scores.tolist()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_misaligned_rows_are_refused_with_both_numbers(count: int, tmp_path: Path) -> None:
    said = f"holds 2 entries but {count} rows"
    with pytest.raises(ValueError, match=said):
        LexicalIndex.build([["fee"], ["lock"]], rows(count))
    LexicalIndex.build([["fee"], ["lock"]], rows(2)).save(tmp_path)
    with pytest.raises(ValueError, match=said):
        LexicalIndex.load(tmp_path, rows(count))
