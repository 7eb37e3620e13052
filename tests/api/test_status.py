"""What answers, told to whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from qa import __version__, snapshot
from qa.api.app import create_app
from qa.settings import Settings


def test_the_status_tells_which_snapshot_answers_and_what_it_holds(small_index: Path) -> None:
    before = datetime.now(UTC)
    with TestClient(create_app(Settings(index=small_index, feedback=False))) as client:
        told = client.get("/api/v1/status").json()
    started = datetime.fromisoformat(told.pop("started"))
    built = datetime.fromisoformat(told.pop("built"))
    assert built <= before <= started <= datetime.now(UTC)
    assert told == {
        "version": __version__,
        "snapshot": snapshot.current_id(small_index),
        "encoder": "hash-64",
        "documents": 4,
        "passages": {"zh": 2, "en": 4},
    }


def test_without_a_snapshot_the_status_is_a_problem(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path, feedback=False))) as client:
        response = client.get("/api/v1/status")
    assert (response.status_code, response.json()["type"]) == (503, "urn:wenda:problem:index-unavailable")
