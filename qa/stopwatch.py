"""How long each step took."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """``seconds`` of each step, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, step: str) -> None:
        """A step ended now; it began where the one before ended."""
        now = perf_counter()
        self.seconds[step] = now - self._last
        self._last = now
