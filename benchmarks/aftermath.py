"""A small index before a fault, processes that meet it, and what is found afterwards. See `benchmarks.faults`."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from qa import snapshot
from qa.builder import VECTORS, build
from qa.cli import app
from qa.cli.console import err
from qa.datatypes import Query
from qa.encoding.hash_encoder import HashEncoder
from qa.encoding.store import DEFAULT, encoders_folder
from qa.engine import Engine
from qa.errors import QaError
from tests.made import FILES, write_corpus

OLD, NEW = "The network charges the fee", "The blockchain charges the fee"
ADDED = "---\nid: new\nlang: en\n---\n# New\n\n## One\n\nNew text.\n"
CLEAN, CRASHED = 1, 70
PATIENCE_S = 60

Outcome = dict[str, str]


@dataclass(frozen=True)
class Place:
    """A corpus, an index whose live snapshot was made from an earlier version of it, where copies go, a command."""

    corpus: Path
    base: Path
    scratch: Path
    arguments: Sequence[str]

    @property
    def index(self) -> Path:
        """Where the copy that is damaged stands."""
        return self.scratch / "index"

    def copy(self) -> Path:
        """The index before the fault."""
        return Path(shutil.copytree(self.base, self.index))


def made(folder: Path) -> Place:
    """A published snapshot of a small corpus, of which a document has changed since."""
    corpus, base = write_corpus(folder / "corpus"), folder / "base"
    encoders_folder(base).mkdir(parents=True)
    (encoders_folder(base) / DEFAULT).write_text(HashEncoder().fingerprint + "\n", "ascii")
    for _ in range(snapshot.KEEP):  # so that the next build has one to delete
        build(corpus, base, HashEncoder(), force=True)
    changed = FILES["en/fees.md"].replace(OLD, NEW)
    write_corpus(corpus, {"en/fees.md": changed, "en/new.md": ADDED})
    return Place(corpus, base, folder, ("build", "--corpus", str(corpus), "--index", str(folder / "index")))


@contextmanager
def copied(place: Place) -> Iterator[frozenset[str]]:
    """A copy of the index for one fault; the ids of its snapshots."""
    index = place.copy()
    try:
        yield frozenset(snapshot.snapshot_ids(index))
    finally:
        shutil.rmtree(index)


# Children ---------------------------------------------------------------------------------------


def command(arguments: Sequence[str]) -> int:
    """The command line as a person runs it: 0, 1 for an error that was told, 70 for one that nobody expected.

    What it says is kept in memory: it is the index that is on a full disk, not the terminal.
    """
    err.file = io.StringIO()
    try:
        status = app(list(arguments), standalone_mode=False)
    except typer.Exit as end:
        status = end.exit_code
    except BaseException:  # noqa: BLE001  # this is what is looked for
        traceback.print_exc()
        return CRASHED
    return int(status or 0)


@contextmanager
def forked(work: Callable[[], int], log: Path) -> Iterator[tuple[int, Callable[[], int]]]:
    """A child that waits until it is told to go on; its output goes to ``log``."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writer)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.read(reader, 1)
        status = CRASHED
        try:
            status = work()
        finally:
            os._exit(status)
    os.close(reader)
    yield child, lambda: os.write(writer, b"!")
    os.close(writer)


def ended(child: int) -> int:
    """Exit status of a child, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(work: Callable[[], int], log: Path) -> int:
    """A child to its end."""
    with forked(work, log) as (child, go):
        go()
        return ended(child)


def traced(work: Callable[[], int], log: Path, *options: str) -> int:
    """A child under strace to its end."""
    with forked(work, log) as (child, go):
        tracer = subprocess.Popen(
            ["strace", "-f", "-qq", "-p", str(child), *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + PATIENCE_S
        while f"TracerPid:\t{tracer.pid}\n" not in Path(f"/proc/{child}/status").read_text():
            if time.monotonic() > deadline or tracer.poll() is not None:
                raise SystemExit(f"strace could not be attached: {tracer.communicate()[1]!r}")
            time.sleep(0.001)
        go()
        status = ended(child)
        tracer.communicate(timeout=PATIENCE_S)
        return status


# Afterwards ---------------------------------------------------------------------------------------


def how(status: int) -> str:
    """An exit status in words."""
    names = {0: "went on", CLEAN: "clean error", -signal.SIGKILL: "killed"}
    return names.get(status, f"crashed with {status}")


def examined(place: Place, old: frozenset[str]) -> Outcome:
    """Load, answer, run the command again and look for leftovers, in a child."""
    index, report = place.index, place.scratch / "report"
    report.unlink(missing_ok=True)

    def examine() -> int:
        found = {"live": live(index, old), "listed": listed(index), "cache": cache(index)}
        status = command(place.arguments)
        left = sorted(path.name for path in index.rglob(".*") if path.name != ".lock")
        after = (live(index, old), listed(index), cache(index))
        good = status == 0 and not left and after == ("new", "sound", "sound")
        report.write_text(json.dumps({**found, "next": "ok" if good else f"status {status}, left {left}, {after}"}))
        return 0

    run(examine, place.scratch / "examined")
    return dict(json.loads(report.read_text())) if report.exists() else {"live": "corrupt: the examiner died"}


def live(index: Path, old: frozenset[str]) -> str:
    """Which snapshot is live, by its id and by what it answers."""
    try:
        loaded = snapshot.load(index)
        answer = Engine(loaded.index, HashEncoder()).answer(Query("Who charges network fees?", "en"))
    except Exception as error:  # noqa: BLE001  # this is what is looked for
        return f"corrupt: {error}"
    texts = " ".join(hit.passage.text for hit in answer.hits)
    state = "old" if loaded.manifest.id in old else "new"
    return state if {"old": OLD, "new": NEW}[state] in texts else f"corrupt: {state} answers {texts!r}"


def listed(index: Path) -> str:
    """Whether every snapshot that is listed can be gone back to."""
    try:
        for name in snapshot.snapshot_ids(index):
            snapshot.load(index, name)
    except QaError as error:
        return f"damaged: {error}"
    return "sound"


def cache(index: Path) -> str:
    """Whether the file of vectors is sound in SQLite's own judgement."""
    if not (index / VECTORS).exists():
        return "sound"
    try:
        with closing(sqlite3.connect(index / VECTORS)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    return "sound" if said == "ok" else str(said)
