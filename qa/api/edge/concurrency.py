"""So many requests are answered at a time, so many may wait, and the rest is told to come back: never a pile-up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api.edge.rate_limit import PREFIX
from qa.api.problems import problem_response, reader_lang

# Seconds after which a place is likely: a full queue is answered in less.
_RETRY_AFTER = "1"


class Concurrency:
    """Answers 503 to who comes when the queue is full, or waits in it too long."""

    def __init__(self, app: ASGIApp, at_once: int, waiting: int, wait_s: float) -> None:
        self._app = app
        self._places = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._wait_s = wait_s
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
        elif await self._place():
            try:
                await self._app(scope, receive, send)
            finally:
                self._places.release()
        else:
            lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
            await problem_response("overloaded", lang, headers={"Retry-After": _RETRY_AFTER})(scope, receive, send)

    async def _place(self) -> bool:
        if not self._places.locked():
            return await self._places.acquire()
        if self._waiting >= self._most_waiting:
            return False
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._places.acquire(), self._wait_s)
            return False
        finally:
            self._waiting -= 1
