"""Type-ahead, and passages by their id."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.wire import ask, ids, problem


def suggested(client: TestClient, q: str, **parameters: str) -> list[dict[str, str]]:
    response = client.get("/api/v1/suggest", params={"q": q, **parameters})
    assert response.status_code == 200
    found: list[dict[str, str]] = response.json()["suggestions"]
    return found


def test_the_beginning_of_a_question_is_completed(client: TestClient) -> None:
    assert suggested(client, "客服好几天没")[0] == {
        "question": "客服好几天没回，我该怎么办？",
        "passage_id": "slow-support/zh#no-reply",
    }


def test_another_phrasing_of_an_editor_finds_the_question_too(client: TestClient) -> None:
    assert suggested(client, "给客服发邮件石沉")[0]["passage_id"] == "slow-support/zh#no-reply"


def test_traditional_characters_complete_as_simplified_ones_do(client: TestClient) -> None:
    assert suggested(client, "客服好幾天沒回") == suggested(client, "客服好几天没回") != []


@pytest.mark.parametrize(("lang", "marker"), [("zh", "/zh#"), ("en", "/en#"), ("auto", "/en#")])
def test_suggestions_come_in_the_language_asked_for(client: TestClient, lang: str, marker: str) -> None:
    found = suggested(client, "USDT", lang=lang)
    assert found
    assert all(marker in one["passage_id"] for one in found)


def test_there_are_six_suggestions_at_most_and_none_twice(client: TestClient) -> None:
    found = [one["passage_id"] for one in suggested(client, "怎么")]
    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize("q", ["", "   ", "？！", "🙂", "zzzzqqqq", "\u0000", "\u202e", "***"])
def test_what_fits_nothing_suggests_nothing(client: TestClient, q: str) -> None:
    assert suggested(client, q) == []


def test_half_a_character_in_the_address_is_no_error(client: TestClient) -> None:
    assert client.get("/api/v1/suggest?q=%ED%A0%80").status_code == 200


@pytest.mark.parametrize("query", ["", "?q=" + "a" * 201, "?q=a&lang=fr", "?q=a&limit=9"])
def test_a_wrong_parameter_is_a_problem(client: TestClient, query: str) -> None:
    response = client.get(f"/api/v1/suggest{query}")
    assert response.status_code == 422
    assert problem(response) == "invalid-request"


def test_every_passage_that_an_answer_names_can_be_read(client: TestClient) -> None:
    for passage_id in ids(ask(client, "客服", top_k=20, lang="any")):
        passage = client.get(f"/api/v1/passages/{passage_id.replace('#', '%23')}")
        assert passage.status_code == 200
        assert passage.json()["passage_id"] == passage_id
        assert set(passage.json()) == {
            *("doc_id", "passage_id", "lang", "kind", "title", "heading_path"),
            *("question", "text", "source", "alternates", "platform"),
        }


@pytest.mark.parametrize(
    "address", ["slow-support/zh", "slow-support/zh%23nothing", "%00", "..%2f..%2fetc%2fpasswd", "a/b/c", "%ED%A0%80"]
)
def test_an_unknown_passage_is_a_problem_that_does_not_repeat_its_name(client: TestClient, address: str) -> None:
    response = client.get(f"/api/v1/passages/{address}", headers={"Accept-Language": "zh-TW,zh;q=0.9"})
    assert response.status_code == 404
    assert problem(response) == "passage-not-found"
    assert response.json()["title"] == "没有这段内容"
