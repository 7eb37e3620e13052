"""Writes entries and deletes old ones, for one thread, and says what is wrong without filling the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Literal

from qa.errors import FeedbackError
from qa.feedback.entries import Entry, today
from qa.feedback.store import Store

_log = logging.getLogger(__name__)

Outcome = Literal["stored", "dropped", "failed"]
Count = Callable[[Outcome, int], None]

# What is wrong is logged so often at most, however many people ask.
SECONDS_BETWEEN_REPORTS = 60.0

# Old entries are deleted at the start and then once a day; if that fails, it is tried again in an hour.
SWEEP_SECONDS = 24 * 3600.0
RETRY_SECONDS = 3600.0


class Writer:
    """Opens the file when there is something to write, and anew after any error: somebody may have mended it."""

    def __init__(self, path: Path, days: int, count: Count) -> None:
        self._path = path
        self._days = days
        self._count = count
        self._store: Store | None = None
        self._sweep_at = time.monotonic()
        self._report_at = time.monotonic()

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none. Raises FeedbackError, and has it logged and counted."""
        try:
            self._opened().add(entries)
        except FeedbackError as error:
            self.close()
            self._count("failed", len(entries))
            self.report(error)
            raise
        self._count("stored", len(entries))

    def seconds_to_sweep(self) -> float:
        """When `sweep` has something to do again."""
        return max(0.0, self._sweep_at - time.monotonic())

    def sweep(self) -> None:
        """Delete what is too old, if it is time to. A file that is not there is not made."""
        if self.seconds_to_sweep():
            return
        self._sweep_at = time.monotonic() + SWEEP_SECONDS
        try:
            if self._path.exists():
                self._opened().delete(today() - timedelta(days=self._days))
        except FeedbackError as error:
            self.close()
            self._sweep_at = time.monotonic() + RETRY_SECONDS
            self.report(error)

    def report(self, problem: object) -> None:
        """Log what is wrong; it must say nothing of what people asked."""
        if time.monotonic() >= self._report_at:
            self._report_at = time.monotonic() + SECONDS_BETWEEN_REPORTS
            _log.error("feedback is not stored, answers go on: %s", problem)

    def close(self) -> None:
        """Let go of the file."""
        if self._store:
            self._store.close()
            self._store = None

    def _opened(self) -> Store:
        if self._store and self._store.is_gone():
            self.close()
        if self._store is None:
            self._store = Store(self._path)
        return self._store
