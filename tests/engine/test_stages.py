from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import LANGS, Answer, Lang, Passage, Query
from qa.encoding.hash_encoder import HashEncoder
from qa.engine import RELATED, Engine
from tests.made import ENCODER, PATIENT, passage, question, search_index

WORDS: dict[Lang, list[str]] = {
    "en": ["fee", "withdrawal", "late", "locked", "password", "network"],
    "zh": ["手续费", "提现", "到账", "锁定", "密码", "网络"],
}
LANG: st.SearchStrategy[Lang] = st.sampled_from(LANGS)


@st.composite
def text(draw: st.DrawFn, lang: Lang) -> str:
    return " ".join(draw(st.lists(st.sampled_from(WORDS[lang]), min_size=1, max_size=5)))


@st.composite
def corpora(draw: st.DrawFn) -> list[Passage]:
    """Documents in one language or both, divided equally or not, some of them questions."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        langs: list[Lang] = draw(st.lists(LANG, min_size=1, max_size=2, unique=True))
        for lang in langs:
            asked = draw(st.none() | text(lang))
            fields: dict[str, Any] = {"tags": tuple(draw(st.sets(st.sampled_from("ab")))), "question": asked}
            for part in range(1, draw(st.integers(1, 2)) + 1):
                kind = "faq" if asked else "guide"
                found.append(passage(f"d{number}", lang, draw(text(lang)), part=part, **{**fields, "kind": kind}))
    return found


@st.composite
def queries(draw: st.DrawFn) -> Query:
    lang: Lang = draw(LANG)
    return Query(
        draw(text(lang) | st.just("zebra")),
        lang,
        wanted=draw(st.sampled_from(["auto", "zh", "en", "any"])),
        top_k=draw(st.integers(1, 6)),
        kind=draw(st.sampled_from([None, None, "guide", "faq"])),
        tags=draw(st.sampled_from([frozenset(), frozenset("a")])),
    )


def group(found: Passage, passages: list[Passage]) -> tuple[str, int]:
    """The document, and the part if all versions have as many."""
    parts = {sum(p.doc_id == found.doc_id and p.lang == lang for p in passages) for lang in ("zh", "en")} - {0}
    return (found.doc_id, found.part if len(parts) == 1 else 0)


@PATIENT
@given(corpora(), queries())
def test_every_stage_is_a_ranking_and_they_run_in_order(passages: list[Passage], query: Query) -> None:
    stages = Engine(search_index(passages), ENCODER).trace(query).stages
    assert list(stages) == ["dense", "lexical", "fused", "late", "final"]
    for name, ranking in stages.items():
        assert len(set(ranking.rows.tolist())) == len(ranking), name
        assert np.all(np.diff(ranking.scores) <= 0), name
        assert all(0 <= row < len(passages) for row in ranking.rows.tolist()), name


@PATIENT
@given(corpora(), queries())
def test_the_final_ranking_has_one_version_of_each_passage(passages: list[Passage], query: Query) -> None:
    rows = Engine(search_index(passages), ENCODER).trace(query).stages["final"].rows.tolist()
    groups = [group(passages[row], passages) for row in rows]
    assert len(set(groups)) == len(groups)


@PATIENT
@given(corpora(), queries())
def test_every_result_passes_every_filter_in_whatever_language(passages: list[Passage], query: Query) -> None:
    answer = Engine(search_index(passages), ENCODER).answer(query)
    for found in (*(hit.passage for hit in answer.hits), *answer.related):
        assert query.kind in (None, found.kind)
        assert query.tags <= set(found.tags)
        assert query.wanted in ("auto", "any", found.lang)


@PATIENT
@given(corpora(), queries())
def test_everything_that_passes_is_ranked(passages: list[Passage], query: Query) -> None:
    """In a corpus smaller than the depth of the rankings nothing gets lost."""
    stages = Engine(search_index(passages), ENCODER).trace(query).stages
    passing = [p for p in passages if query.kind in (None, p.kind) and query.tags <= set(p.tags)]
    if query.wanted in ("zh", "en"):
        passing = [p for p in passing if p.lang == query.wanted]
    ranked = {group(passages[row], passages) for row in stages["final"].rows.tolist()}
    assert ranked == {group(p, passages) for p in passing}


@PATIENT
@given(corpora(), queries())
def test_related_questions_are_none_of_the_results(passages: list[Passage], query: Query) -> None:
    answer = Engine(search_index(passages), ENCODER).answer(query)
    shown = {group(hit.passage, passages) for hit in answer.hits}
    assert len(answer.related) <= RELATED
    for found in answer.related:
        assert found.question
        assert found.lang == answer.lang
        assert group(found, passages) not in shown


@PATIENT
@given(corpora(), queries())
def test_an_answer_says_what_its_first_result_says(passages: list[Passage], query: Query) -> None:
    answer = Engine(search_index(passages), ENCODER).answer(query)
    assert answer.confidence == (answer.hits[0].confidence if answer.hits else 0)
    assert all(0 <= hit.confidence <= 1 for hit in answer.hits)
    assert len(answer.hits) == min(query.top_k, len(answer.stages["final"]))


@PATIENT
@given(corpora(), queries())
def test_alternates_are_the_versions_in_the_other_language(passages: list[Passage], query: Query) -> None:
    for hit in Engine(search_index(passages), ENCODER).answer(query).hits:
        same = [p for p in passages if group(p, passages) == group(hit.passage, passages)]
        assert list(hit.alternates) == [p for p in same if p.lang != hit.passage.lang]


ENGLISH = [question(f"q{i}", "en", f"Why is the {word} late?", f"About {word}.") for i, word in enumerate(WORDS["en"])]


@pytest.mark.parametrize("top_k", [1, 3, 20])
def test_no_more_results_than_asked_for(top_k: int) -> None:
    answer = Engine(search_index(ENGLISH), ENCODER).answer(Query("why is it late", "en", top_k=top_k))
    assert len(answer.hits) == min(top_k, len(ENGLISH))
    assert len(answer.related) == min(RELATED, len(ENGLISH) - len(answer.hits))


def test_fewer_results_are_the_beginning_of_more() -> None:
    engine = Engine(search_index(ENGLISH), ENCODER)
    ids = [[hit.passage.id for hit in engine.answer(Query("late fee", "en", top_k=k)).hits] for k in (1, 2, 4, 6)]
    assert all(more[: len(fewer)] == fewer for fewer, more in pairwise(ids))


@pytest.mark.parametrize("filters", [{"tags": frozenset({"none"})}, {"kind": "guide"}, {"wanted": "zh"}])
def test_filters_that_nothing_passes_give_no_answer(filters: dict[str, Any]) -> None:
    answer = Engine(search_index(ENGLISH), ENCODER).answer(Query("late fee", "en", **filters))
    assert (answer.state, answer.confidence, answer.hits, answer.related) == ("no_answer", 0.0, (), ())


def test_the_words_of_the_question_are_highlighted() -> None:
    text = "The sky is blue. The withdrawal is late today."
    (hit,) = Engine(search_index([passage("late", "en", text)]), ENCODER).answer(Query("late withdrawal", "en")).hits
    assert [text[span.start : span.end] for span in hit.highlights] == ["The withdrawal is late today."]


def test_an_encoder_of_another_width_is_refused_with_both_widths() -> None:
    with pytest.raises(ValueError, match="width 64 but the encoder makes 32"):
        Engine(search_index(ENGLISH), HashEncoder(32))


def test_eight_threads_get_the_answers_that_one_gets() -> None:
    engine = Engine(search_index([*ENGLISH, passage("fees", "zh", "手续费由网络收取")]), ENCODER)
    asked = [Query(word, lang) for lang in ("en", "zh") for word in WORDS[lang]] * 10

    def answer(query: Query) -> Answer:
        return replace(engine.answer(query), stages={})

    alone = [answer(query) for query in asked]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(answer, asked)) == alone
