"""What an asker is told beside the passages: of secrets, schemes, contacts, platforms and old texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.api import state
from qa.api.app import create_app
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.settings import Settings
from tests.api.wire import QUERY, ask, ids, problem
from tests.conftest import use_hash_encoder
from tests.made import write_corpus

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
TODAY = date(2026, 11, 23)
HAN = re.compile("[\u4e00-\u9fff]")

CONTACTS = """platforms:
  - platform: binance
    names: {zh: 币安, en: Binance}
    aliases: [幣安]
    domains: [binance.com]
  - platform: okx
    names: {zh: 欧易, en: OKX}
    domains: [okx.com]
"""


def page(doc_id: str, lang: str, heading: str, text: str, extra: str = "") -> str:
    return f"---\nid: {doc_id}\nlang: {lang}\ntitle: {heading}\n{extra}---\n\n## {heading} {{#here}}\n\n{text}\n"


DOCUMENTS = {
    "contacts.yaml": CONTACTS,
    "binance.md": page(
        "binance-limit", "en", "What is the daily limit?", "Binance allows 2 BTC.", "platform: Binance\n"
    ),
    "okx.md": page("okx-limit", "en", "What is the daily limit?", "OKX allows 5 BTC.", "platform: okx\n"),
    "binance-zh.md": page("binance-limit", "zh", "每天限额是多少？", "币安每天两个比特币。", "platform: 币安\n"),
    "fee.md": page("fee", "en", "Who charges the fee?", "The network charges the fee.", "review_by: 2026-11-22\n"),
    "old.md": page("old", "en", "Who answers the telephone?", "Nobody does.", "review_by: 2020-01-01\n"),
    "old-zh.md": page("old", "zh", "谁接电话？", "没有人接。", "review_by: 2020-01-01\n"),
    "seed.md": page("seed-phrase-and-private-keys", "en", "Exposed", "Move your coins now.").replace(
        "#here", "#exposed"
    ),
}


@pytest.fixture(scope="module")
def wary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    corpus = write_corpus(tmp_path_factory.mktemp("corpus"), DOCUMENTS)
    index: Path = tmp_path_factory.mktemp("index")
    use_hash_encoder(index)
    build(corpus, index, HashEncoder())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "today", lambda: TODAY)
        with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
            yield client


def notices(client: TestClient, question: str, **fields: Any) -> dict[str, dict[str, Any]]:
    return {notice["code"]: notice for notice in ask(client, question, **fields)["notices"]}


def test_an_ordinary_question_brings_no_notice(wary: TestClient) -> None:
    assert ask(wary, "who charges the fee")["notices"] == []
    assert ask(wary, "每天限额是多少")["notices"] == []


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        (f"my seed phrase is {PHRASE}, who charges the fee?", "en"),
        (f"我的助记词是 {PHRASE}，每天限额是多少", "zh"),
    ],
)
def test_a_secret_is_cut_out_and_the_rest_is_answered(wary: TestClient, question: str, lang: str) -> None:
    response = wary.post(QUERY, json={"question": question})
    answer = response.json()
    (notice,) = (one for one in answer["notices"] if one["code"] == "secret_removed")
    assert notice["level"] == "danger"
    assert bool(HAN.search(notice["title"])) == (answer["lang"] == "zh") == (lang == "zh")
    assert len(notice["steps"]) == 3
    assert "sausage" not in response.text
    assert {"en": "fee/en#here", "zh": "binance-limit/zh#here"}[lang] in ids(answer)


def test_a_notice_leads_to_the_passage_that_says_what_to_do(wary: TestClient) -> None:
    notice = notices(wary, f"my seed phrase is {PHRASE}, what now")["secret_removed"]
    assert notice["passage_id"] == "seed-phrase-and-private-keys/en#exposed"
    assert notice["url"].endswith("/sources/seed-phrase-and-private-keys/en#exposed")


@pytest.mark.parametrize(("header", "lang"), [("zh-CN,zh;q=0.9", "zh"), ("en-GB", "en"), ("fr", "en"), (None, "en")])
def test_nothing_but_a_secret_is_answered_in_the_readers_language(
    wary: TestClient, header: str | None, lang: str
) -> None:
    headers = {"Accept-Language": header} if header else {}
    answer = wary.post(QUERY, json={"question": PHRASE}, headers=headers).json()
    assert answer["lang"] == lang
    assert [notice["code"] for notice in answer["notices"]] == ["secret_removed"]
    if lang == "en":
        assert ids(answer)[0] == "seed-phrase-and-private-keys/en#exposed"


def test_what_is_typed_is_not_completed_with_a_secret_in_it(wary: TestClient) -> None:
    def suggested(typed: str) -> list[str]:
        found = wary.get("/api/v1/suggest", params={"q": typed}).json()["suggestions"]
        return [suggestion["question"] for suggestion in found]

    assert suggested("who charges") == ["Who charges the fee?"]
    assert suggested(PHRASE) == []


def test_the_page_does_not_repeat_a_secret_from_its_address(wary: TestClient) -> None:
    shown = wary.get("/", params={"q": f"who charges the fee {PHRASE}"}).text
    assert "who charges the fee" in shown
    assert "sausage" not in shown


@pytest.mark.parametrize(
    ("question", "han"),
    [("客服说要先交保证金才能提现，是真的吗", True), ("support says I must pay a fee to unlock my withdrawal", False)],
)
def test_a_scheme_is_named_whatever_the_passages_say(wary: TestClient, question: str, han: bool) -> None:
    notice = notices(wary, question)["scam_pay-to-unlock"]
    assert notice["level"] == "danger"
    assert bool(HAN.search(notice["title"])) == bool(HAN.search(notice["message"])) == han


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        ("binance.com", "contact_official"),
        ("binance-support.com", "contact_lookalike"),
        ("some-shop.example.org", "contact_unknown"),
    ],
)
@pytest.mark.parametrize("question", ["is {} real", "{} 是真的吗"])
def test_a_contact_in_a_question_is_looked_up(wary: TestClient, contact: str, code: str, question: str) -> None:
    notice = notices(wary, question.format(contact))[code]
    assert notice["about"] == contact
    assert bool(HAN.search(notice["message"])) == bool(HAN.search(question))


@pytest.mark.parametrize("name", ["Binance", "币安", "幣安", "binance"])
def test_passages_of_another_platform_than_the_named_one_never_answer(wary: TestClient, name: str) -> None:
    for answer in (
        ask(wary, f"what is the daily limit at {name}?", top_k=20),
        ask(wary, "what is the daily limit?", platform=name, top_k=20),
    ):
        assert "okx-limit/en#here" not in ids(answer)
        assert "binance-limit/en#here" in ids(answer)
        assert answer["clarify"] is None


@pytest.mark.parametrize(("lang", "name"), [("en", "Binance"), ("zh", "币安")])
def test_where_no_platform_is_named_and_several_have_an_answer_the_asker_may_choose(
    wary: TestClient, lang: str, name: str
) -> None:
    question = {"en": "what is the daily limit?", "zh": "每天限额是多少 daily limit"}[lang]
    clarify = ask(wary, question)["clarify"]
    options = {option["platform"]: option["name"] for option in clarify["options"]}
    assert set(options) == {"binance", "okx"}
    assert options["binance"] == name
    assert bool(HAN.search(clarify["message"])) == (lang == "zh")


def test_results_say_of_which_platform_they_are(wary: TestClient) -> None:
    found = {result["passage_id"]: result["platform"] for result in ask(wary, "what is the daily limit?")["results"]}
    assert found["binance-limit/en#here"] == "binance"
    assert found["fee/en#here"] is None


def test_a_source_says_when_its_review_is_overdue(wary: TestClient) -> None:
    sources = {result["doc_id"]: result["source"] for result in ask(wary, "who charges the fee")["results"]}
    assert (sources["fee"]["review_by"], sources["fee"]["review_due"]) == ("2026-11-22", True)
    assert (sources["okx-limit"]["review_by"], sources["okx-limit"]["review_due"]) == (None, False)
    assert 'class="notice warning"' in wary.get("/sources/fee/en").text
    assert 'class="notice warning"' not in wary.get("/sources/okx-limit/en").text


@pytest.mark.parametrize(("question", "lang"), [("who answers the telephone?", "en"), ("谁接电话？", "zh")])
def test_what_is_long_past_its_review_is_not_shown_but_its_document_is_named(
    wary: TestClient, question: str, lang: str
) -> None:
    answer = ask(wary, question)
    assert f"old/{lang}#here" not in ids(answer)
    (notice,) = answer["notices"]
    assert notice["code"] == "passage_withheld"
    assert notice["url"].endswith(f"/sources/old/{lang}#here")
    assert {"en": "1 January 2020", "zh": "2020年1月1日"}[lang] in notice["message"]


def test_a_withheld_passage_cannot_be_fetched_either(wary: TestClient) -> None:
    response = wary.get("/api/v1/passages/old/en%23here")
    assert (response.status_code, problem(response)) == (410, "passage-withheld")
    assert response.json()["document"].endswith("/sources/old/en#here")
    assert wary.get("/api/v1/passages/fee/en%23here").status_code == 200
