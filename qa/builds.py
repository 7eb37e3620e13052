"""What builds do and did: one record each in ``index/builds/``, and the lock that lets one at a time work.

Whoever asks how a build is getting on reads its record: a server, a second build, an operator.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal

from qa.errors import BuildInProgressError, BuildNotFoundError

State = Literal["running", "live", "unchanged", "refused", "failed", "died"]

FOLDER = "builds"

# Records kept; a record is small, and a month of daily builds is worth looking back on.
KEEP = 50

# Progress is written down so often at most: people do not read faster.
SECONDS_BETWEEN_NOTES = 0.5

# Seconds to wait for the lock while no build is running: somebody asks whether one is, activates a snapshot, or has
# just ended a build.
PATIENCE = 3.0
_PAUSE = 0.02

_LOCK = ".lock"
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """One build. Times are ISO 8601 in UTC; ``done`` of ``total`` parts of ``step`` are ready.

    ``live``: published; ``unchanged``: there was nothing to do; ``refused``: the gate kept the older snapshot;
    ``failed``: ``error`` says why; ``died``: it ended without a word. ``gate`` is what the gate found, as JSON.
    """

    id: str
    state: State
    started: str
    finished: str | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    snapshot: str | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    gate: Mapping[str, Any] | None = None


def new_id() -> str:
    """An id for a build that begins now."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{token_hex(4)}"


def take_lock(index_dir: Path) -> int:
    """A descriptor that holds the lock of an index until it is closed everywhere: a killed build leaves none behind.

    Children may inherit it. Raises BuildInProgressError, with the running build's id where it is known.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(index_dir / _LOCK, os.O_CREAT | os.O_RDWR)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = next((record.id for record in records(index_dir) if record.state == "running"), None)
            if running or time.monotonic() > deadline:
                os.close(descriptor)
                message = f"another build is running on {index_dir}; wait for it to end"
                raise BuildInProgressError(message, running) from None
            time.sleep(_PAUSE)
        else:
            return descriptor


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Hold the lock. Raises BuildInProgressError."""
    descriptor = take_lock(index_dir)
    try:
        yield
    finally:
        os.close(descriptor)


class Journal:
    """Writes the record of one build. Only for the holder of the lock.

    What cannot be written down does not end a build: a full disk will be noticed where it matters.
    """

    def __init__(self, index_dir: Path, build_id: str | None = None) -> None:
        self._folder = index_dir / FOLDER
        self.record = BuildRecord(build_id or new_id(), "running", _now())
        self._noted = 0.0
        self._write()

    def progress(self, step: str, done: int, total: int) -> None:
        """Note how far the build is."""
        self.record = replace(self.record, step=step, done=done, total=total)
        if time.monotonic() - self._noted >= SECONDS_BETWEEN_NOTES:
            self._write()

    def note(self, **found: Any) -> None:
        """Remember fields of `BuildRecord`; they are written down with what comes next."""
        self.record = replace(self.record, **found)

    def end(self, state: State, **found: Any) -> None:
        """Note how the build ended: fields of `BuildRecord`."""
        self.record = replace(self.record, state=state, finished=_now(), **found)
        self._write()
        for path in records_on_disk(self._folder)[KEEP:]:
            path.unlink(missing_ok=True)

    def _write(self) -> None:
        self._noted = time.monotonic()
        content = json.dumps(asdict(self.record), ensure_ascii=False, indent=1).encode()
        aside = self._folder / f".{self.record.id}"
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            aside.write_bytes(content)  # not forced to disk: after a power cut nobody waits for this build
            aside.replace(self._folder / f"{self.record.id}.json")


def read(index_dir: Path, build_id: str) -> BuildRecord:
    """One build. Raises BuildNotFoundError."""
    found = _read(index_dir, index_dir / FOLDER / f"{build_id}.json") if _ID.fullmatch(build_id) else None
    if found is None:
        raise BuildNotFoundError(f"no build {build_id!r}")
    return found


def records(index_dir: Path) -> Iterator[BuildRecord]:
    """All builds that are remembered, the newest first. Records that cannot be read are left out."""
    for path in records_on_disk(index_dir / FOLDER):
        if found := _read(index_dir, path):
            yield found


def records_on_disk(folder: Path) -> list[Path]:
    """Files of records, the newest first."""
    paths = folder.glob("*.json") if folder.is_dir() else ()
    return sorted((path for path in paths if _ID.fullmatch(path.stem)), reverse=True)


def remove_leftovers(index_dir: Path) -> None:
    """Delete what a killed build had half written. Only for the holder of the lock."""
    for path in (index_dir / FOLDER).glob(".*"):
        path.unlink()


def _read(index_dir: Path, path: Path) -> BuildRecord | None:
    try:
        content = json.loads(path.read_bytes())
        known = {name: content[name] for name in (one.name for one in fields(BuildRecord)) if name in content}
        record = BuildRecord(**{**known, "warnings": tuple(known.get("warnings", ()))})
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return replace(record, state="died") if record.state == "running" and not _is_locked(index_dir) else record


def _is_locked(index_dir: Path) -> bool:
    """Whether somebody builds. Asks with a shared lock, so that askers do not meet one another."""
    try:
        descriptor = os.open(index_dir / _LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
