"""What a build leaves when it is killed, or refused by the disk, at any of its system calls that change something.

python -m benchmarks.faults [--every N]        needs strace and ptrace; prints JSON, keeps it under results/

A process with everything loaded forks one child a fault; strace is attached to the child, and only then the child
runs the whole command ``qa build`` (or ``qa snapshots import``). So nothing is counted before the command begins.
A first run without faults lists the calls: those that make, write, force to disk, rename or remove a file of the index.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.aftermath import Outcome, Place, command, copied, ended, examined, forked, how, made, run, traced
from qa import snapshot
from qa.builder import activate, build
from qa.encoding.hash_encoder import HashEncoder
from qa.errors import BuildInProgressError
from qa.portable import export_snapshot

# What each call is refused with. Kills come before the call, so a kill after it is the kill before the next.
ERRORS = {
    "mkdir": "ENOSPC",
    "openat": "ENOSPC",
    "write": "ENOSPC",
    "pwrite64": "ENOSPC",
    "ftruncate": "EIO",
    "fsync": "EIO",
    "fdatasync": "EIO",
    "rename": "EIO",
    "unlink": "EIO",
    "unlinkat": "EIO",
    "rmdir": "EIO",
}
# A disk that is full stays full; one that has a fault stays at fault.
LASTING = ("write", "pwrite64", "fsync")

CALL = re.compile(r"^\d+\s+(\w+)\(")
ROUNDS = 10  # of two processes at once
BESIDE_S = 2  # longer than a build
LASTING_EVERY = 8  # what a lasting error does is soon what a single one does: the command ends
IMPORT_EVERY = 5  # its steps are those of a build, but for the reading of the file, which changes nothing
STEPS = 16
PEAK = 3.5  # snapshots' worth of room: files take whole pages, and SQLite writes a log
FILES_A_STEP = 4  # a build makes about fifty at a time
LARGE = "size=1g,nr_inodes=100000"


@dataclass(frozen=True)
class Fault:
    """A kill, or an error, at the n-th call of its name (counted in the child, all files alike)."""

    call: str
    number: int
    what: str

    @property
    def injection(self) -> str:
        """As strace wants it."""
        how = "signal=KILL" if self.what == "kill" else f"error={ERRORS[self.call]}"
        return f"inject={self.call}:{how}:when={self.number}{'+' if self.what == 'lasting error' else ''}"


# One fault --------------------------------------------------------------------------------------


def points(place: Place) -> list[tuple[str, int]]:
    """Calls that change the index in a run without faults: name, and number among the calls of that name."""
    index, log = place.copy(), place.scratch / "calls"
    options = ("-y", "-o", str(log), "-e", f"trace={','.join(ERRORS)}")
    if status := traced(partial(command, place.arguments), place.scratch / "log", *options):
        raise SystemExit(f"without faults the command ended with {status}: {(place.scratch / 'log').read_text()}")
    counted: Counter[str] = Counter()
    found = []
    for line in log.read_text(errors="replace").splitlines():
        if not (call := CALL.match(line)):
            continue
        counted[call[1]] += 1
        if str(index) in line and (call[1] != "openat" or "O_CREAT" in line):
            found.append((call[1], counted[call[1]]))
    shutil.rmtree(index)
    return found


def faults_at(found: Sequence[tuple[str, int]]) -> list[Fault]:
    """A kill and an error at every call, and from some on a fault that stays."""
    faults = [Fault(call, number, what) for what in ("kill", "error") for call, number in found]
    lasting = [Fault(call, number, "lasting error") for call, number in found if call in LASTING]
    return faults + lasting[::LASTING_EVERY]


def outcome(place: Place, fault: Fault) -> Outcome:
    """What a fault leaves, and what the next run makes of it."""
    options = ("-o", "/dev/null", "-e", f"trace={fault.call}", "-e", fault.injection)
    with copied(place) as old:
        status = traced(partial(command, place.arguments), place.scratch / "log", *options)
        return {"ended": how(status), **examined(place, old)}


# Disks that are full ----------------------------------------------------------------------------


@contextmanager
def small_disk(place: Place) -> Iterator[Callable[[str], None]]:
    """A file system in memory that holds the index, and how to change its limits: ``size=…,nr_inodes=…``."""
    place.index.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", LARGE, "tmpfs", place.index], check=True)
    try:
        shutil.copytree(place.base, place.index, dirs_exist_ok=True)
        yield lambda limits: run_quietly("mount", "-o", f"remount,{limits}", str(place.index))
    finally:
        run_quietly("umount", str(place.index))
        place.index.rmdir()


def run_quietly(*words: str) -> None:
    """A program that must succeed."""
    subprocess.run(words, check=True, capture_output=True)


def used(index: Path) -> tuple[int, int]:
    """Bytes and files of the file system."""
    disk = os.statvfs(index)
    return (disk.f_blocks - disk.f_bfree) * disk.f_frsize, disk.f_files - disk.f_ffree


def on_small_disks(place: Place) -> list[Outcome]:
    """Room for less and less of the new snapshot, in bytes and in files."""
    with small_disk(place):
        size, files = used(place.index)
    live_folder = place.base / "snapshots" / str(snapshot.current_id(place.base))
    peak = PEAK * sum(path.stat().st_size for path in live_folder.rglob("*"))
    sizes = [f"size={size + int(peak * step / STEPS)},nr_inodes=100000" for step in range(STEPS)]
    counts = [f"size=1g,nr_inodes={files + FILES_A_STEP * step}" for step in range(STEPS)]
    return [_on_small_disk(place, limits) for limits in sizes + counts]


def _on_small_disk(place: Place, limits: str) -> Outcome:
    with small_disk(place) as limit:
        old = frozenset(snapshot.snapshot_ids(place.index))
        limit(limits)
        status = run(partial(command, place.arguments), place.scratch / "log")
        limit(LARGE)
        return {"ended": how(status), **examined(place, old)}


def with_small_files(place: Place) -> list[Outcome]:
    """The kernel refuses to let any file grow beyond a limit: one byte less than each file of a finished run has."""
    index = place.copy()
    run(partial(command, place.arguments), place.scratch / "log")
    sizes = sorted({path.stat().st_size for path in index.rglob("*") if path.is_file()} - {0})
    shutil.rmtree(index)
    return [_with_small_files(place, size - 1) for size in sizes]


def _with_small_files(place: Place, limit: int) -> Outcome:
    def limited() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return command(place.arguments)

    with copied(place) as old:
        return {"ended": how(run(limited, Path("/dev/null"))), **examined(place, old)}


# Several at once --------------------------------------------------------------------------------


def two_at_once(place: Place) -> list[Outcome]:
    """Two builds that begin together, while somebody reads."""
    return [_beside(place, lambda: command(place.arguments)) for _ in range(ROUNDS)]


def beside_activation(place: Place) -> list[Outcome]:
    """A build while another process goes back to an older snapshot again and again, and somebody reads."""

    def activating() -> int:
        older = snapshot.snapshot_ids(place.index)[-2]
        until = time.monotonic() + BESIDE_S
        while time.monotonic() < until:
            with suppress(BuildInProgressError):
                activate(place.index, older)
            time.sleep(random.random() / 5)  # noqa: S311  # or no build would ever get the lock
        return 0

    return [_beside(place, activating) for _ in range(ROUNDS)]


def _beside(place: Place, other: Callable[[], int]) -> Outcome:
    def reading() -> int:
        until = time.monotonic() + BESIDE_S
        while time.monotonic() < until:
            snapshot.load(place.index)
        return 0

    with copied(place) as old, ExitStack() as stack:
        works: list[Callable[[], int]] = [partial(command, place.arguments), other, reading]
        children = [
            stack.enter_context(forked(work, place.scratch / f"log{number}")) for number, work in enumerate(works)
        ]
        for _, go in children:
            go()
        build_ended, other_ended, reader_ended = (ended(child) for child, _ in children)
        ends = {"ended": " and ".join(sorted((how(build_ended), how(other_ended)))), "reader": how(reader_ended)}
        return {**ends, **examined(place, old)}


# All of it --------------------------------------------------------------------------------------


def injected(place: Place, every: int) -> dict[str, Any]:
    """Faults at all calls of a command, or at every n-th."""
    found = points(place)
    faults = faults_at(found)[::every]
    outcomes = []
    for number, fault in enumerate(faults):
        outcomes.append(outcome(place, fault))
        sys.stderr.write(f"\r{place.arguments[0]}: {number + 1} of {len(faults)} faults")
    sys.stderr.write("\n")
    by_what = {
        what: summary([one for one, fault in zip(outcomes, faults, strict=True) if fault.what == what])
        for what in ("kill", "error", "lasting error")
    }
    broken = [{"at": fault.injection, **one} for one, fault in zip(outcomes, faults, strict=True) if not is_sound(one)]
    return {"calls": Counter(call for call, _ in found), "faults": len(faults), **by_what, "broken": broken}


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How often each value of each key was found."""
    keys = dict.fromkeys(key for one in outcomes for key in one)
    return {
        "count": len(outcomes),
        **{key: Counter(one.get(key, "-").split(":")[0] for one in outcomes) for key in keys},
    }


def is_sound(one: Outcome) -> bool:
    """Whether every promise was kept."""
    promised = (
        one["live"] in ("old", "new") and one.get("reader", "went on") == "went on" and "crash" not in one["ended"]
    )
    return promised and (one["listed"], one["cache"], one["next"]) == ("sound", "sound", "ok")


def exporting(place: Place) -> Path:
    """A file with the snapshot that a build of the changed corpus would give."""
    index, file = place.copy(), place.scratch / "exported.tar"
    build(place.corpus, index, HashEncoder())
    export_snapshot(index, file)
    shutil.rmtree(index)
    return file


def main() -> None:
    """Run, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every n-th fault")
    every = parser.parse_args().every
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        place = made(Path(folder))
        importing = replace(
            place, arguments=("snapshots", "import", str(exporting(place)), "--activate", "--index", str(place.index))
        )
        found: dict[str, Any] = {"build": injected(place, every), "import": injected(importing, IMPORT_EVERY * every)}
        for name, work in SCENES.items():
            outcomes = work(place)
            sys.stderr.write(f"{name}: {len(outcomes)}\n")
            found[name] = {**summary(outcomes), "broken": [one for one in outcomes if not is_sound(one)]}
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "arch": platform.machine()}
    report = {"machine": machine, "seconds": round(time.monotonic() - started), **found}
    text = json.dumps(report, indent=1)
    Path("benchmarks/results/faults.json").write_text(text + "\n", "utf-8")
    print(text)


SCENES: dict[str, Callable[[Place], list[Outcome]]] = {
    "disk with little room": on_small_disks,
    "files that may not grow": with_small_files,
    "two builds at once": two_at_once,
    "a build while another process activates": beside_activation,
}

if __name__ == "__main__":
    main()
