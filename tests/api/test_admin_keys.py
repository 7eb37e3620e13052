"""Several operators, each with a key of their own."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from qa.api import admin_guard
from qa.api.app import create_app
from qa.settings import Settings

TOKENS = {
    "admin_token": "the-token-without-a-name",
    "alice": "alice-0123456789abcdef",
    "部署": "deploy-0123456789abcdef",
}
BUILDS = "/api/v1/admin/builds"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def client(small_index: Path) -> Iterator[TestClient]:
    named = {name: SecretStr(token) for name, token in TOKENS.items() if name != "admin_token"}
    settings = Settings(
        index=small_index, admin_token=SecretStr(TOKENS["admin_token"]), admin_tokens=named, feedback=False
    )
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("name", TOKENS)
def test_each_key_opens_and_the_log_names_it_and_never_the_token(
    name: str, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert client.get(BUILDS, headers=bearer(TOKENS[name])).status_code == 200
    (told,) = [record.getMessage() for record in caplog.records if record.name == admin_guard.__name__]
    assert told == f"GET '{BUILDS}' with the key {name}"
    assert not [token for token in TOKENS.values() if token in caplog.text]


@pytest.mark.parametrize("token", ["alice", "alice:alice-0123456789abcdef", "alice-0123456789abcdeg", ""])
def test_nothing_else_opens_and_no_key_is_named(
    token: str, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert client.get(BUILDS, headers=bearer(token)).status_code == 401
    assert not [record for record in caplog.records if record.name == admin_guard.__name__]


def test_an_address_cannot_write_a_line_of_its_own_into_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(f"{BUILDS}/x%0AINFO%20forged", headers=bearer(TOKENS["alice"]))
    assert "\n" not in next(record.getMessage() for record in caplog.records if record.name == admin_guard.__name__)


def test_every_key_is_compared_whichever_fits(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(other)
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(admin_guard, "hmac", type("Watched", (), {"compare_digest": staticmethod(compare)}))
    client.get(BUILDS, headers=bearer(TOKENS["admin_token"]))
    assert compared == [hashlib.sha256(token.encode()).digest() for token in TOKENS.values()]


def test_named_keys_alone_open_the_endpoints_too(small_index: Path) -> None:
    settings = Settings(index=small_index, admin_tokens={"alice": SecretStr(TOKENS["alice"])}, feedback=False)
    with TestClient(create_app(settings)) as client:
        assert client.get(BUILDS, headers=bearer(TOKENS["alice"])).status_code == 200
        assert client.get(BUILDS, headers=bearer(TOKENS["admin_token"])).status_code == 401
