"""The pages people read."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa import snapshot
from qa.api.site import _for_script
from qa.datatypes import Document
from tests.api.wire import problem

LINK_ATTRIBUTES = {"href", "src", "action"}


class Page(HTMLParser):
    """Ids, links and JSON-LD of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.json_ld = ""
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.extend(value for name, value in attrs if name == "id" and value)
        self.links.extend(value for name, value in attrs if name in LINK_ATTRIBUTES and value)
        assert not [name for name in values if name.startswith("on") or name == "style"], values
        if tag == "script":
            self.scripts.append(values)
            self._in_script = True

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and self.scripts[-1].get("type") == "application/ld+json":
            self.json_ld += data


@pytest.fixture(scope="module")
def documents(hash_index: Path) -> tuple[Document, ...]:
    return tuple(snapshot.load(hash_index).documents)


def test_every_document_has_a_page_with_an_anchor_for_every_section(
    client: TestClient, documents: tuple[Document, ...]
) -> None:
    assert len(documents) == 82
    for document in documents:
        response = client.get(f"/sources/{document.id}/{document.lang}")
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        page = Page(response.text)
        assert len(set(page.ids)) == len(page.ids)
        assert {section.anchor for section in document.sections} <= set(page.ids)
        assert f'<html lang="{"zh-CN" if document.lang == "zh" else "en"}">' in response.text


def test_links_of_a_page_lead_somewhere(client: TestClient, documents: tuple[Document, ...]) -> None:
    ids: dict[str, set[str]] = {}
    for document in documents:
        address = f"/sources/{document.id}/{document.lang}"
        response = client.get(address)
        for link in Page(response.text).links:
            if re.match(r"[a-z]+:", link):
                assert link.startswith(("https://", "mailto:", "tel:")), link
                continue
            target = response.url.join(link)
            path = target.raw_path.decode()
            if path not in ids:
                found = client.get(path)
                assert found.status_code == 200, (address, link)
                ids[path] = set(Page(found.text).ids) if "html" in found.headers["content-type"] else set()
            assert not target.fragment or target.fragment in ids[path], (address, link)


def test_an_faq_page_carries_its_questions_and_answers_as_json_ld(
    client: TestClient, documents: tuple[Document, ...]
) -> None:
    for document in documents:
        page = Page(client.get(f"/sources/{document.id}/{document.lang}").text)
        assert bool(page.json_ld) == (document.kind == "faq")
        if page.json_ld:
            data = json.loads(page.json_ld)
            assert (data["@context"], data["@type"]) == ("https://schema.org", "FAQPage")
            assert data["inLanguage"] == document.lang
            names = [entry["name"] for entry in data["mainEntity"]]
            assert names == [section.heading for section in document.sections if section.is_question] != []
            for entry in data["mainEntity"]:
                assert entry["@type"] == "Question"
                assert entry["acceptedAnswer"]["@type"] == "Answer"
                assert entry["acceptedAnswer"]["text"].strip()


def test_a_page_links_to_its_version_in_the_other_language_if_there_is_one(small: TestClient) -> None:
    page = small.get("/sources/fees/zh")
    assert '<link rel="alternate" hreflang="en" href="en">' in page.text
    assert 'hreflang="en">English</a>' in page.text
    alone = small.get("/sources/staking/en").text
    assert "alternate" not in alone
    assert "中文" not in alone


def test_a_page_names_the_canonical_one_if_the_editor_did(small: TestClient) -> None:
    canonical = '<link rel="canonical" href="https://wallets.example.org/guide/hardware">'
    assert canonical in small.get("/sources/ledger/en").text
    assert "canonical" not in small.get("/sources/fees/en").text


@pytest.mark.parametrize(
    ("address", "accept", "lang"),
    [
        ("/", "zh-CN", "zh-CN"),
        ("/", "en-GB,zh;q=0.9", "en"),
        ("/", "", "en"),
        ("/?lang=zh", "en", "zh-CN"),
        ("/?lang=en", "zh", "en"),
        ("/sources/?lang=zh", "en", "zh-CN"),
        ("/sources/", "zh", "zh-CN"),
    ],
)
def test_a_page_comes_in_the_language_asked_for(client: TestClient, address: str, accept: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in client.get(address, headers={"Accept-Language": accept}).text


def test_the_list_holds_every_document_of_its_language_once(
    client: TestClient, documents: tuple[Document, ...]
) -> None:
    for lang in ("zh", "en"):
        links = Page(client.get(f"/sources/?lang={lang}").text).links
        listed = [link for link in links if re.fullmatch(rf"\.\./sources/[^/?]+/{lang}", link)]
        assert sorted(listed) == sorted(
            f"../sources/{document.id}/{lang}" for document in documents if document.lang == lang
        )


def test_the_list_without_its_slash_leads_there_and_never_to_another_host(client: TestClient) -> None:
    response = client.get("/sources", headers={"Host": "evil.example"}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, "sources/")


@pytest.mark.parametrize(
    "question", ['"><script>alert(1)</script>', "</script><b>", "' onfocus=x ", "{{7*7}}", "&amp;"]
)
def test_a_question_in_the_address_is_shown_and_never_run(client: TestClient, question: str) -> None:
    html = client.get("/", params={"q": question, "lang": "en"}).text
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "49" not in html
    assert [script.get("src") for script in Page(html).scripts] == [None, "static/search.js"]


def test_nothing_that_a_document_says_can_end_a_script() -> None:
    hostile = {"name": "</script><!-- <script> & \u2028"}
    written = _for_script(hostile)
    assert not set(written) & set("<>&")
    assert json.loads(written) == hostile


@pytest.mark.parametrize("query", ["?lang=fr", "?q=" + "a" * 2001, "?lang="])
def test_a_wrong_parameter_of_a_page_is_a_problem(client: TestClient, query: str) -> None:
    assert problem(client.get(f"/{query}")) == "invalid-request"


@pytest.mark.parametrize(
    "address", ["/sources/nothing/zh", "/sources/slow-support/fr", "/sources/..%2f..%2f/zh", "/sources/%00/en"]
)
def test_an_unknown_document_is_a_problem(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert problem(response) in ("document-not-found", "not-found")


@pytest.mark.parametrize("address", ["/nothing", "/api/v1/nothing", "/api/v1/query/", "/Sources/", "/%2fevil.example/"])
def test_an_unknown_address_is_a_problem(client: TestClient, address: str) -> None:
    response = client.get(address, follow_redirects=False)
    assert (response.status_code, problem(response)) == (404, "not-found")
