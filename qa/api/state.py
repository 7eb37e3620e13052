"""What the routes share: the settings, and the service or the reason why there is none."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from qa import snapshot
from qa.api.metrics import Metrics
from qa.api.present import Presenter
from qa.clock import today
from qa.errors import EncoderError, NoSnapshotError, QaError, UnavailableError
from qa.feedback.recorder import Recorder
from qa.reply import Wish, reply
from qa.service import Service
from qa.settings import Settings

_log = logging.getLogger(__name__)

# How often a server looks which snapshot is live: an answer comes from the new one within 2 s of its publication, if
# loading takes no longer than one.
POLL_SECONDS = 0.5

_WARMING = ("怎么联系客服", "how do I contact support")

# A snapshot that could not be loaded is tried again after so long: somebody may mend or copy it.
RETRY_SECONDS = 30.0


class State:
    """Holds the service of one application, and takes over what is published."""

    def __init__(self, settings: Settings, service: Service | None = None) -> None:
        self.settings = settings
        self.started = datetime.now(UTC)
        self.metrics = Metrics(is_shared=settings.workers > 1)
        self.recorder = Recorder(_path(settings), settings.feedback_days, self.metrics.recorded)
        self._service = service
        self._problem: UnavailableError | None = None
        self._failed: str | None = None
        self._retry_at = 0.0
        self._is_given = service is not None
        self._refreshing = threading.Lock()
        self.is_draining = False

    def refresh(self) -> None:
        """Serve the live snapshot from now on, if another one is served.

        It is loaded and warmed beside the one that answers, which goes on answering the requests that hold it and is
        freed with the last of them. What is wrong with the new one is logged and kept for `/readyz`, not raised.
        """
        with self._refreshing:
            if not self._is_given and self._is_due():
                self._take_over()

    def _take_over(self) -> None:
        try:
            service = Service.load(self.settings, self._service)
            _warm(service)
        except (QaError, OSError) as error:
            self._fail(error)
        else:
            self.metrics.loaded(service.manifest.id, self._service.manifest.id if self._service else None)
            self._service, self._problem, self._failed = service, None, None
            _log.info("serving snapshot %s", service.manifest.id)
            gc.collect()  # what the former one held in circles

    async def follow(self) -> None:
        """Refresh for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await asyncio.to_thread(self.refresh)
            except Exception:  # noqa: BLE001  # the outermost boundary of this task: a fault must not end it
                _log.exception("looking for a new snapshot failed")
                await asyncio.sleep(RETRY_SECONDS)  # nor fill the log

    @property
    def service(self) -> Service:
        """The service. Raises UnavailableError with the reason when there is none."""
        if self._service is None:
            raise self._problem or UnavailableError("starting", "wait a moment")
        return self._service

    def drain(self) -> None:
        """Say at `/readyz` that no more requests should be sent here. Those that come are answered."""
        self.is_draining = True

    @property
    def problem(self) -> UnavailableError | None:
        """Why the live snapshot is not the one that answers, None if it is."""
        return self._problem

    def _is_due(self) -> bool:
        live = self._live()
        if self._service and live == self._service.manifest.id:
            self._problem = self._failed = None
            return False
        return live != self._failed or time.monotonic() >= self._retry_at or not self._problem

    def _live(self) -> str | None:
        try:
            return snapshot.current_id(self.settings.index)
        except QaError:
            return None

    def _fail(self, error: QaError | OSError) -> None:
        self._failed, self._retry_at = self._live(), time.monotonic() + RETRY_SECONDS
        self._problem = _public(error)
        self.metrics.failed()
        _log.error("%s: %s", "the older snapshot still answers" if self._service else "not ready", error)


def _warm(service: Service) -> None:
    """Answer a question in each language, so that the first askers do not wait for dictionaries, patterns and pages."""
    for question in _WARMING:
        reply(service, Wish(question), today())


def _public(error: QaError | OSError) -> UnavailableError:
    """The reason and its cure without paths: anyone may read /readyz."""
    if isinstance(error, NoSnapshotError):
        return UnavailableError("no-index", "build one with: qa build")
    if isinstance(error, EncoderError):
        return UnavailableError("encoder-unusable", "prepare it again with: qa model prepare, then: qa build")
    return UnavailableError("index-unusable", "see the log for the file at fault; rebuild with: qa build --force")


def _path(settings: Settings) -> Path | None:
    return settings.feedback_path if settings.feedback else None


def _state(request: Request) -> State:
    state: State = request.app.state.wenda
    return state


def _service(request: Request) -> Service:
    return _state(request).service


def _presenter(request: Request) -> Presenter:
    settings = _state(request).settings
    return Presenter(settings.base_url, today(), settings.withheld_after_days)


CurrentPresenter = Annotated[Presenter, Depends(_presenter)]
CurrentState = Annotated[State, Depends(_state)]
CurrentService = Annotated[Service, Depends(_service)]
