"""Token buckets: so many requests at once, and so many a second after that."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether a request may pass, how many more may at once, and seconds until the next one may."""

    is_granted: bool
    left: int
    wait_s: float


class Buckets:
    """A bucket for each client, the least recently seen forgotten first: memory stays bounded whoever comes.

    A bucket holds ``size`` tokens and gains ``per_second``; a client that is forgotten begins with a full one.
    """

    def __init__(self, size: int, per_second: float, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._per_second = per_second
        self._most = most
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> Grant:
        """One token of a client, if there is one."""
        now = self._clock()
        level, seen = self._levels.pop(client, (float(self._size), now))
        level = min(self._size, level + max(0.0, now - seen) * self._per_second)
        is_granted = level >= 1
        level -= is_granted
        self._levels[client] = (level, now)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return Grant(is_granted, int(level), max(0.0, (1 - level) / self._per_second))
