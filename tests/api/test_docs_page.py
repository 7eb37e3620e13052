"""The page that shows the API in a browser, which is there only where somebody wants it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.settings import Settings
from tests.api.wire import problem


@pytest.mark.parametrize("address", ["/docs", "/docs/", "/docs/oauth2-redirect", "/redoc"])
def test_nothing_is_there_by_default_and_no_header_is_missing(small: TestClient, address: str) -> None:
    response = small.get(address)
    assert (response.status_code, problem(response)) == (404, "not-found")
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_the_description_itself_is_always_there(small: TestClient) -> None:
    assert small.get("/openapi.json").json()["info"]["title"] == "Wenda"


def test_the_page_is_there_when_it_is_switched_on_and_only_it_may_load_a_script_from_elsewhere(
    small_index: Path,
) -> None:
    with TestClient(create_app(Settings(index=small_index, docs=True, feedback=False))) as client:
        page = client.get("/docs")
        assert page.status_code == 200
        assert "swagger-ui" in page.text
        assert "content-security-policy" not in page.headers
        assert client.get("/docs/oauth2-redirect").status_code == 404
        for address in ("/docs/oauth2-redirect", "/", "/openapi.json"):
            assert "default-src 'none'" in client.get(address).headers["content-security-policy"]
