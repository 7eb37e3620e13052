"""The widget's files, and what pages of other sites may ask."""

from __future__ import annotations

import gzip
import json

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.service import Service
from qa.settings import Settings
from qa.widget.bundle import SOURCES
from qa.widget.data import rules_for_browsers
from qa.widget.releases import VERSION, integrity, script, snippet
from tests.api.wire import QUERY

SCRIPT = f"/widget/{VERSION}/qa-help.js"
RULES = "/widget/1/rules.json"
SITE = "https://www.example.com"


def test_a_version_is_served_for_ever_and_the_newest_for_an_hour(client: TestClient) -> None:
    released, newest = client.get(SCRIPT), client.get("/widget/1/qa-help.js")
    assert released.content == newest.content == script(VERSION)
    assert released.headers["content-type"] == "text/javascript; charset=utf-8"
    assert released.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert newest.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("version", ["0.9.0", "2", "1.0", "..", "%2e%2e", "src", "releases"])
def test_there_is_nothing_under_other_versions(client: TestClient, version: str) -> None:
    assert client.get(f"/widget/{version}/qa-help.js").status_code == 404


@pytest.mark.parametrize("path", [SCRIPT, RULES])
def test_browsers_get_files_compressed_and_once(client: TestClient, path: str) -> None:
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        sent = b"".join(response.iter_raw())
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(sent) == plain.content
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert "Accept-Encoding" in response.headers["vary"]
    again = client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [SCRIPT, RULES])
def test_any_page_may_load_the_files(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Origin": SITE})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in response.headers


def test_the_rules_come_with_what_to_say_in_every_language(client: TestClient) -> None:
    rules = client.get(RULES).json()
    assert rules == json.loads(rules_for_browsers())
    texts = rules["texts"]
    assert set(texts) == {"zh-CN", "zh-TW", "en"}
    assert len({tuple(sorted(words)) for words in texts.values()}) == 1
    assert all(text.strip() for words in texts.values() for text in words.values())
    for notice in rules["notices"]:
        assert notice["question"]["zh"]
        assert notice["zh"]["title"] != notice["en"]["title"]


def test_modules_are_served_as_they_are_written(client: TestClient) -> None:
    for path in SOURCES.rglob("*.js"):
        response = client.get(f"/widget/src/{path.relative_to(SOURCES)}")
        assert response.content == path.read_bytes()
        assert response.headers["content-type"].startswith("text/javascript")


def test_the_tag_names_version_hash_and_service() -> None:
    tag = snippet("https://help.example.com/wenda/")
    assert f'src="https://help.example.com/wenda/widget/{VERSION}/qa-help.js"' in tag
    assert f'integrity="{integrity(script(VERSION) or b"")}"' in tag
    assert 'data-endpoint="https://help.example.com/wenda"' in tag
    assert '"><script>' not in snippet('https://x/"><script>')
    with pytest.raises(KeyError):
        snippet("https://help.example.com", "0.9.0")


def test_the_demo_page_loads_the_widget(client: TestClient) -> None:
    page = client.get("/demo")
    assert f'src="widget/{VERSION}/qa-help.js"' in page.text
    assert page.text.count("<qa-help") >= 4


@pytest.fixture
def open_client(client: TestClient, request: pytest.FixtureRequest) -> TestClient:
    """The same service for the pages of one other site, or of all."""
    service: Service = client.app.state.wenda.service  # type: ignore[attr-defined]
    settings: Settings = client.app.state.wenda.settings  # type: ignore[attr-defined]
    return TestClient(create_app(settings.model_copy(update={"cors_origins": request.param}), service))


def preflight(client: TestClient, origin: str) -> dict[str, str]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    return dict(client.options(QUERY, headers=asked).headers)


@pytest.mark.parametrize("open_client", [SITE, f"{SITE}, https://docs.example.com", "*"], indirect=True)
def test_pages_of_a_listed_site_may_ask(open_client: TestClient) -> None:
    assert preflight(open_client, SITE)["access-control-allow-origin"] in (SITE, "*")
    response = open_client.post(QUERY, json={"question": "手续费"}, headers={"Origin": SITE})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] in (SITE, "*")
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("open_client", [SITE], indirect=True)
def test_refusals_can_be_read_by_a_listed_site(open_client: TestClient) -> None:
    response = open_client.post(QUERY, json={"question": " "}, headers={"Origin": SITE})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (422, SITE)
    assert response.headers["access-control-expose-headers"].startswith("Retry-After, ")
    too_large = open_client.post(QUERY, content=b"x" * 70_000, headers={"Origin": SITE})
    assert (too_large.status_code, too_large.headers["access-control-allow-origin"]) == (413, SITE)


@pytest.mark.parametrize("open_client", ["", SITE], indirect=True)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", f"{SITE}.evil.example", "http://www.example.com", f"{SITE}:444", "null"]
)
def test_pages_of_other_sites_may_not(open_client: TestClient, origin: str) -> None:
    assert "access-control-allow-origin" not in preflight(open_client, origin)
    response = open_client.post(QUERY, json={"question": "手续费"}, headers={"Origin": origin})
    assert "access-control-allow-origin" not in response.headers


def test_what_is_typed_can_be_completed_by_post(client: TestClient) -> None:
    posted = client.post("/api/v1/suggest", json={"q": "手续费", "lang": "zh"})
    assert posted.json() == client.get("/api/v1/suggest", params={"q": "手续费", "lang": "zh"}).json()
    assert posted.json()["suggestions"]
    assert client.post("/api/v1/suggest", json={"q": "手续费", "language": "zh"}).status_code == 422
