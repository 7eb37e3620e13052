"""Rebuilding when documents change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

# An editor saves several files, or one in several steps: wait until nothing has changed for so long, but not for ever.
QUIET_MS = 500
LONGEST_MS = 5_000

# How often to look whether a build that could not begin may begin now.
TICK_MS = 250


def follow(folder: Path, rebuild: Callable[[], bool]) -> None:
    """Call ``rebuild`` at once, and then whenever something below ``folder`` has changed. Ends when interrupted.

    ``rebuild`` returns False when it could not begin and wants to be called again. What changes while it works is
    noticed, because watching begins before its first call.
    """
    pending = True
    for changes in watch(folder, debounce=LONGEST_MS, step=QUIET_MS, rust_timeout=TICK_MS, yield_on_timeout=True):
        if changes or pending:
            pending = not rebuild()
