"""One line a request: what was asked for, how it ended, how long each step took. Never what the question was."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.edge.request_id import current
from qa.stopwatch import Progress, progress

_log = logging.getLogger("qa.request")

# Asked every few seconds by machines: they would drown the rest.
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})

# Where no route was found; a path that somebody made up names nothing and may hold anything.
_NO_ROUTE = "none"


@dataclass(frozen=True, slots=True)
class Handled:
    """A request that has been answered. ``route`` is the path's pattern; ``steps`` are seconds."""

    method: str
    route: str
    status: int
    seconds: float
    steps: Mapping[str, float]


class RequestLog:
    """Measures each request, tells ``watch`` of it, and writes the line."""

    def __init__(self, app: ASGIApp, watch: Callable[[Handled], None]) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        steps = Progress()
        token = progress.set(steps)
        status = 500  # what the server says of an application that says nothing

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        finally:
            progress.reset(token)
            seconds = time.perf_counter() - started
            self._tell(Handled(scope["method"], route_of(scope), status, seconds, dict(steps.seconds)))

    def _tell(self, handled: Handled) -> None:
        self._watch(handled)
        if handled.route in _PROBES:
            return
        _log.info(
            "%s %s %d %.1f ms",
            handled.method,
            handled.route,
            handled.status,
            handled.seconds * 1000,
            extra={"told": told(handled)},
        )


def told(handled: Handled) -> dict[str, Any]:
    """The members of a line of JSON, times in seconds."""
    return {
        "request_id": current.get(),
        "method": handled.method,
        "route": handled.route,
        "status": handled.status,
        "seconds": round(handled.seconds, 6),
        "steps": {step: round(seconds, 6) for step, seconds in handled.steps.items()},
    }


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered, such as ``/api/v1/passages/{passage_id}``: there are only so many."""
    return str(getattr(scope.get("route"), "path", _NO_ROUTE))
