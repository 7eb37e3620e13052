"""HTTP/1.1 whose heads must come in time."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# In the state of an application's lifespan: the seconds in which the head of a request must have come.
RECEIPT_SECONDS = "receipt_seconds"

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class DeadlineProtocol(H11Protocol):
    """Closes a connection that sends nothing, or a head byte by byte: the server itself waits for ever (Slowloris).

    Bodies have the same deadline in `qa.api.edge.receipt`, and idle connections that of the server's keep-alive.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        """Begin to wait with the first bytes of a request, and end when its head is there."""
        if self.conn.their_state is h11.IDLE:
            self._begin()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._end()
        super().connection_lost(exc)

    def _begin(self) -> None:
        seconds: Any = self.app_state.get(RECEIPT_SECONDS)
        if self._deadline is None and seconds:
            self._deadline = self.loop.call_later(seconds, self._too_slow)

    def _end(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
            self.transport.close()
