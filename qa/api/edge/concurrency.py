"""So many requests are answered at a time, so many may wait, and the rest is told to come back: never a pile-up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api.edge.rate_limit import PREFIX
from qa.api.edge.time_limit import TimeLimit
from qa.api.problems import problem_response, reader_lang

# Seconds after which a place is likely: a full queue is answered in less.
_RETRY_AFTER = "1"

# Tells how many more requests are answered and how many more wait: 1, -1 or 0 of each.
Watch = Callable[[int, int], None]


def _unwatched(answered: int, waiting: int) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests are answered at once and how many wait; seconds that one may wait, and its answer may take."""

    at_once: int
    waiting: int
    wait_s: float
    answer_s: float


class Concurrency:
    """Answers 503 to who comes when the queue is full, or waits in it too long; 504 to whose answer takes too long.

    What has taken too long keeps its place until it has really ended: work that hangs can fill the places, never the
    threads that others need.
    """

    def __init__(self, app: ASGIApp, limits: Limits, watch: Watch = _unwatched) -> None:
        self._limited = TimeLimit(app, limits.answer_s, self._free)
        self._places = asyncio.Semaphore(limits.at_once)
        self._most_waiting = limits.waiting
        self._wait_s = limits.wait_s
        self._waiting = 0
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._limited.app(scope, receive, send)
        elif await self._place():
            self._watch(1, 0)
            await self._limited(scope, receive, send)
        else:
            lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
            await problem_response("overloaded", lang, headers={"Retry-After": _RETRY_AFTER})(scope, receive, send)

    def _free(self) -> None:
        self._places.release()
        self._watch(-1, 0)

    async def _place(self) -> bool:
        if not self._places.locked():
            return await self._places.acquire()
        if self._waiting >= self._most_waiting:
            return False
        self._waiting += 1
        self._watch(0, 1)
        try:
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._places.acquire(), self._wait_s)
            return False
        finally:
            self._waiting -= 1
            self._watch(0, -1)
