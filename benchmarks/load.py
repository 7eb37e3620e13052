"""Load, saturation, slow clients, and a server that is told to stop or to restart its workers while people ask.

.venv/bin/python -m benchmarks.load [SECONDS]     needs an index; keeps its JSON under results/

Everything runs on one machine: with two processor cores, clients take a part of what the server could have.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.served import QUESTIONS, Client, Outcome, ask_for, measured, serving

CONCURRENCY = (1, 8, 32, 128)
SLOW_CLIENTS = 300
NORMAL_CLIENTS = 4
CROWD = 400


def main() -> None:
    """Run, print, keep."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    report = {
        "load": {f"{workers} workers": _load(workers, seconds) for workers in (1, 2)},
        "crowd": _crowd(),
        "slow_clients": _slow_clients(seconds),
        "stopped": _stopped(),
        "restarted": _restarted(),
    }
    text = json.dumps(report, indent=1)
    Path("benchmarks/results/load.json").write_text(text + "\n", "utf-8")
    print(text)


def _load(workers: int, seconds: float) -> dict[str, object]:
    with serving(workers) as (port, _):
        return {f"{clients} clients": asyncio.run(ask_for(port, clients, seconds)) for clients in CONCURRENCY}


def _crowd() -> dict[str, object]:
    """Far more people than there are places, each asking once; then one who asks as before."""

    async def run(port: int) -> dict[str, object]:
        before = await ask_for(port, 1, 2)
        outcome, began = Outcome(), time.perf_counter()
        refused: list[float] = []

        async def one(number: int) -> None:
            client = Client(port)
            started = time.perf_counter()
            if await measured(client, outcome, QUESTIONS[number % len(QUESTIONS)]) == "503":
                refused.append(time.perf_counter() - started)
            client.close()

        await asyncio.gather(*(one(number) for number in range(CROWD)))
        found = outcome.told(time.perf_counter() - began)
        after = await ask_for(port, 1, 2)
        slowest = round(1000 * max(refused, default=0.0), 1)
        return {"before": before, "crowd": {**found, "slowest_refusal_ms": slowest}, "after": after}

    with serving(waiting_seconds=1) as (port, _):
        return asyncio.run(run(port))


def _slow_clients(seconds: float) -> dict[str, object]:
    """Some ask, undisturbed and then beside others that send a head byte by byte."""

    async def trickle(port: int, ended: asyncio.Event) -> None:
        while not ended.is_set():
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                for byte in b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 1000:
                    if ended.is_set():
                        break
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(1)
                writer.close()

    async def run(port: int) -> dict[str, object]:
        alone = await ask_for(port, NORMAL_CLIENTS, seconds)
        ended = asyncio.Event()
        slow = [asyncio.create_task(trickle(port, ended)) for _ in range(SLOW_CLIENTS)]
        await asyncio.sleep(1)
        beside = await ask_for(port, NORMAL_CLIENTS, 2 * seconds)
        ended.set()
        await asyncio.gather(*slow)
        return {"alone": alone, f"beside {SLOW_CLIENTS} slow clients": beside}

    with serving(receipt_seconds=5) as (port, _):
        return asyncio.run(run(port))


def _stopped() -> dict[str, object]:
    """SIGTERM; clients ask on until /readyz says 503, as a balancer lets them."""

    async def run(port: int, process: subprocess.Popen[bytes]) -> dict[str, object]:
        outcome, began, turned = Outcome(), time.perf_counter(), asyncio.Event()

        async def one(number: int) -> None:
            client = Client(port)
            while not turned.is_set():
                number += 1
                await measured(client, outcome, QUESTIONS[number % len(QUESTIONS)])
            client.close()

        async def probe() -> None:
            client = Client(port)
            while (await client.ask("GET", "/readyz"))[0] == "200":
                await asyncio.sleep(0.2)
            turned.set()
            client.close()

        tasks = [asyncio.create_task(one(number)) for number in range(NORMAL_CLIENTS)]
        await asyncio.sleep(3)
        process.terminate()
        await asyncio.gather(probe(), *tasks)
        return outcome.told(time.perf_counter() - began)

    with serving(drain_seconds=3) as (port, process):
        return asyncio.run(run(port, process))


def _restarted() -> dict[str, object]:
    """SIGHUP to the parent of two workers, twice, while clients ask: each worker is replaced by a new one."""

    async def run(port: int, pid: int) -> dict[str, object]:
        async def hang_up() -> None:
            for _ in range(2):
                await asyncio.sleep(3)
                os.kill(pid, signal.SIGHUP)
                await asyncio.sleep(20)

        asking = asyncio.create_task(ask_for(port, NORMAL_CLIENTS, 46))
        await hang_up()
        return await asking

    with serving(2) as (port, process):
        return asyncio.run(run(port, process.pid))


if __name__ == "__main__":
    main()
