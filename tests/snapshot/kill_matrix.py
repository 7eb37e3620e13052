"""Kills a build at its n-th step that touches the disk, for every n, and reports what each left.

Run as ``python -m tests.snapshot.kill_matrix CORPUS INDEX``. A process of its own because it forks; forks because
starting Python fifty times takes a minute.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qa import durable, snapshot
from qa.builder import build
from tests.made import ENCODER

KILLED = 9


def in_fork(work: Callable[[], object]) -> int:
    """Exit status of a child process that does the work."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            if status:
                traceback.print_exc()
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(number: int) -> None:
    """Let this process die at a step: before it, or for a write also half-way through."""
    left = [number]

    def step(half: Callable[[], object] | None = None) -> None:
        left[0] -= 1
        if left[0] == 0:
            if half:
                half()
            os._exit(KILLED)

    def watched(original: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            step()
            return original(*arguments, **options)

        return call

    def write(path: Path, data: bytes | memoryview, original: Any = durable.write) -> None:
        step()
        step(lambda: path.write_bytes(bytes(data)[: len(data) // 2]))
        original(path, data)

    durable.write = write
    durable.replace_file = watched(durable.replace_file)
    for owner, name in ((os, "fsync"), (os, "mkdir"), (Path, "rename"), (Path, "replace"), (shutil, "rmtree")):
        setattr(owner, name, watched(getattr(owner, name)))


def outcome(corpus: Path, base: Path, number: int) -> dict[str, str] | None:
    """What a build killed at a step leaves, None if it has fewer steps."""
    index = base.with_name(f"killed-{number}")
    shutil.copytree(base, index)
    old = snapshot.current_id(index)

    def doomed() -> None:
        die_at(number)
        build(corpus, index, ENCODER, force=True)

    status = in_fork(doomed)
    if status == 0:
        return None
    if status != KILLED:
        raise SystemExit(f"step {number}: the build ended with {status}")
    live = snapshot.load(index).manifest.id
    following = in_fork(lambda: build(corpus, index, ENCODER, force=True))
    snapshot.load(index)
    left = [path.name for path in index.rglob(".*") if path.name != ".lock"]
    shutil.rmtree(index)
    return {
        "live": "old" if live == old else "new",
        "next": "built, nothing left over" if following == 0 and not left else f"status {following}, left {left}",
    }


def main() -> None:
    """Print one JSON object a step."""
    corpus, base = map(Path, sys.argv[1:])
    os.fsync = lambda fd: None  # who is killed keeps what was written; power cuts are test_power_loss.py's
    build(corpus, base, ENCODER, force=True)  # loads the dictionary and the solver, which every child would load again
    found: list[dict[str, str]] = []
    while (killed := outcome(corpus, base, len(found) + 1)) is not None:
        found.append(killed)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
