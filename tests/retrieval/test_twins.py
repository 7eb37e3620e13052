from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Passage, Ranking
from qa.retrieval.twins import Twins
from tests.made import PATIENT, passage

PAIRED = [passage("fees", lang, "…", part=part) for lang in ("zh", "en") for part in (1, 2)]
UNEQUAL = [*PAIRED, passage("fees", "en", "…", part=3)]


def ranking(*rows: int) -> Ranking:
    return Ranking(np.asarray(rows, np.int32), np.linspace(1, 0.5, len(rows), dtype=np.float32))


def grouped(passages: list[Passage], *rows: int) -> list[list[int]]:
    """The rows of each group of a ranking."""
    twins = Twins(passages)
    return [twins.members(group) for group in twins.grouped(ranking(*rows)).rows.tolist()]


def test_parts_of_equally_divided_sections_are_paired_one_to_one() -> None:
    twins = Twins(PAIRED)
    assert [twins.others(row) for row in range(4)] == [[2], [3], [0], [1]]


def test_a_section_divided_differently_is_one_group() -> None:
    twins = Twins(UNEQUAL)
    assert [twins.others(row) for row in range(5)] == [[2, 3, 4], [2, 3, 4], [0, 1], [0, 1], [0, 1]]
    assert grouped(UNEQUAL, 3, 0, 4, 1) == [[0, 1, 2, 3, 4]]


def test_a_section_in_one_language_has_no_twin_and_its_parts_are_results_of_their_own() -> None:
    alone = [passage("fees", "en", "…", part=part) for part in (1, 2, 3)]
    assert Twins(alone).others(1) == []
    assert grouped(alone, 2, 0, 1) == [[2], [0], [1]]


@pytest.mark.parametrize(("doc_id", "key"), [("login", "s"), ("fees", "t")])
def test_only_the_same_section_of_the_same_document_is_a_twin(doc_id: str, key: str) -> None:
    assert Twins([passage("fees", "zh", "…"), passage(doc_id, "en", "…", section_key=key)]).others(0) == []


def test_groups_stand_where_their_first_row_stood() -> None:
    assert grouped(PAIRED, 2, 1, 0, 3) == [[0, 2], [1, 3]]


@PATIENT
@given(order=st.lists(st.integers(0, 4), unique=True), equal=st.booleans())
def test_each_group_stands_once_with_the_score_of_its_first_row(order: list[int], equal: bool) -> None:
    passages = PAIRED if equal else UNEQUAL
    rows = [row for row in order if row < len(passages)]
    twins = Twins(passages)
    given_ = ranking(*rows)
    found = twins.grouped(given_)
    firsts = [row for at, row in enumerate(rows) if not same_group(passages, row, rows[:at])]
    assert found.scores.tolist() == [given_.score(row) for row in firsts]
    for group, row in zip(found.rows.tolist(), firsts, strict=True):
        assert row in twins.members(group)


def same_group(passages: list[Passage], row: int, others: list[int]) -> bool:
    """All five rows say the same if divided differently; else those of the same part do."""
    return any(len(passages) == 5 or passages[row].part == passages[other].part for other in others)
