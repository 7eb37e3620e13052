"""A name for each request, told to the client and in the log, so that both speak of the same one."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"

# 64 bits: two of a billion requests share a name with a chance of 1 in 37.
_BYTES = 8

current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestId:
    """Names requests. What a client calls its request is not taken over: it would be told in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = secrets.token_hex(_BYTES)
        token = current.set(name)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, named)
        finally:
            current.reset(token)
