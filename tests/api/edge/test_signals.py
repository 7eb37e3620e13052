"""A server that is told to stop, or to look."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import httpx2

from tests.cli.processes import PATIENCE, serving


def readiness(url: str) -> tuple[int, str]:
    response = httpx2.get(f"{url}/readyz", timeout=5)
    return response.status_code, str(response.json()["reason"])


def test_a_server_told_to_stop_says_so_and_goes_on_for_a_while(tmp_path: Path) -> None:
    with serving(tmp_path / "index", tmp_path / "log", drain_seconds=2) as server:
        assert readiness(server.url) == (503, "no-index")
        server.process.send_signal(signal.SIGTERM)
        while readiness(server.url) != (503, "shutting-down"):  # the handler runs a moment later
            time.sleep(0.01)
        assert httpx2.get(f"{server.url}/livez").status_code == 200
        assert server.process.wait(PATIENCE) in (0, -signal.SIGTERM)


def test_a_second_word_ends_it_at_once(tmp_path: Path) -> None:
    with serving(tmp_path / "index", tmp_path / "log", drain_seconds=600) as server:
        server.process.send_signal(signal.SIGTERM)
        while readiness(server.url) != (503, "shutting-down"):
            time.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) in (0, -signal.SIGTERM)


def test_hanging_up_ends_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "index", tmp_path / "log", drain_seconds=0) as server:
        server.process.send_signal(signal.SIGHUP)
        for _ in range(5):
            assert httpx2.get(f"{server.url}/livez").status_code == 200
            time.sleep(0.1)


def test_every_line_of_the_log_is_an_object_for_machines(tmp_path: Path) -> None:
    with serving(tmp_path / "index", tmp_path / "log", drain_seconds=0, log_style="json") as server:
        asked = httpx2.post(f"{server.url}/api/v1/query", json={"question": "where is my money\r\n{}"})
        httpx2.get(f"{server.url}/nowhere/%0d%0a%1b%5b31m?q=secret")
        name = asked.headers["x-request-id"]
    lines = [json.loads(line) for line in server.log.read_bytes().splitlines() if line.startswith(b"{")]
    requests = [line for line in lines if line["logger"] == "qa.request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("POST", "/api/v1/query", 503),
        ("GET", "none", 404),
    ]
    assert requests[0]["request_id"] == name
    assert b"money" not in server.log.read_bytes()
    assert b"secret" not in server.log.read_bytes()
    assert b"\x1b" not in server.log.read_bytes()
