"""Hot swaps under load: failed queries, mixed answers, how soon a snapshot answers, memory.

.venv/bin/python benchmarks/swaps.py [SWAPS]     needs a prepared encoder in index/; keeps its JSON under results/

Two snapshots of a made-up corpus, whose every passage names its generation, take turns; clients ask two server
processes without a pause. An answer is mixed if a passage of it is not of the snapshot that the answer names.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from qa import snapshot
from qa.builder import activate, build
from qa.encoding.load import load_encoder

DOCUMENTS = 100
CLIENTS = 3
WORKERS = 2
SECONDS_BETWEEN_SWAPS = 3.0
NOTICED_WITHIN = 60.0
GENERATIONS = ("harbour", "lantern")
TOPICS = ("deposit", "withdrawal", "password", "identity check", "network fee", "frozen account", "seed phrase")


@dataclass
class Tally:
    """What the clients saw."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_snapshot: Counter[str] = field(default_factory=Counter)
    slowest_ms: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)


def main() -> None:
    """Run, print, keep."""
    swaps = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        generations = _snapshots(Path(folder), index)
        with _serving(index) as (port, process):
            report = _swap(index, generations, (port, process.pid), swaps)
    text = json.dumps(report, indent=1)
    Path("benchmarks/results/swaps.json").write_text(text + "\n", "utf-8")
    print(text)


def _snapshots(folder: Path, index: Path) -> dict[str, str]:
    """Generation by snapshot id."""
    shutil.copytree("index/encoders", index / "encoders")
    encoder = load_encoder(index)
    found = {}
    for generation in GENERATIONS:
        corpus = folder / generation
        corpus.mkdir()
        for number in range(DOCUMENTS):
            topic = TOPICS[number % len(TOPICS)]
            text = f"The {topic} of case {number} is explained by the {generation} team. Ask the {generation} team."
            head = f"---\nid: case-{number}\nlang: en\n---\n# Case {number}\n\n## What about the {topic} {number}?\n\n"
            (corpus / f"{number}.md").write_text(f"{head}{text}\n", "utf-8")
        found[build(corpus, index, encoder, force=True).manifest.id] = generation
    return found


@contextmanager
def _serving(index: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    from qa.cli.serving import _free_port

    port = _free_port("127.0.0.1")
    command = [sys.executable, "-m", "qa", "serve", "--port", str(port), "--workers", str(WORKERS)]
    process = subprocess.Popen([*command, "--index", str(index)], stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                if _ask(http.client.HTTPConnection("127.0.0.1", port), 0)[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=60)


def _swap(index: Path, generations: dict[str, str], server: tuple[int, int], swaps: int) -> dict[str, object]:
    port, pid = server
    tally = Tally()
    clients = [threading.Thread(target=_client, args=(port, generations, tally, n)) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    memory, noticed = [_resident_mb(pid)], []
    for number in range(swaps):
        live = snapshot.current_id(index)
        target = next(name for name in generations if name != live)
        activate(index, target)
        noticed.append(_until_only(target, tally))
        time.sleep(SECONDS_BETWEEN_SWAPS)
        if number % 10 == 9:
            memory.append(_resident_mb(pid))
    tally.over.set()
    for client in clients:
        client.join()
    time.sleep(5)
    noticed.sort()
    return {
        "workers": WORKERS,
        "clients": CLIENTS,
        "swaps": swaps,
        "queries": sum(tally.outcomes.values()),
        "outcomes": dict(tally.outcomes),
        "answers_by_generation": {generations[name]: count for name, count in tally.by_snapshot.items()},
        "slowest_query_ms": round(tally.slowest_ms),
        "seconds_until_no_old_answer": {"median": noticed[len(noticed) // 2], "slowest": noticed[-1]},
        "resident_mb_at_start_after_each_10_swaps": memory,
        "resident_mb_5_s_after_the_last_query": _resident_mb(pid),
    }


def _until_only(target: str, tally: Tally) -> float:
    """Seconds from now until the last answer of the other snapshot: none came for a second after it."""
    began = time.monotonic()
    last_old, seen = began, Counter(tally.by_snapshot)
    while time.monotonic() - began < NOTICED_WITHIN:
        time.sleep(0.05)
        now = Counter(tally.by_snapshot)
        if any(now[name] > seen[name] for name in now if name != target):
            last_old = time.monotonic()
        seen = now
        if time.monotonic() - last_old > 1.0 and now[target]:
            break
    return round(last_old - began, 2)


def _client(port: int, generations: dict[str, str], tally: Tally, number: int) -> None:
    """Ask until it is over; every tenth question on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = number
    while not tally.over.is_set():
        count += CLIENTS
        if count % 10 == 0:
            connection.close()
        began = time.perf_counter()
        try:
            status, answer = _ask(connection, count % DOCUMENTS)
            outcome = _judge(status, answer, generations)
        except (OSError, http.client.HTTPException, ValueError) as error:
            outcome, answer = f"failed: {type(error).__name__}", {}
            connection.close()
        took = 1000 * (time.perf_counter() - began)
        with tally.lock:
            tally.outcomes[outcome] += 1
            tally.by_snapshot[str(answer.get("snapshot"))] += bool(answer.get("snapshot"))
            tally.slowest_ms = max(tally.slowest_ms, took)


def _ask(connection: http.client.HTTPConnection, number: int) -> tuple[int, dict[str, object]]:
    body = json.dumps({"question": f"What about the {TOPICS[number % len(TOPICS)]} {number}?", "top_k": 5})
    connection.request("POST", "/api/v1/query", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def _judge(status: int, answer: dict[str, object], generations: dict[str, str]) -> str:
    if status != 200:
        return f"failed: {status}"
    generation = generations[str(answer["snapshot"])]
    results = answer["results"]
    texts = [str(result["text"]) for result in results] if isinstance(results, list) else []
    if not texts:
        return "failed: empty"
    return "right" if all(f"the {generation} team" in text for text in texts) else "mixed"


def _resident_mb(pid: int) -> int:
    """Of a process and its children, in MB (10^6 bytes); shared pages count once for each."""
    pids = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in pids)
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


if __name__ == "__main__":
    main()
