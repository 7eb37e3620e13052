"""Which language answers: the preferred one first, the other where it alone knows, and no vote between languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Lang, Passage, Query, Wanted
from qa.engine import Engine
from tests.made import ENCODER, PATIENT, passage, search_index

BOTH = [
    passage("fees", "en", "The network charges the fee."),
    passage("fees", "zh", "手续费由网络收取。"),
    passage("login", "zh", "重置密码。"),
    passage("late", "en", "Wait a day for a withdrawal."),
]


def found(query: Query, passages: list[Passage] = BOTH) -> list[str]:
    return [hit.passage.id for hit in Engine(search_index(passages), ENCODER).answer(query).hits]


@pytest.mark.parametrize(
    ("text", "lang", "wanted", "first"),
    [
        ("who charges the fee", "en", "auto", "fees/en#s.1"),
        ("手续费是谁收的", "zh", "auto", "fees/zh#s.1"),
        ("who charges the fee", "en", "zh", "fees/zh#s.1"),
        ("手续费是谁收的", "zh", "en", "fees/en#s.1"),
        ("who charges the fee", "en", "any", "fees/en#s.1"),
        ("手续费是谁收的", "zh", "any", "fees/zh#s.1"),
    ],
)
def test_a_passage_is_shown_in_the_wanted_language(text: str, lang: Lang, wanted: Wanted, first: str) -> None:
    assert found(Query(text, lang, wanted))[0] == first


def test_auto_takes_the_other_language_where_it_alone_has_a_passage() -> None:
    """Each passage once: three groups, two of them in one language only."""
    assert set(found(Query("fee withdrawal", "en"))) == {"fees/en#s.1", "login/zh#s.1", "late/en#s.1"}
    assert found(Query("密码", "zh", "auto"), BOTH[3:]) == ["late/en#s.1"]


@pytest.mark.parametrize(
    ("wanted", "ids"), [("zh", {"fees/zh#s.1", "login/zh#s.1"}), ("en", {"fees/en#s.1", "late/en#s.1"})]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_language_asked_for_is_the_only_one(lang: Lang, wanted: Wanted, ids: set[str]) -> None:
    assert set(found(Query("fee 手续费", lang, wanted))) == ids


@pytest.mark.parametrize(
    ("lang", "wanted", "target"),
    [("zh", "auto", "zh"), ("en", "auto", "en"), ("zh", "en", "en"), ("en", "zh", "zh"), ("zh", "any", "zh")],
)
def test_the_answer_names_the_language_it_prefers(lang: Lang, wanted: Wanted, target: Lang) -> None:
    assert Engine(search_index(BOTH), ENCODER).answer(Query("fee", lang, wanted)).lang == target


@pytest.mark.parametrize(
    ("text", "lang", "first"), [("withdrawal", "en", "late/en#s.1"), ("密码", "zh", "login/zh#s.1")]
)
def test_a_good_passage_in_the_questions_language_leads_one_in_the_other_alone(
    text: str, lang: Lang, first: str
) -> None:
    """Its own language's vectors and words both vote for it; the best passage of the other has one vote."""
    assert found(Query(text, lang), BOTH[2:])[0] == first


def test_a_filter_that_one_version_does_not_pass_shows_the_other() -> None:
    tagged = [BOTH[0], passage("fees", "zh", "手续费由网络收取。", tags=("fees",))]
    assert found(Query("who charges the fee", "en", tags=frozenset({"fees"})), tagged) == ["fees/zh#s.1"]
    assert found(Query("who charges the fee", "en", "en", tags=frozenset({"fees"})), tagged) == []


def test_a_traditional_question_finds_simplified_text() -> None:
    assert found(Query("手續費由誰收取", "zh"))[0] == "fees/zh#s.1"


def test_twins_lend_each_other_their_evidence() -> None:
    """A Chinese question is nearer to the Chinese version; shown in English it is no less sure."""
    engine = Engine(search_index(BOTH), ENCODER)
    sure = {wanted: engine.answer(Query("手续费由网络收取", "zh", wanted)).confidence for wanted in ("zh", "en")}
    assert sure["en"] == sure["zh"] > 0


WORDS = ["fee", "late", "network", "locked", "usdt", "提现"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8)


# Token vectors are stored in steps that the largest value of the whole corpus decides: scores move by less than this.
STEP = 1.0


@PATIENT
@given(own=TEXTS, other=TEXTS, asked=st.sampled_from([*WORDS, "fee network", "usdt late fee", "zebra"]))
def test_documents_in_another_language_do_not_change_the_order_within_ones_own(
    own: list[str], other: list[str], asked: str
) -> None:
    """Though they share words with the question, as 87 % of English questions do with some Chinese passage."""
    mine = [passage(f"own{i}", "en", text) for i, text in enumerate(own)]
    theirs = [passage(f"other{i}", "zh", text) for i, text in enumerate(other)]
    query = Query(asked, "en", top_k=20)
    alone, beside = scores(query, mine), scores(query, [*mine, *theirs])
    assert set(alone) == {name for name in beside if "/en#" in name}
    for one in alone:
        for two in alone:
            if alone[one] > alone[two] + STEP:
                assert beside[one] > beside[two]


def scores(query: Query, passages: list[Passage]) -> dict[str, float]:
    final = Engine(search_index(passages), ENCODER).trace(query).stages["final"]
    return {passages[row].id: final.score(row) for row in final.rows.tolist()}
