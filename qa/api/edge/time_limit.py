"""An answer that takes too long is given up: the asker is told, and the work ends with its next step."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import problem_response, reader_lang
from qa.engine import STEPS
from qa.errors import GivenUpError
from qa.stopwatch import Progress, progress

_log = logging.getLogger(__name__)


class TimeLimit:
    """Answers 504 after ``seconds``. ``ended`` is called once the application is through, which may be later."""

    def __init__(self, app: ASGIApp, seconds: float, ended: Callable[[], None]) -> None:
        self.app = app
        self._seconds = seconds
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, under a deadline."""
        told = _Told(send)
        steps = progress.get() or Progress()
        progress.set(steps)
        work = asyncio.ensure_future(self.app(scope, receive, told.send))
        work.add_done_callback(self._through)
        try:
            await asyncio.wait({work}, timeout=self._seconds)
        except asyncio.CancelledError:
            work.cancel()
            raise
        if not work.done() and not told.has_begun:
            told.is_muted = True
            steps.give_up()
            await self._refuse(steps, scope, receive, send)
            return
        await work

    async def _refuse(self, steps: Progress, scope: Scope, receive: Receive, send: Send) -> None:
        step = next((name for name in STEPS if name not in steps.seconds), STEPS[-1])
        _log.warning("given up after %g s in the step %s", self._seconds, step)
        lang = reader_lang(Headers(scope=scope).get("accept-language", ""))
        await problem_response("timed-out", lang, members={"step": step})(scope, receive, send)

    def _through(self, work: asyncio.Future[None]) -> None:
        self._ended()
        if not work.cancelled() and isinstance(work.exception(), Exception):
            _log.debug("ended by %s", type(work.exception()).__name__)  # raised where somebody still waits


class _Told:
    """What was sent; nothing of it once it is muted."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False
        self.is_muted = False

    async def send(self, message: Message) -> None:
        if self.is_muted:
            raise GivenUpError("nobody waits for the answer any more")
        self.has_begun = True
        await self._send(message)
