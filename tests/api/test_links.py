"""Links that lead to the exact place, also behind a proxy and on an editor's own page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.api.present import Presenter
from qa.datatypes import Passage
from qa.settings import Settings
from tests.api.wire import ask


def test_links_are_absolute_and_begin_with_the_public_address(small: TestClient) -> None:
    source = ask(small, "手续费能退吗")["results"][0]["source"]
    assert source["url"] == "https://help.example.com/wenda/sources/fees/zh#refund"
    assert source["domain"] == "help.example.com"
    assert (source["title"], source["updated"]) == ("手续费", "2026-11-20")


def test_without_a_public_address_links_name_host_and_port(small_index: Path) -> None:
    with TestClient(create_app(Settings(index=small_index, host="127.0.0.2", port=8123, feedback=False))) as client:
        forged = client.post("/api/v1/query", json={"question": "手续费能退吗"}, headers={"Host": "evil.example"})
    assert forged.json()["results"][0]["source"]["url"] == "http://127.0.0.2:8123/sources/fees/zh#refund"
    assert "evil.example" not in forged.text


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert Settings(host="::1").base_url == "http://[::1]:8000"


def test_a_document_with_a_canonical_page_is_linked_there(small: TestClient) -> None:
    answer = ask(small, "firmware updates from the vendor", kind="guide")
    source = answer["results"][0]["source"]
    assert source["url"] == "https://wallets.example.org/guide/hardware"
    assert source["deep_url"].startswith("https://wallets.example.org/guide/hardware#:~:text=")
    assert source["domain"] == "wallets.example.org"


def test_a_canonical_page_that_names_its_own_section_keeps_it() -> None:
    passage = Passage(
        id="a/en#b",
        doc_id="a",
        lang="en",
        kind="guide",
        title="A",
        heading_path=("B",),
        text="One. Two.",
        anchor="b",
        section_key="b",
        fragment="text=One.",
        url="https://example.org/page#part",
    )
    source = Presenter("http://127.0.0.1:8000", date(2026, 11, 23)).source(passage)
    assert source.url == "https://example.org/page#part"
    assert source.deep_url == "https://example.org/page#part:~:text=One."


def test_the_text_fragment_quotes_a_sentence_that_stands_in_the_passage_and_once_in_its_page(
    client: TestClient,
) -> None:
    quoted = 0
    for question in ("客服一直不回复怎么办", "is this support agent real", "钱包被盗", "KYC rejected"):
        for result in ask(client, question, top_k=20, lang="any")["results"]:
            source = result["source"]
            url, _, directive = source["deep_url"].partition(":~:text=")
            assert url == source["url"]
            sentence = unquote(directive)
            assert sentence in result["text"]
            assert not set(directive) & set("-,&# ")
            quoted += bool(sentence)
    assert quoted == 80


def test_every_link_of_an_answer_leads_to_a_page_with_that_anchor(client: TestClient) -> None:
    for result in ask(client, "客服一直不回复怎么办", top_k=20)["results"]:
        for url in (result["source"]["url"], *(other["url"] for other in result["alternates"])):
            address = urlsplit(url)
            page = client.get(address.path)
            assert page.status_code == 200
            assert page.text.count(f'id="{unquote(address.fragment)}"') == 1
