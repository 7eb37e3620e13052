"""Middleware driven as a server drives it, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        assert self.headers["content-type"] == "application/problem+json"
        return str(json.loads(self.body)["type"]).rpartition(":")[2]


def scope(path: str = "/api/v1/query", *, peer: str = "203.0.113.7", headers: dict[str, str] | None = None) -> Scope:
    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return {"type": "http", "method": "POST", "path": path, "headers": raw, "client": (peer, 1), "query_string": b""}


async def call(app: ASGIApp, request: Scope, receive: Receive | None = None) -> Response:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(request, receive or nothing, send)
    head = sent[0]
    headers = {name.decode(): value.decode() for name, value in head["headers"]}
    return Response(head["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


def app_that(work: Callable[[Receive], Awaitable[Any]]) -> ASGIApp:
    """An application that does something and then answers 200."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await work(receive)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    return app


async def nothing_at_all(_: Receive) -> None:
    await asyncio.sleep(0)
