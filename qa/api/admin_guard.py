"""Plain ASGI middleware before the operators' endpoints: nothing of a body is read for who may not be there."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import problem_response, reader_lang
from qa.datatypes import Lang

_log = logging.getLogger(__name__)

PREFIX = "/api/v1/admin/"
REBUILD = f"{PREFIX}rebuild"

# What code hosts call a push with: HMAC-SHA256 of the body, in hexadecimal.
SIGNATURE_HEADER = "x-hub-signature-256"
_SIGNATURE_PREFIX = "sha256="


class AdminGuard:
    """Lets pass who brings one of the bearer tokens, and to a rebuild also a body signed with the webhook's secret.

    ``keys`` are names and tokens. The log says whose token it was that gave an order, never the token.
    """

    def __init__(self, app: ASGIApp, keys: Sequence[tuple[str, SecretStr]], webhook_secret: SecretStr | None) -> None:
        self._app = app
        self._keys = [(name, _digest(token.get_secret_value().encode())) for name, token in keys]
        self._secret = webhook_secret.get_secret_value().encode() if webhook_secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
        elif key := self._key(scope):
            _log.info("%s %r with the key %s", scope["method"], scope["path"], key)
            await self._app(scope, receive, send)
        elif signature := self._signature(scope):
            await self._signed(signature, scope, receive, send)
        else:
            await _refuse(scope, receive, send)

    def _key(self, scope: Scope) -> str | None:
        """The name of the key that was brought. All are compared, so that the time tells nothing of which it was."""
        kind, _, brought = _header(scope, b"authorization").partition(b" ")
        digest = _digest(brought.strip())
        fitting = [name for name, known in self._keys if hmac.compare_digest(digest, known)]
        return fitting[0] if fitting and kind.lower() == b"bearer" else None

    def _signature(self, scope: Scope) -> bytes:
        """What stands in the signature's header, where a signature is enough."""
        enough = self._secret and scope["path"] == REBUILD and scope["method"] == "POST"
        return _header(scope, SIGNATURE_HEADER.encode()) if enough else b""

    async def _signed(self, signature: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _whole_body(receive)
        except HTTPException:  # of the guard around this one: it is too large
            too_large = problem_response("body-too-large", _lang(scope), headers={"Connection": "close"})
            await too_large(scope, receive, send)
            return
        expected = _SIGNATURE_PREFIX + hmac.new(self._secret or b"", body, hashlib.sha256).hexdigest()
        replayed = _replay(body)
        if hmac.compare_digest(_digest(signature), _digest(expected.encode())):
            _log.info("%s %r with the webhook's signature", scope["method"], scope["path"])
            # The signature covers the body alone: options in the address are nobody's word.
            await self._app({**scope, "query_string": b""}, replayed, send)
        else:
            await _refuse(scope, replayed, send)


def _header(scope: Scope, name: bytes) -> bytes:
    values: list[bytes] = [value for key, value in scope["headers"] if key == name]
    return values[0] if len(values) == 1 else b""


def _digest(value: bytes) -> bytes:
    """Of equal length for all values, so that comparing them takes equally long."""
    return hashlib.sha256(value).digest()


async def _whole_body(receive: Receive) -> bytes:
    """The body, or what came of it before the client went away. The guard around this one limits its size."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body


def _replay(body: bytes) -> Receive:
    async def once() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _lang(scope: Scope) -> Lang:
    return reader_lang(Headers(scope=scope).get("accept-language", ""))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"WWW-Authenticate": "Bearer", "Connection": "close"}
    await problem_response("unauthorized", _lang(scope), headers=headers)(scope, receive, send)
