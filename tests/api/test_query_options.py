"""What the options of a question do: lang, top_k, kind, tags, platform, debug."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.wire import ask, ids

ZH_QUESTION = "提现手续费为什么这么高"
EN_QUESTION = "why is the withdrawal fee so high"


def langs(answer: dict[str, list[dict[str, str]]]) -> set[str]:
    return {result["lang"] for result in answer["results"]}


def test_auto_prefers_the_questions_language_and_falls_back_to_the_other(small: TestClient) -> None:
    assert set(ids(ask(small, ZH_QUESTION, top_k=20))) == {
        "fees/zh#high",
        "fees/zh#refund",
        "staking/en#unbonding",
        "ledger/en#firmware",
    }
    assert langs(ask(small, EN_QUESTION, top_k=20)) == {"en"}


@pytest.mark.parametrize("question", [ZH_QUESTION, EN_QUESTION])
def test_zh_and_en_give_only_that_language(small: TestClient, question: str) -> None:
    assert set(ids(ask(small, question, lang="zh", top_k=20))) == {"fees/zh#high", "fees/zh#refund"}
    assert langs(ask(small, question, lang="en", top_k=20)) == {"en"}


def test_any_takes_each_passage_in_the_version_that_matches_best(small: TestClient) -> None:
    assert ids(ask(small, ZH_QUESTION, lang="any"))[0] == "fees/zh#high"
    assert ids(ask(small, EN_QUESTION, lang="any"))[0] == "fees/en#high"


@pytest.mark.parametrize("lang", ["auto", "zh", "en", "any"])
@pytest.mark.parametrize("question", ["客服一直不回复怎么办", "my wallet was drained"])
def test_versions_of_a_passage_count_once(client: TestClient, question: str, lang: str) -> None:
    answer = ask(client, question, lang=lang, top_k=20)
    sections = [passage_id.replace("/zh#", "#").replace("/en#", "#") for passage_id in ids(answer)]
    assert len(set(sections)) == len(sections) == 20


def test_the_other_version_is_offered_as_an_alternate(small: TestClient) -> None:
    by_id = {result["passage_id"]: result for result in ask(small, ZH_QUESTION, top_k=20)["results"]}
    assert by_id["fees/zh#high"]["alternates"] == [
        {
            "lang": "en",
            "passage_id": "fees/en#high",
            "url": "https://help.example.com/wenda/sources/fees/en#high",
        }
    ]
    assert by_id["staking/en#unbonding"]["alternates"] == []


@pytest.mark.parametrize("top_k", [1, 2, 7, 20])
def test_top_k_is_how_many_results_come_at_most(client: TestClient, small: TestClient, top_k: int) -> None:
    assert len(ask(client, "客服", top_k=top_k)["results"]) == top_k
    assert len(ask(small, "手续费", top_k=top_k)["results"]) == min(top_k, 4)


def test_a_smaller_top_k_is_the_beginning_of_a_larger_one(client: TestClient) -> None:
    assert ids(ask(client, "客服", top_k=5)) == ids(ask(client, "客服", top_k=20))[:5]
    assert len(ask(client, "客服")["results"]) == 5


@pytest.mark.parametrize("kind", ["guide", "faq"])
def test_kind_leaves_only_its_passages(client: TestClient, kind: str) -> None:
    results = ask(client, "客服一直不回复怎么办", kind=kind, top_k=20)["results"]
    assert {result["kind"] for result in results} == {kind}


def test_tags_leave_only_documents_that_carry_all_of_them(small: TestClient) -> None:
    assert set(ids(ask(small, "fees", tags=["fees"], lang="en"))) == {
        "fees/en#high",
        "fees/en#refund",
        "ledger/en#firmware",
    }
    assert ids(ask(small, "fees", tags=["fees", "wallet"])) == ["ledger/en#firmware"]
    assert langs(ask(small, "手续费", tags=[])) == {"zh", "en"}


def test_what_no_document_carries_gives_no_answer_and_no_result(small: TestClient) -> None:
    answer = ask(small, "fees", tags=["nothing has this tag"])
    assert (answer["state"], answer["confidence"]) == ("no_answer", 0)
    assert answer["results"] == answer["related"] == []


def test_another_platforms_documents_are_left_out_and_general_ones_kept(small: TestClient) -> None:
    assert "staking/en#unbonding" in ids(ask(small, "unbonding", platform="harbour"))
    others = ids(ask(small, "unbonding", platform="lighthouse"))
    assert "staking/en#unbonding" not in others
    assert len(others) == 3


def test_stages_come_only_with_debug_and_are_rankings(client: TestClient) -> None:
    assert not ask(client, "客服").get("stages")
    answer = ask(client, "客服一直不回复怎么办", debug=True, top_k=20)
    assert list(answer["stages"]) == ["dense", "lexical", "fused", "late", "final"]
    for stage in answer["stages"].values():
        scores = [row["score"] for row in stage]
        assert scores == sorted(scores, reverse=True)
        assert len({row["passage_id"] for row in stage}) == len(stage)
    assert [row["passage_id"] for row in answer["stages"]["final"]] == ids(answer)
