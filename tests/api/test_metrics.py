"""What the server counts: right, finite in number, and without anything that somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.settings import Settings
from tests.api.wire import QUERY
from tests.cli.processes import serving
from tests.conftest import ROOT


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(index=index, feedback=False)), raise_server_exceptions=False) as client:
        yield client


def counted(text: str, name: str) -> dict[tuple[str, ...], float]:
    """Values of one series by the values of its labels, zeros left out."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {tuple(one.labels.values()): one.value for one in samples if one.name == name and one.value}


def test_requests_are_counted_by_what_was_asked_for_and_how_it_ended(client: TestClient) -> None:
    client.post(QUERY, json={"question": "why is the withdrawal fee so high"})
    client.post(QUERY, json={"question": "提现手续费为什么这么高"})
    client.post(QUERY, json={})
    client.get("/api/v1/passages/fees/en%23high")
    client.get("/made/up")
    text = client.get("/metrics").text
    assert counted(text, "qa_http_requests_total") == {
        ("POST", "/api/v1/query", "200"): 2,
        ("POST", "/api/v1/query", "422"): 1,
        ("GET", "/api/v1/passages/{passage_id:path}", "200"): 1,
        ("GET", "none", "404"): 1,
    }
    assert counted(text, "qa_answers_total") == {("en", "answer", "en"): 1, ("zh", "answer", "zh"): 1}
    steps = counted(text, "qa_step_duration_seconds_count")
    assert steps == {(step,): 2 for step in ("encode", "words", "dense", "fuse", "compare", "present")}
    assert counted(text, "qa_requests_answering") == {}


def test_what_is_refused_is_counted_by_what_refused_it(client: TestClient) -> None:
    client.post(QUERY, content=b" " * 70_000, headers={"Content-Type": "application/json"})
    client.get(QUERY, headers={"X": "a" * 20_000})
    assert counted(client.get("/metrics").text, "qa_requests_rejected_total") == {("size",): 2}


def test_nothing_that_somebody_typed_makes_a_new_series(client: TestClient) -> None:
    client.post(QUERY, json={"question": "why is the withdrawal fee so high, asks Marigold"})
    before = client.get("/metrics").text
    for number in range(20):
        client.request(f"MARIGOLD{number}", f"/marigold/{number}?q=marigold")
        client.get(f"/sources/marigold-{number}/en")
        client.get(f"/api/v1/passages/marigold/{number}")
    text = client.get("/metrics").text
    assert "marigold" not in text.lower()
    assert text.count("\n") < before.count("\n") + 100  # four routes, 18 lines of buckets each


def test_several_processes_count_together(index: Path, tmp_path: Path) -> None:
    with serving(index, tmp_path / "log", workers=2, drain_seconds=0, rate_per_minute=0) as server:
        for _ in range(30):
            assert httpx2.post(f"{server.url}{QUERY}", json={"question": "can I get the fee back"}).status_code == 200
        text = httpx2.get(f"{server.url}/metrics").text
    assert counted(text, "qa_http_requests_total")["POST", "/api/v1/query", "200"] == 30
    assert counted(text, "qa_snapshot_loads_total") == {("loaded",): 2}
    assert list(counted(text, "qa_snapshot_info").values()) == [1]
    assert not re.search(r'pid="', text)


def test_every_series_is_explained_to_operators_and_no_other(client: TestClient) -> None:
    told = set(re.findall(r"`(qa_\w+)", (ROOT / "docs" / "operations.md").read_text("utf-8")))
    families = text_string_to_metric_families(client.get("/metrics").text)
    assert told == {family.name + "_total" * (family.type == "counter") for family in families}
