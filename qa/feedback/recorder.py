"""Takes what people think and what they ask in vain, and has it written beside the answers: nobody who asks waits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from qa.datatypes import Answer, Query
from qa.errors import FeedbackError, FeedbackOffError
from qa.feedback.entries import Entry, Vote, unanswered
from qa.feedback.store import PATIENCE
from qa.feedback.writer import Count, Outcome, Writer

# Entries that may wait: a minute of a busy site while a disk hangs, some 300 KB. What comes then is dropped.
WAITING = 1_000

# Entries of one transaction: a commit costs as much as writing hundreds.
BATCH = 100

# Seconds that somebody who votes waits at most: for another process, for what waited before, and for the disk.
VOTE_PATIENCE = 2 * PATIENCE + 1

# Seconds that a server which ends waits for what is still to be written.
CLOSING_PATIENCE = 3.0

_Item = tuple[Entry, "Future[None]"]


def _nobody_counts(outcome: Outcome, number: int) -> None:
    """What a recorder without an observer calls."""


class Recorder:
    """Any thread may call it; one of its own writes. Without a path nothing is stored and no file is made."""

    def __init__(self, path: Path | None, days: int, count: Count = _nobody_counts) -> None:
        self._writer = Writer(path, days, count) if path else None
        self._count = count
        self._waiting: queue.Queue[_Item | None] = queue.Queue(WAITING)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write, or begin again after `close`."""
        if self._writer:
            self._closing.clear()
            self._thread = threading.Thread(target=self._work, args=(self._writer,), name="feedback", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Write what waits and end, but let a disk that hangs hold nobody up."""
        self._closing.set()
        with suppress(queue.Full):  # then the thread looks whether to end before it waits again
            self._waiting.put_nowait(None)
        if self._thread:
            self._thread.join(CLOSING_PATIENCE)

    def note(self, answer: Answer, query: Query, snapshot: str, secrets: Iterable[str] = ()) -> None:
        """Remember a question if its answer is none, or a doubtful one. Never waits, never fails.

        The query's text must hold no secrets any more; ``secrets`` names the kinds that were cut out of it.
        """
        entry = unanswered(answer, query, snapshot, secrets) if self._writer else None
        if entry:
            with suppress(FeedbackError):  # counted
                self._put(entry)

    def vote(self, vote: Vote) -> None:
        """Store a vote, which is done when this returns. Raises FeedbackError if it is not, FeedbackOffError if off."""
        done = self._put(vote)
        try:
            done.result(VOTE_PATIENCE)
        except TimeoutError:
            done.cancel()  # what is said not to be stored is not stored later either, unless it is being written now
            raise FeedbackError(f"writing takes longer than {VOTE_PATIENCE} s; see whether the disk hangs") from None

    def _put(self, entry: Entry) -> Future[None]:
        if not self._writer:
            raise FeedbackOffError("QA_FEEDBACK is off")
        if not self._thread or self._closing.is_set():
            raise FeedbackError("the service starts or ends just now")
        done: Future[None] = Future()
        try:
            self._waiting.put_nowait((entry, done))
        except queue.Full:
            self._count("dropped", 1)
            raise FeedbackError(f"{WAITING} entries wait already; see whether the disk hangs") from None
        return done

    def _work(self, writer: Writer) -> None:
        while not (self._closing.is_set() and self._waiting.empty()):
            try:
                writer.sweep()
                _write(writer, self._batch(writer.seconds_to_sweep()))
            except Exception as error:  # noqa: BLE001  # the outermost boundary of this thread: a fault must not end it
                writer.report(f"unexpected {type(error).__name__}")  # its message may hold what somebody asked
        writer.close()

    def _batch(self, patience: float) -> list[_Item]:
        """What waits, or else what comes next; empty when it is time to sweep or to end."""
        found: list[_Item | None] = []
        with suppress(queue.Empty):
            found.append(self._waiting.get(timeout=patience))
            while len(found) < BATCH:
                found.append(self._waiting.get_nowait())
        return [item for item in found if item and item[1].set_running_or_notify_cancel()]


def _write(writer: Writer, batch: list[_Item]) -> None:
    if not batch:
        return
    try:
        writer.write([entry for entry, _ in batch])
    except FeedbackError as error:
        for _, done in batch:
            done.set_exception(error)
    else:
        for _, done in batch:
            done.set_result(None)
