from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Lang, Passage, Ranking
from qa.retrieval.twins import Twins
from tests.made import PATIENT, passage

PAIRED = [passage("fees", lang, "…", part=part) for lang in ("zh", "en") for part in (1, 2)]
UNEQUAL = [*PAIRED, passage("fees", "en", "…", part=3)]


def ranking(*rows: int) -> Ranking:
    return Ranking(np.asarray(rows, np.int32), np.linspace(1, 0.5, len(rows), dtype=np.float32))


def one_each(passages: list[Passage], rows: Ranking, lang: Lang | None, *preferred: int) -> list[int]:
    everything = np.ones(len(passages), np.bool_)
    shown: list[int] = Twins(passages).one_each(rows, lang, ranking(*preferred), everything).rows.tolist()
    return shown


def test_parts_of_equally_divided_sections_are_paired_one_to_one() -> None:
    twins = Twins(PAIRED)
    assert [twins.others(row) for row in range(4)] == [[2], [3], [0], [1]]


def test_a_section_divided_differently_is_one_group() -> None:
    twins = Twins(UNEQUAL)
    assert [twins.others(row) for row in range(5)] == [[2, 3, 4], [2, 3, 4], [0, 1], [0, 1], [0, 1]]
    assert one_each(UNEQUAL, ranking(3, 0, 4, 1), "en", 4, 3) == [4]


def test_a_section_in_one_language_has_no_twin_and_its_parts_are_results_of_their_own() -> None:
    alone = [passage("fees", "en", "…", part=part) for part in (1, 2, 3)]
    assert Twins(alone).others(1) == []
    assert one_each(alone, ranking(2, 0, 1), "zh") == [2, 0, 1]


@pytest.mark.parametrize(("doc_id", "key"), [("login", "s"), ("fees", "t")])
def test_only_the_same_section_of_the_same_document_is_a_twin(doc_id: str, key: str) -> None:
    assert Twins([passage("fees", "zh", "…"), passage(doc_id, "en", "…", section_key=key)]).others(0) == []


@pytest.mark.parametrize(("lang", "expected"), [("zh", [0, 1]), ("en", [2, 3])])
def test_each_group_is_shown_in_the_wanted_language(lang: Lang, expected: list[int]) -> None:
    assert one_each(PAIRED, ranking(2, 0, 1, 3), lang, 2, 0, 1, 3) == expected


@pytest.mark.parametrize("preferred", [(0, 2), (2, 0), (2,), (0,)])
def test_without_a_wanted_language_the_preferred_version_is_shown(preferred: tuple[int, ...]) -> None:
    assert one_each(PAIRED, ranking(0, 2), None, *preferred) == [preferred[0]]


def test_a_version_that_is_not_allowed_is_never_shown() -> None:
    allowed = np.asarray([True, True, False, True])
    shown = Twins(PAIRED).one_each(ranking(0, 1), "en", ranking(2, 3, 0, 1), allowed)
    assert shown.rows.tolist() == [0, 3]


@PATIENT
@given(order=st.lists(st.integers(0, 4), unique=True), lang=st.sampled_from([None, "zh", "en"]), equal=st.booleans())
def test_each_group_stands_once_where_its_first_row_stood(order: list[int], lang: Lang | None, equal: bool) -> None:
    passages = PAIRED if equal else UNEQUAL
    rows = [row for row in order if row < len(passages)]
    twins = Twins(passages)
    given_ = ranking(*rows)
    shown = twins.one_each(given_, lang, given_, np.ones(len(passages), np.bool_))
    firsts = [row for at, row in enumerate(rows) if not same_group(passages, row, rows[:at])]
    assert shown.scores.tolist() == [given_.score(row) for row in firsts]
    assert np.all(np.diff(shown.scores) <= 0)
    for row, first in zip(shown.rows.tolist(), firsts, strict=True):
        assert same_group(passages, row, [first])


def same_group(passages: list[Passage], row: int, others: list[int]) -> bool:
    """All five rows say the same if divided differently; else those of the same part do."""
    return any(len(passages) == 5 or passages[row].part == passages[other].part for other in others)
