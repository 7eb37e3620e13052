"""The operators' endpoints: who may come in, and what they do."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from starlette.types import Message

from qa import builds, snapshot
from qa.api.app import create_app
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.settings import Settings
from tests.api.conftest import DOCUMENTS
from tests.api.wire import problem

TOKEN = "an operator's token 运维"
SECRET = "a webhook's secret"
ADMIN = "/api/v1/admin"
PATIENCE = 60  # seconds; a build in a process of its own


def bearer(token: str = TOKEN) -> dict[bytes, bytes]:
    return {b"Authorization": f"Bearer {token}".encode()}


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


@pytest.fixture
def settings(corpus: Path, index: Path) -> Settings:
    return Settings(corpus=corpus, index=index, admin_token=SecretStr(TOKEN), webhook_secret=SecretStr(SECRET))


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def ended(client: TestClient, address: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        record: dict[str, Any] = client.get(address, headers=bearer()).json()
        if record["state"] != "running":
            return record
        assert time.monotonic() < deadline, record
        time.sleep(0.1)


def change(corpus: Path) -> None:
    path = corpus / "en" / "staking.md"
    path.write_text(DOCUMENTS["en/staking.md"].replace("twenty one days", "a fortnight"), "utf-8")


def test_without_token_and_secret_there_are_no_operators_endpoints(index: Path) -> None:
    with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
        for method, path in (("POST", "rebuild"), ("GET", "builds"), ("GET", "snapshots"), ("POST", "rollback")):
            response = client.request(method, f"{ADMIN}/{path}", headers=bearer())
            assert (response.status_code, problem(response)) == (404, "not-found")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"Authorization": TOKEN.encode()},
        {b"Authorization": b"Bearer"},
        {b"Authorization": b"Bearer "},
        {b"Authorization": f"Basic {TOKEN}".encode()},
        bearer(TOKEN[:-1]),
        bearer(TOKEN + "x"),
        bearer("\u00ff" * 20),
        {b"X-Hub-Signature-256": b"sha256="},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "rebuild"),
        ("GET", "builds"),
        ("GET", "builds/20261123T000000Z-00000000"),
        ("GET", "snapshots"),
        ("POST", "snapshots/20261123T000000Z-000000/activate"),
        ("POST", "rollback"),
        ("GET", "no-such-thing"),
    ],
)
def test_nobody_else_comes_in(
    client: TestClient, index: Path, method: str, path: str, headers: dict[bytes, bytes]
) -> None:
    response = client.request(method, f"{ADMIN}/{path}", headers=headers)
    assert (response.status_code, problem(response)) == (401, "unauthorized")
    assert response.headers["www-authenticate"] == "Bearer"
    assert not [record for record in builds.records(index) if record.state == "running"]


@pytest.mark.parametrize("path", ["rebuild", "snapshots/x/activate"])
def test_who_may_not_come_in_is_refused_before_the_body_is_read(settings: Settings, path: str) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was asked for")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": f"{ADMIN}/{path}", "headers": [], "query_string": b""}
    anyio.run(create_app(settings), scope, receive, send)
    assert sent[0]["status"] == 401


def test_a_rebuild_runs_beside_the_service_and_its_record_says_how_it_ended(
    client: TestClient, corpus: Path, index: Path
) -> None:
    before = snapshot.current_id(index)
    change(corpus)
    started = client.post(f"{ADMIN}/rebuild", headers=bearer())
    assert started.status_code == 202
    assert started.json()["state"] == "running"
    assert started.headers["location"] == f"{ADMIN}/builds/{started.json()['id']}"
    record = ended(client, started.headers["location"])
    assert (record["state"], record["error"]) == ("live", None), (index / "builds" / "last.log").read_text()
    assert record["snapshot"] == snapshot.current_id(index) != before
    assert record["counts"]["documents"] == 4
    assert "answers" not in record["gate"]
    assert client.get(f"{ADMIN}/builds", headers=bearer()).json()["builds"][0] == record


def test_a_rebuild_of_what_has_not_changed_says_so(client: TestClient, corpus: Path) -> None:
    started = client.post(f"{ADMIN}/rebuild", headers=bearer())
    assert ended(client, started.headers["location"])["state"] == "unchanged"


def test_a_rebuild_of_broken_documents_names_them(client: TestClient, corpus: Path, index: Path) -> None:
    before = snapshot.current_id(index)
    (corpus / "en" / "staking.md").write_text("no id", "utf-8")
    record = ended(client, client.post(f"{ADMIN}/rebuild", headers=bearer()).headers["location"])
    assert record["state"] == "failed"
    assert "en/staking.md:1: no id" in record["error"]
    assert snapshot.current_id(index) == before


def test_what_the_gate_refuses_can_be_forced(client: TestClient, corpus: Path, index: Path) -> None:
    (corpus / "en" / "staking.md").unlink()
    record = ended(client, client.post(f"{ADMIN}/rebuild", headers=bearer()).headers["location"])
    assert record["state"] == "refused"
    assert "documents: 4 become 3, 25 % fewer; 20 % are allowed" in record["gate"]["reasons"]
    record = ended(client, client.post(f"{ADMIN}/rebuild?force=true", headers=bearer()).headers["location"])
    assert (record["state"], record["snapshot"]) == ("live", snapshot.current_id(index))


def test_of_two_rebuilds_the_second_is_told_where_the_first_is(client: TestClient, index: Path) -> None:
    with builds.locked(index):
        journal = builds.Journal(index)
        for path in ("rebuild", f"snapshots/{snapshot.current_id(index)}/activate"):
            second = client.post(f"{ADMIN}/{path}", headers=bearer())
            assert (second.status_code, problem(second)) == (409, "build-running")
            assert second.json()["build"] == f"{ADMIN}/builds/{journal.record.id}"
    assert client.get(f"{ADMIN}/builds/{journal.record.id}", headers=bearer()).json()["state"] == "died"


def test_twenty_who_ask_at_once_start_one_build(client: TestClient) -> None:
    statuses = [client.post(f"{ADMIN}/rebuild", headers=bearer()).status_code for _ in range(20)]
    assert statuses.count(202) == 1
    assert statuses.count(409) == 19


def test_a_push_rebuilds_when_its_signature_is_right(client: TestClient, corpus: Path, index: Path) -> None:
    change(corpus)
    body = json.dumps({"ref": "refs/heads/main", "commits": [{"message": "文档" * 60_000}]}).encode()
    assert len(body) > 64 * 1024
    started = client.post(f"{ADMIN}/rebuild", content=body, headers=signed(body))
    assert started.status_code == 202
    assert ended(client, started.headers["location"])["state"] == "live"


@pytest.mark.parametrize(
    "header", [{}, signed(b"another body"), signed(b"{}", "another secret"), {"X-Hub-Signature-256": "x"}]
)
def test_a_push_with_another_signature_does_nothing(client: TestClient, header: dict[str, str], index: Path) -> None:
    response = client.post(f"{ADMIN}/rebuild", content=b"{}", headers=header)
    assert (response.status_code, problem(response)) == (401, "unauthorized")
    assert not [record for record in builds.records(index) if record.state == "running"]


def test_a_signature_opens_nothing_but_the_rebuild(client: TestClient) -> None:
    assert client.get(f"{ADMIN}/snapshots", headers=signed(b"")).status_code == 401
    assert client.post(f"{ADMIN}/rollback", headers=signed(b"")).status_code == 401


def test_a_push_cannot_force(client: TestClient, corpus: Path) -> None:
    """The signature says nothing of the address: whoever has seen a push could send it again with another one."""
    (corpus / "en" / "staking.md").unlink()
    started = client.post(f"{ADMIN}/rebuild?force=true", content=b"{}", headers=signed(b"{}"))
    assert ended(client, started.headers["location"])["state"] == "refused"


def test_a_push_too_large_is_refused(client: TestClient) -> None:
    body = b"x" * (1024 * 1024 + 1)
    response = client.post(f"{ADMIN}/rebuild", content=body, headers=signed(body))
    assert (response.status_code, problem(response)) == (413, "body-too-large")


def test_a_push_that_does_not_say_how_large_it_is_is_refused_when_it_is_too_large(client: TestClient) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    response = client.post(f"{ADMIN}/rebuild", content=body(), headers=signed(b""))
    assert (response.status_code, problem(response)) == (413, "body-too-large")


def test_snapshots_are_listed_activated_and_rolled_back(client: TestClient, corpus: Path, index: Path) -> None:
    old = snapshot.current_id(index)
    change(corpus)
    new = build(corpus, index, HashEncoder()).manifest.id
    listed = client.get(f"{ADMIN}/snapshots", headers=bearer()).json()["snapshots"]
    assert [(one["id"], one["live"], one["parent"]) for one in listed] == [(old, False, None), (new, True, old)]
    assert listed[1]["counts"]["documents"] == 4
    assert client.post(f"{ADMIN}/rollback", headers=bearer()).json() == {"live": old}
    assert snapshot.current_id(index) == old
    assert client.post(f"{ADMIN}/snapshots/{new}/activate", headers=bearer()).json() == {"live": new}
    assert snapshot.current_id(index) == new


def test_nothing_to_go_back_to_is_said(client: TestClient) -> None:
    response = client.post(f"{ADMIN}/rollback", headers=bearer())
    assert (response.status_code, problem(response)) == (409, "no-former-snapshot")


def test_a_damaged_snapshot_is_not_activated_and_hides_no_other(client: TestClient, corpus: Path, index: Path) -> None:
    old = snapshot.current_id(index)
    change(corpus)
    new = build(corpus, index, HashEncoder()).manifest.id
    (index / "snapshots" / str(old) / "means.npy").write_bytes(b"")
    response = client.post(f"{ADMIN}/snapshots/{old}/activate", headers=bearer())
    assert (response.status_code, problem(response)) == (409, "snapshot-unusable")
    assert str(index) not in response.text
    (index / "snapshots" / str(old) / "manifest.json").write_text("{")
    listed = client.get(f"{ADMIN}/snapshots", headers=bearer()).json()["snapshots"]
    assert [(one["id"], one["live"]) for one in listed] == [(old, False), (new, True)]
    assert [one["created"] is None for one in listed] == [True, False]
    assert snapshot.current_id(index) == new


@pytest.mark.parametrize("name", ["20261123T000000Z-000000", "..", "%2e%2e%2f%2e%2e"])
def test_what_does_not_exist_is_not_activated(client: TestClient, index: Path, name: str) -> None:
    before = snapshot.current_id(index)
    assert client.post(f"{ADMIN}/snapshots/{name}/activate", headers=bearer()).status_code in (404, 405, 409)
    assert snapshot.current_id(index) == before


def test_a_build_that_is_not_remembered_is_not_found(client: TestClient) -> None:
    response = client.get(f"{ADMIN}/builds/20261123T000000Z-00000000", headers=bearer())
    assert (response.status_code, problem(response)) == (404, "build-not-found")


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 characters"):
        Settings(admin_token=SecretStr("short"))


def test_secrets_are_never_shown(settings: Settings) -> None:
    assert TOKEN not in repr(settings)
    assert SECRET not in str(settings)
