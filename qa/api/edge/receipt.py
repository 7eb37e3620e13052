"""A body must come in time: who sends a byte now and then holds a place that others need."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import problem_response, reader_lang


class _TooSlowError(Exception):
    """The body did not come in time."""


class Receipt:
    """Answers 408 to a request whose body has not arrived after so many seconds."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body under a deadline."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._seconds
        is_whole = has_begun = is_too_slow = False

        async def in_time() -> Message:
            nonlocal is_whole, is_too_slow
            if is_whole:  # from here on only a disconnection can come, and that may take as long as the answer
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                is_too_slow = True
                raise _TooSlowError from error
            is_whole = not message.get("more_body", False)
            return message

        async def noticed(message: Message) -> None:
            nonlocal has_begun
            if not is_too_slow or has_begun:  # else it tells of what it had to make of half a body
                has_begun = True
                await send(message)

        with suppress(_TooSlowError):
            await self._app(scope, in_time, noticed)
        if is_too_slow and not has_begun:
            lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
            await problem_response("request-too-slow", lang, headers={"Connection": "close"})(scope, receive, send)
