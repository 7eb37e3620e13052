"""What a server process does when it is told to stop, or to look for a new snapshot."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

_log = logging.getLogger(__name__)


def drain_on_sigterm(seconds: float, drain: Callable[[], None]) -> None:
    """Call ``drain`` on SIGTERM, and hand the signal on after ``seconds``; a second one goes on at once.

    Call it in the loop of a server that has a handler of its own. Elsewhere, and with 0 seconds, it does nothing.
    """
    former = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(former) or not seconds:
        return
    loop = asyncio.get_running_loop()

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, former)
        _log.info("told to stop: taking requests for %g s more", seconds)
        drain()
        loop.call_soon_threadsafe(loop.call_later, seconds, former, number, frame)

    signal.signal(signal.SIGTERM, stop)


def look_on_sighup(look: Callable[[], object]) -> None:
    """Call ``look`` in a thread on SIGHUP, which would end the process otherwise."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGHUP"):
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, lambda: loop.run_in_executor(None, look))
