"""What nobody foresaw: logged with its traceback, told as a problem that repeats nothing."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.edge.request_id import current
from qa.api.problems import problem_response, reader_lang

_log = logging.getLogger(__name__)


class LastResort:
    """Answers 500 where the application raised. Inside CORS, so that a page of another site can read it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def noticed(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except Exception:  # the outermost boundary of a request
            _log.exception("request %s failed", current.get())
            if has_begun:
                raise  # half an answer cannot be mended: the server closes the connection
            lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
            await problem_response("internal", lang, headers={"Connection": "close"})(scope, receive, send)
