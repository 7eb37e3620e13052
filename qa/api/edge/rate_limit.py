"""No client may ask faster than people do."""

from __future__ import annotations

import math
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.edge.buckets import Buckets, Grant
from qa.api.edge.clients import Network, client_of
from qa.api.problems import problem_response, reader_lang

# What is counted: what costs something. Pages, scripts and probes do not.
PREFIX = "/api/v1/"

# Clients that are remembered: 100 000 take 25 MB, and a botnet of more must be met before this process.
MOST_CLIENTS = 100_000

_MINUTE = 60


class RateLimit:
    """Answers 429 with Retry-After once a client's bucket is empty.

    Every counted answer tells what is left: RateLimit and RateLimit-Policy
    (draft-ietf-httpapi-ratelimit-headers-08).
    """

    def __init__(self, app: ASGIApp, per_minute: int, burst: int, proxies: Sequence[Network]) -> None:
        self._app = app
        self._proxies = proxies
        self._buckets = Buckets(burst, per_minute / _MINUTE, MOST_CLIENTS)
        self._policy = f'"asking";q={per_minute};w={_MINUTE}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        is_counted = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        client = client_of(scope, self._proxies) if is_counted else None
        if client is None:
            await self._app(scope, receive, send)
            return
        grant = self._buckets.take(client)
        told = self._told(send, grant)
        if grant.is_granted:
            await self._app(scope, receive, told)
            return
        lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
        headers = {"Retry-After": str(math.ceil(grant.wait_s))}
        await problem_response("too-many-requests", lang, headers=headers)(scope, receive, told)

    def _told(self, send: Send, grant: Grant) -> Send:
        async def with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = self._policy
                headers["RateLimit"] = f'"asking";r={grant.left};t={math.ceil(grant.wait_s)}'
            await send(message)

        return with_limit
