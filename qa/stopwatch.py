"""How long each step took, and how far a request has come."""

from __future__ import annotations

from contextvars import ContextVar
from time import perf_counter

from qa.errors import GivenUpError


class Progress:
    """The steps of one request that have ended, in order, with their seconds summed. Threads may share it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._is_given_up = False

    def give_up(self) -> None:
        """Nobody waits for the answer any more: the step that runs is the last one."""
        self._is_given_up = True

    def ended(self, step: str, seconds: float) -> None:
        """Note a step. Raises GivenUpError where nobody waits."""
        self.seconds[step] = self.seconds.get(step, 0.0) + seconds
        if self._is_given_up:
            raise GivenUpError(f"given up after the step {step!r}")


# Of the request at hand, where somebody wants to know.
progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


class Stopwatch:
    """``seconds`` of each step, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()
        self._progress = progress.get()

    def lap(self, step: str) -> None:
        """A step ended now; it began where the one before ended. Raises GivenUpError where nobody waits."""
        now = perf_counter()
        self.seconds[step] = now - self._last
        if self._progress:
            self._progress.ended(step, now - self._last)
        self._last = now
