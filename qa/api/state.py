"""What the routes share: the settings, and the service or the reason why there is none."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import Depends, Request

from qa.errors import EncoderError, NoSnapshotError, QaError, UnavailableError
from qa.service import Service
from qa.settings import Settings

_log = logging.getLogger(__name__)


class State:
    """Holds the service of one application."""

    def __init__(self, settings: Settings, service: Service | None = None) -> None:
        self.settings = settings
        self._service = service
        self._reason: UnavailableError | None = None

    def load(self) -> None:
        """Load the live snapshot. What is wrong with it is logged and kept for `/readyz`, not raised."""
        if self._service:
            return
        try:
            self._service = Service.load(self.settings.index, self.settings.threads)
        except (QaError, OSError) as error:
            _log.error("not ready: %s", error)
            self._reason = _public(error)

    @property
    def service(self) -> Service:
        """The service. Raises UnavailableError with the reason when there is none."""
        if self._service is None:
            raise self._reason or UnavailableError("starting", "wait a moment")
        return self._service


def _public(error: QaError | OSError) -> UnavailableError:
    """The reason and its cure without paths: anyone may read /readyz."""
    if isinstance(error, NoSnapshotError):
        return UnavailableError("no-index", "build one with: qa build")
    if isinstance(error, EncoderError):
        return UnavailableError("encoder-unusable", "prepare it again with: qa model prepare, then: qa build")
    return UnavailableError("index-unusable", "see the log for the file at fault; rebuild with: qa build --force")


def _state(request: Request) -> State:
    state: State = request.app.state.wenda
    return state


def _service(request: Request) -> Service:
    return _state(request).service


CurrentState = Annotated[State, Depends(_state)]
CurrentService = Annotated[Service, Depends(_service)]
