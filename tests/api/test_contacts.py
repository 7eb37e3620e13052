"""POST /api/v1/verify-contact."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.settings import Settings
from tests.api.conftest import DOCUMENTS
from tests.api.wire import problem
from tests.conftest import use_hash_encoder
from tests.made import write_corpus

VERIFY = "/api/v1/verify-contact"

CONTACTS = """
platforms:
- platform: harbour
  names: {zh: 港湾, en: Harbour}
  domains: [harbour.exchange]
  source: https://harbour.exchange/contacts
  verified_at: 2026-01-01
  verify_by: 2999-01-01
- {platform: lagoon, names: {en: Lagoon}, domains: [lagoon.exchange]}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = write_corpus(tmp_path_factory.mktemp("corpus"), {**DOCUMENTS, "contacts.yaml": CONTACTS})
    index = tmp_path_factory.mktemp("index")
    use_hash_encoder(index)
    build(corpus, index, HashEncoder())
    return index


@pytest.fixture(scope="module")
def harbour(index: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, contact: str, **fields: Any) -> dict[str, Any]:
    response = client.post(VERIFY, json={"contact": contact, **fields})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_official_contact_comes_with_its_entry(harbour: TestClient) -> None:
    answer = ask(harbour, "https://www.Harbour.exchange/login", lang="en")
    assert answer["verdict"] == "official"
    assert answer["contact"] == "www.harbour.exchange"
    assert answer["platform"] == {"id": "harbour", "name": "Harbour"}
    assert answer["source"] == "https://harbour.exchange/contacts"
    assert (answer["verified_at"], answer["verify_by"]) == ("2026-01-01", "2999-01-01")
    assert answer["status"] == "verified"
    assert answer["reasons"] == []


def test_an_entry_that_nobody_checked_says_so(harbour: TestClient) -> None:
    answer = ask(harbour, "lagoon.exchange", lang="en")
    assert (answer["verdict"], answer["status"], answer["verified_at"]) == ("official", "unverified", None)
    assert "not yet verified by this site’s operator" in answer["title"]


def test_a_lookalike_names_whom_it_resembles_and_why_and_gives_no_source(harbour: TestClient) -> None:
    answer = ask(harbour, "harbour-support.com", lang="zh")
    assert answer["verdict"] == "lookalike"
    assert answer["platform"] == {"id": "harbour", "name": "港湾"}
    assert [reason["code"] for reason in answer["reasons"]] == ["extra-word"]
    assert (answer["source"], answer["verified_at"], answer["verify_by"], answer["status"]) == (None,) * 4


def test_what_nobody_knows_is_unknown(harbour: TestClient) -> None:
    answer = ask(harbour, "https://example.org/x")
    assert (answer["verdict"], answer["platform"], answer["contact"]) == ("unknown", None, "example.org")


def test_what_is_no_contact_is_unknown_and_null(harbour: TestClient) -> None:
    assert (ask(harbour, "在吗")["verdict"], ask(harbour, "在吗")["contact"]) == ("unknown", None)


def test_without_a_registry_nothing_is_official(small: TestClient) -> None:
    assert ask(small, "binance.com")["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("lang", "header", "title"),
    [
        ("auto", "zh-CN,zh;q=0.9", "查不到"),
        ("auto", "en-GB", "Not listed"),
        ("zh", "en-GB", "查不到"),
        ("en", "zh-CN", "Not listed"),
    ],
)
def test_the_texts_are_in_the_language_that_was_asked_for(
    harbour: TestClient, lang: str, header: str, title: str
) -> None:
    response = harbour.post(
        VERIFY, json={"contact": "x@example.org", "lang": lang}, headers={"Accept-Language": header}
    )
    assert response.json()["title"].startswith(title)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"contact": ""}, "/contact"),
        ({"contact": "x" * 2001}, "/contact"),
        ({"contact": 7}, "/contact"),
        ({}, "/contact"),
        ({"contact": "a.com", "lang": "fr"}, "/lang"),
        ({"contact": "a.com", "platform": "harbour", "url": "b"}, ""),
    ],
)
def test_what_cannot_be_asked_is_a_problem(harbour: TestClient, body: dict[str, Any], pointer: str) -> None:
    response = harbour.post(VERIFY, json=body)
    assert response.status_code == 422
    assert problem(response) == "invalid-request"
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_half_a_character_is_a_problem_and_no_error(harbour: TestClient) -> None:
    response = harbour.post(VERIFY, content=b'{"contact": "\\ud800.com"}', headers={"Content-Type": "application/json"})
    assert problem(response) == "invalid-request"


def test_contacts_are_not_asked_for_by_link(harbour: TestClient) -> None:
    assert problem(harbour.get(VERIFY, params={"contact": "harbour.exchange"})) == "method-not-allowed"


def test_the_example_requests_can_be_sent(harbour: TestClient) -> None:
    schemas = harbour.get("/openapi.json").json()["components"]["schemas"]
    for example in schemas["ContactIn"]["examples"]:
        assert set(ask(harbour, **example)) == set(schemas["VerdictOut"]["properties"])


def test_a_contact_is_found_in_no_log_no_metric_and_no_file(
    harbour: TestClient, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    planted = "qzplanted77.harbour-support.com"
    caplog.set_level(logging.DEBUG)
    ask(harbour, planted)
    harbour.post(VERIFY, json={"contact": planted, "surprise": planted})
    assert planted not in caplog.text
    assert planted not in harbour.get("/metrics").text
    for path in index.rglob("*"):
        if path.is_file():
            assert planted.encode() not in path.read_bytes()
