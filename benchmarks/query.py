"""Latency of POST /api/v1/query beside the bare encoder, interleaved in one run; cold start; resident memory.

.venv/bin/python benchmarks/query.py            needs a built index; prints JSON, keeps it under results/
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from qa.encoding.load import load_encoder
from qa.settings import Settings

QUESTIONS = Path("corpus/questions/hard.jsonl")
COUNT = 300
WARM_UP = 10
START_LIMIT_S = 60


def main() -> None:
    """Run, print, keep."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()][:COUNT]
    port = _free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", "from qa.cli import main; main()", "serve", "--port", str(port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        _first_answer(port)
        cold_start_s = time.perf_counter() - started
        report = {
            "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "arch": platform.machine()},
            "questions": len(set(questions)),
            "cold_start_to_first_answer_s": round(cold_start_s, 2),
            **_latencies(port, questions),
            "server_resident_mb": _resident_mb(server.pid),
        }
    finally:
        server.terminate()
        server.wait(timeout=30)
    text = json.dumps(report, indent=1)
    Path("benchmarks/results/query.json").write_text(text + "\n", "utf-8")
    print(text)


def _latencies(port: int, questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds. Service and encoder take turns on each question, so that noise hits both alike."""
    encoder = load_encoder(Settings().index)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for question in questions[:WARM_UP]:
        _ask(connection, question)
        encoder.encode_queries([question])
    service, bare = [], []
    for question in questions:
        before = time.perf_counter()
        _ask(connection, question)
        between = time.perf_counter()
        encoder.encode_queries([question])
        service.append((between - before) * 1000)
        bare.append((time.perf_counter() - between) * 1000)
    return {
        "http_query_ms": _quantiles(service),
        "bare_encoder_ms": _quantiles(bare),
        "ratio": {"p50": round(statistics.median(service) / statistics.median(bare), 2)},
    }


def _quantiles(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100)
    return {"p50": round(cuts[49], 2), "p95": round(cuts[94], 2), "p99": round(cuts[98], 2)}


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    body = json.dumps({"question": question})
    connection.request("POST", "/api/v1/query", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.HTTPStatus.OK:
        sys.exit(f"{response.status}: {content.decode()}")


def _first_answer(port: int) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", port), "客服一直不回复怎么办")
        except ConnectionError:
            time.sleep(0.02)
        else:
            return
    sys.exit("the server did not answer in time")


def _resident_mb(pid: int) -> float:
    fields = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return round(next(int(line.split()[1]) for line in fields if line.startswith("VmRSS:")) / 1024, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
