"""What is refused by its headers alone, before a body is read, and bodies that grow too large all the same."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.admin_guard import PREFIX, REBUILD
from qa.api.problems import problem_response, reader_lang

# The largest question is 2 000 characters: 24 000 bytes if each is escaped as a surrogate pair in JSON.
MAX_BODY_BYTES = 64 * 1024

# A code host tells of all commits of a push.
MAX_WEBHOOK_BYTES = 1024 * 1024


# What servers take in general; a browser sends 1 KB.
MAX_HEAD_BYTES = 16 * 1024


class BodyLimits:
    """Refuses bodies that are too large or no JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        code = _refusal(scope)
        if code:
            lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
            await problem_response(code, lang, headers={"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _counted(receive, _limit(scope)), send)


def _refusal(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    if "content-length" in headers and "transfer-encoding" in headers:
        return "request-failed"  # a proxy may believe one and the server the other (RFC 9112, section 6.3)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEAD_BYTES:
        return "head-too-large"
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _limit(scope):
        return "body-too-large"
    if scope["path"].startswith(PREFIX):
        return None  # these read no body
    has_body = length != "0" or "transfer-encoding" in headers
    if scope["method"] == "POST" and has_body and not _is_json(headers.get("content-type", "")):
        return "unsupported-media-type"
    return None


def _limit(scope: Scope) -> int:
    return MAX_WEBHOOK_BYTES if scope["path"] == REBUILD else MAX_BODY_BYTES


def _is_json(content_type: str) -> bool:
    return content_type.split(";", maxsplit=1)[0].strip().lower() == "application/json"


def _counted(receive: Receive, limit: int) -> Receive:
    """Stop a body that came without its length when it grows too large."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise HTTPException(413)
        return message

    return limited
