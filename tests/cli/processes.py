"""The command ``qa`` as people run it: in a process of its own, told where things are by its environment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.conftest import ROOT

COMMAND = [sys.executable, "-c", "from qa.cli import main; main()"]
PATIENCE = 60  # seconds; what takes longer hangs


def environment(**settings: object) -> dict[str, str]:
    """The environment of a person who set nothing but this."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    told = {f"QA_{name.upper()}": str(value) for name, value in settings.items()}
    return {**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1", "QA_CONFIG": "", **told}


def qa(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run ``qa`` to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(**settings),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@dataclass(frozen=True)
class Server:
    """A server process and what it has logged so far."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])


@contextmanager
def serving(index: Path, log: Path, *arguments: str, **settings: object) -> Iterator[Server]:
    """``qa serve`` on a free port, ready to take requests; what it stores stands beside its log."""
    port = free_port()
    command = [*COMMAND, "serve", "--index", str(index), "--port", str(port), *arguments]
    told = environment(feedback_file=log.with_name("feedback.sqlite"), **settings)
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=told, stdout=output, stderr=subprocess.STDOUT)
    server = Server(process, f"http://127.0.0.1:{port}", log)
    try:
        until_alive(server)
        yield server
    finally:
        end(process)


def until_alive(server: Server) -> None:
    """Wait until the server takes requests."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx2.get(f"{server.url}/livez", timeout=5).raise_for_status()
        except httpx2.TransportError:
            assert server.process.poll() is None, server.log.read_text("utf-8")
            assert time.monotonic() < deadline, server.log.read_text("utf-8")
            time.sleep(0.1)
        else:
            return


def end(process: subprocess.Popen[bytes]) -> int:
    """End a process that was started here; how it ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(20)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
