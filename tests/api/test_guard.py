"""What every answer carries, and what is served as a file."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from qa.api.site import PAGES
from tests.api.wire import problem

ADDRESSES = (
    "/",
    "/sources/",
    "/sources",
    "/sources/slow-support/zh",
    "/sources/nothing/zh",
    "/api/v1/query?question=fees",
    "/api/v1/query",
    "/api/v1/suggest?q=fees",
    "/api/v1/passages/nothing",
    "/livez",
    "/readyz",
    "/openapi.json",
    "/static/search.js",
    "/static/nothing.js",
    "/nothing",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_every_answer_carries_the_security_headers(client: TestClient, address: str, method: str) -> None:
    response = client.request(method, address, follow_redirects=False)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_refusals_of_the_guard_carry_them_too(client: TestClient) -> None:
    response = client.post("/api/v1/query", content=b"x" * 70_000)
    assert response.status_code == 413
    assert response.headers["content-security-policy"]
    assert response.headers["connection"] == "close"


def test_answers_are_never_stored_and_scripts_always_checked(client: TestClient) -> None:
    assert client.get("/api/v1/query?question=fees").headers["cache-control"] == "no-store"
    assert client.get("/api/v1/query").headers["cache-control"] == "no-store"
    script = client.get("/static/search.js")
    assert script.headers["cache-control"] == "no-cache"
    again = client.get("/static/search.js", headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304


def test_nothing_sets_a_cookie_or_tells_of_the_server(client: TestClient) -> None:
    for address in ADDRESSES:
        headers = client.get(address).headers
        assert not {"set-cookie", "server", "x-powered-by"} & set(headers)


@pytest.mark.parametrize("path", sorted(path.name for path in (PAGES / "static").iterdir()))
def test_every_static_file_is_served_with_its_type(client: TestClient, path: str) -> None:
    response = client.get(f"/static/{path}")
    assert response.status_code == 200
    assert response.content == (PAGES / "static" / path).read_bytes()
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    assert response.headers["content-type"].startswith(types["." + path.rsplit(".", 1)[1]])


@pytest.mark.parametrize(
    "path",
    [
        "",
        "layout.html",
        "strings.json",
        "../strings.json",
        "..%2fstrings.json",
        "%2e%2e/strings.json",
        "%2e%2e%2fstrings.json",
        "....//strings.json",
        "..\\strings.json",
        "..%5cstrings.json",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "..%2f..%2fapp.py",
        "%00",
        "search.js%00.html",
        "a" * 5000,
        "%ff%fe",
    ],
)
def test_nothing_but_static_files_is_served(client: TestClient, path: str) -> None:
    response = client.get(f"/static/{path}", follow_redirects=False)
    assert response.status_code == 404
    assert problem(response) == "not-found"
