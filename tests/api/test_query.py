"""The contract of a question's answer: DESIGN.md, section 4."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.wire import QUERY, ask, ids

TOP = {
    "answer_id": str,
    "state": str,
    "lang": str,
    "confidence": float,
    "results": list,
    "related": list,
    "notices": list,
    "clarify": (dict, type(None)),
    "snapshot": str,
    "took_ms": float,
}
RESULT = {
    "rank": int,
    "confidence": float,
    "doc_id": str,
    "passage_id": str,
    "lang": str,
    "kind": str,
    "platform": (str, type(None)),
    "title": str,
    "heading_path": list,
    "question": (str, type(None)),
    "text": str,
    "highlights": list,
    "source": dict,
    "alternates": list,
}
SOURCE = {
    "url": str,
    "deep_url": str,
    "title": str,
    "domain": str,
    "updated": (str, type(None)),
    "review_by": (str, type(None)),
    "review_due": bool,
}
ALTERNATE = {"lang": str, "passage_id": str, "url": str}
QUESTIONS = (
    "客服一直不回复怎么办",
    "I sent USDT on the wrong network, is it lost?",
    "提幣一直沒有到賬",
    "KYC 审核 rejected",
)


def has_fields(found: dict[str, Any], fields: dict[str, Any], *, also: frozenset[str] = frozenset()) -> None:
    assert set(found) - also == set(fields)
    for name, wanted in fields.items():
        assert isinstance(found[name], wanted), f"{name} is {found[name]!r}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_field_of_the_contract_is_there_with_its_type(client: TestClient, question: str) -> None:
    answer = ask(client, question, top_k=20)
    has_fields(answer, TOP, also=frozenset({"stages"}))
    assert answer["results"]
    for result in answer["results"]:
        has_fields(result, RESULT)
        has_fields(result["source"], SOURCE)
        for alternate in result["alternates"]:
            has_fields(alternate, ALTERNATE)
        if result["source"]["updated"]:
            date.fromisoformat(result["source"]["updated"])
    for related in answer["related"]:
        has_fields(related, {"question": str, "passage_id": str})


@pytest.mark.parametrize("question", QUESTIONS)
def test_values_are_within_what_the_contract_allows(client: TestClient, question: str) -> None:
    answer = ask(client, question, top_k=20)
    assert answer["state"] in ("answer", "no_answer")
    assert answer["lang"] in ("zh", "en")
    assert [result["rank"] for result in answer["results"]] == list(range(1, len(answer["results"]) + 1))
    assert answer["confidence"] == answer["results"][0]["confidence"]
    for result in answer["results"]:
        assert 0 <= result["confidence"] <= 1
        assert result["kind"] in ("guide", "faq")
        assert result["passage_id"].startswith(f"{result['doc_id']}/{result['lang']}#")
        assert (result["question"] is None) == (result["question"] not in result["heading_path"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_highlights_are_whole_ranges_of_code_points_in_order(client: TestClient, question: str) -> None:
    highlighted = 0
    for result in ask(client, question, top_k=20)["results"]:
        ranges = [(span["start"], span["end"]) for span in result["highlights"]]
        assert all(0 <= start < end <= len(result["text"]) for start, end in ranges)
        assert all(end <= start for (_, end), (start, _) in pairwise(ranges))
        assert all(result["text"][start:end].strip() for start, end in ranges)
        highlighted += len(ranges)
    assert highlighted


def test_highlights_count_code_points_also_after_an_emoji(small: TestClient) -> None:
    result = ask(small, "🙂 why is the withdrawal fee so high")["results"][0]
    (span,) = result["highlights"]
    assert result["text"][span["start"] : span["end"]].startswith("The fee goes to the blockchain network")


def test_a_question_of_the_documents_is_answered_and_one_of_nothing_is_not(small: TestClient) -> None:
    asked = ask(small, "Why is the withdrawal fee so high?", top_k=1)
    assert (asked["state"], ids(asked)[0]) == ("answer", "fees/en#high")
    unknown = ask(small, "how to braise pork belly", top_k=1)
    assert unknown["state"] == "no_answer"
    assert unknown["confidence"] < asked["confidence"]
    assert unknown["results"]
    assert unknown["related"]


def test_related_questions_are_others_than_the_results_and_in_the_language_of_the_answer(client: TestClient) -> None:
    for question, lang in (("客服一直不回复怎么办", "zh"), ("support does not answer", "en")):
        answer = ask(client, question, top_k=3)
        assert not {related["passage_id"] for related in answer["related"]} & set(ids(answer))
        assert all(f"/{lang}#" in related["passage_id"] for related in answer["related"])


def test_the_snapshot_named_is_the_one_that_is_ready(client: TestClient) -> None:
    assert ask(client, "手续费")["snapshot"] == client.get("/readyz").json()["snapshot"]


def test_the_text_is_word_for_word_what_stands_in_the_passage(client: TestClient) -> None:
    first = ask(client, "客服一直不回复怎么办")["results"][0]
    passage = client.get(f"/api/v1/passages/{first['passage_id'].replace('#', '%23')}").json()
    assert {name: first[name] for name in passage} == passage


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "客服一直不回复怎么办"},
        {"question": "Is it lost? 100% & more = #1 +", "lang": "any", "top_k": 20, "debug": True},
        {"question": "提现", "lang": "en", "kind": "faq", "tags": ["support", "waiting"], "platform": "okx"},
        {"question": "👨‍👩‍👧 钱包 wallet\u202e", "lang": "zh", "kind": "guide", "debug": False},
    ],
)
def test_get_gives_what_post_gives(client: TestClient, fields: dict[str, Any]) -> None:
    posted, got = client.post(QUERY, json=fields), client.get(QUERY, params=fields)
    assert (posted.status_code, got.status_code) == (200, 200)
    assert {**posted.json(), "took_ms": 0} == {**got.json(), "took_ms": 0}


def test_a_question_asked_twice_has_the_same_answer(client: TestClient) -> None:
    first, second = (ask(client, "钱包被盗怎么办", top_k=20, debug=True) for _ in range(2))
    assert {**first, "took_ms": 0} == {**second, "took_ms": 0}


def test_what_nobody_sees_in_a_question_changes_nothing(client: TestClient) -> None:
    plain = ask(client, "客服一直不回复怎么办")
    veiled = ask(client, "\ufeff客服\u200b一直\u202e不回复\u2066怎么办\x00\x07  \n")
    assert {**veiled, "took_ms": 0} == {**plain, "took_ms": 0}


def test_the_language_of_the_answer_is_the_questions_unless_one_is_asked_for(client: TestClient) -> None:
    assert ask(client, "提现没到账")["lang"] == "zh"
    assert ask(client, "withdrawal has not arrived")["lang"] == "en"
    assert ask(client, "提现没到账", lang="en")["lang"] == "en"
    assert ask(client, "binance 提现 withdrawal 三天没到账")["lang"] == "zh"
