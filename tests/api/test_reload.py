"""A running service takes over what is published, and keeps what works when what is published does not."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa import snapshot
from qa.api import state
from qa.api.app import create_app
from qa.builder import activate, build
from qa.encoding.hash_encoder import HashEncoder
from qa.settings import Settings
from tests.api.conftest import DOCUMENTS
from tests.api.wire import QUERY
from tests.conftest import use_hash_encoder

PATIENCE = 20  # seconds; how soon it happens is measured by benchmarks/swaps.py


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(state, "RETRY_SECONDS", 0.3)


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
        yield client


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def serves(client: TestClient, snapshot_id: str) -> bool:
    return bool(client.get("/readyz").json()["snapshot"] == snapshot_id)


def publish(corpus: Path, index: Path, fact: str) -> str:
    path = corpus / "en" / "staking.md"
    path.write_text(DOCUMENTS["en/staking.md"].replace("twenty one days", fact), "utf-8")
    return build(corpus, index, HashEncoder(), force=True).manifest.id


def damage(index: Path, snapshot_id: str) -> Path:
    path = index / "snapshots" / snapshot_id / "dense.faiss"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return path


def test_what_is_published_answers_without_a_restart(client: TestClient, corpus: Path, index: Path) -> None:
    new = publish(corpus, index, "a fortnight")
    until(lambda: serves(client, new))
    answer = client.post(QUERY, json={"question": "How long does unbonding take?"}).json()
    assert answer["snapshot"] == new
    assert "a fortnight" in answer["results"][0]["text"]


def test_going_back_is_noticed_too(client: TestClient, corpus: Path, index: Path) -> None:
    old = snapshot.current_id(index) or ""
    new = publish(corpus, index, "a fortnight")
    until(lambda: serves(client, new))
    activate(index, old)
    until(lambda: serves(client, old))


def test_a_service_that_began_without_an_index_is_ready_when_there_is_one(tmp_path: Path, corpus: Path) -> None:
    index = tmp_path / "new"
    use_hash_encoder(index)
    with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
        assert client.get("/readyz").json()["reason"] == "no-index"
        new = build(corpus, index, HashEncoder()).manifest.id
        until(lambda: client.get("/readyz").status_code == 200)
        assert serves(client, new)


def test_a_snapshot_that_does_not_load_never_replaces_one_that_works(
    client: TestClient, corpus: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = client.get("/readyz").json()["snapshot"]
    pointer = index / "CURRENT"
    new = publish(corpus, index, "a fortnight")
    until(lambda: serves(client, new))
    activate(index, old)
    until(lambda: serves(client, old))
    path = damage(index, new)
    pointer.write_text(f"{new}\n")

    until(lambda: client.get("/readyz").json()["reason"] is not None)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["snapshot"], ready.json()["reason"]) == (200, old, "index-unusable")
    assert client.post(QUERY, json={"question": "How long does unbonding take?"}).json()["snapshot"] == old
    assert any(str(path) in record.getMessage() for record in caplog.records)
    assert 'qa_snapshot_loads_total{outcome="failed"} 0.0' not in client.get("/metrics").text

    pointer.write_text(f"{old}\n")
    until(lambda: client.get("/readyz").json()["reason"] is None)


def test_a_snapshot_that_was_mended_is_taken_over_after_a_while(client: TestClient, corpus: Path, index: Path) -> None:
    old = client.get("/readyz").json()["snapshot"]
    new = publish(corpus, index, "a fortnight")
    until(lambda: serves(client, new))
    activate(index, old)
    until(lambda: serves(client, old))
    path = index / "snapshots" / new / "dense.faiss"
    whole = path.read_bytes()
    damage(index, new)
    (index / "CURRENT").write_text(f"{new}\n")
    until(lambda: client.get("/readyz").json()["reason"] is not None)
    path.write_bytes(whole)
    until(lambda: serves(client, new))


def test_the_old_snapshot_goes_on_answering_when_the_pointer_is_lost(client: TestClient, index: Path) -> None:
    old = client.get("/readyz").json()["snapshot"]
    (index / "CURRENT").unlink()
    until(lambda: client.get("/readyz").json()["reason"] == "no-index")
    assert serves(client, old)


def test_a_deleted_snapshot_goes_on_answering(client: TestClient, index: Path) -> None:
    """What a server has opened stays readable; `prune` may delete what a slow server still serves."""
    shutil.rmtree(index / "snapshots")
    answer = client.post(QUERY, json={"question": "How long does unbonding take?"}).json()
    assert "twenty one days" in answer["results"][0]["text"]


def test_a_fault_while_looking_does_not_end_looking(
    client: TestClient, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current_id = snapshot.current_id
    faults = iter([RuntimeError("made up")] * 3)

    def faulty(folder: Path) -> str | None:
        for fault in faults:
            raise fault
        return current_id(folder)

    new = publish(corpus, index, "a fortnight")
    monkeypatch.setattr(snapshot, "current_id", faulty)
    until(lambda: serves(client, new))


def test_loads_are_counted_and_the_snapshot_is_named(client: TestClient, corpus: Path, index: Path) -> None:
    new = publish(corpus, index, "a fortnight")
    until(lambda: serves(client, new))
    text = client.get("/metrics").text
    assert 'qa_snapshot_loads_total{outcome="loaded"} 2.0' in text
    assert 'qa_snapshot_loads_total{outcome="failed"} 0.0' in text
    assert f'qa_snapshot_info{{id="{new}"}} 1.0' in text
