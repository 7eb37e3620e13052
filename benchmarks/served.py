"""A server process of its own, and clients that measure what they get. Clients and server share the machine."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np

COMMAND = [sys.executable, "-c", "from qa.cli import main; main()", "serve"]
HOST = "127.0.0.1"
QUESTIONS = (
    "客服一直不回复怎么办",
    "how do I contact support",
    "提现三天了还没到账",
    "someone asks me for my seed phrase",
    "怎么判断客服是不是假的",
    "do I have to pay to unlock my account",
)


@dataclass
class Outcome:
    """What clients got: statuses, or the name of what failed; seconds of the answers with status 200."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def told(self, elapsed: float) -> dict[str, object]:
        """For a report; times in milliseconds."""
        answered = np.array(self.seconds or [0.0]) * 1000
        p50, p95, p99 = (round(float(np.percentile(answered, q)), 1) for q in (50, 95, 99))
        return {
            "answers_per_s": round(len(self.seconds) / elapsed, 1),
            "p50_ms": p50,
            "p95_ms": p95,
            "p99_ms": p99,
            "outcomes": dict(self.statuses),
        }


@contextmanager
def serving(workers: int = 1, **settings: object) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """``qa serve`` on a free port, ready; its port and process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    told = {f"QA_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, "QA_FEEDBACK": "false", "QA_DRAIN_SECONDS": "0", **told}
    command = [*COMMAND, "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(_until_ready(port, workers))
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


async def _until_ready(port: int, workers: int) -> None:
    """Until so many answers in a row come from servers that are ready."""
    in_a_row, deadline = 0, time.monotonic() + 120
    while in_a_row < 4 * workers:
        if time.monotonic() > deadline:
            raise TimeoutError("the server does not become ready")
        status = "none"
        with suppress(OSError, EOFError):
            status, _ = await Client(port).once("GET", "/readyz")
        in_a_row = in_a_row + 1 if status == "200" else 0
        await asyncio.sleep(0.05)


class Client:
    """One connection that is kept open, as a browser or proxy does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def once(self, method: str, path: str, body: bytes = b"") -> tuple[str, bytes]:
        """Ask and close."""
        found = await self.ask(method, path, body)
        self.close()
        return found

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[str, bytes]:
        """Status and body. Raises OSError or EOFError where the connection fails."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{kind}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        head_back = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = dict(line.lower().split(": ", 1) for line in head_back.split("\r\n")[1:] if ": " in line)
        answer = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.close()
        return head_back.split(" ", 2)[1], answer

    def close(self) -> None:
        """Close the connection; the next request opens another one."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


async def ask_for(port: int, clients: int, seconds: float, questions: Sequence[str] = QUESTIONS) -> dict[str, object]:
    """So many clients ask without a pause for so long; each asks on whatever it gets."""
    outcome, began = Outcome(), time.perf_counter()

    async def one(number: int) -> None:
        client = Client(port)
        while time.perf_counter() - began < seconds:
            number += 1
            await measured(client, outcome, questions[number % len(questions)])
        client.close()

    await asyncio.gather(*(one(number) for number in range(clients)))
    return outcome.told(time.perf_counter() - began)


async def measured(client: Client, outcome: Outcome, question: str) -> str:
    """Ask once and note how it went."""
    body = json.dumps({"question": question}).encode()
    started = time.perf_counter()
    try:
        status, _ = await client.ask("POST", "/api/v1/query", body)
    except (OSError, EOFError) as error:
        status = type(error).__name__
        client.close()
    if status == "200":
        outcome.seconds.append(time.perf_counter() - started)
    outcome.statuses[status] += 1
    return status
