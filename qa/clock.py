"""Which day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The day where the machine stands, by its time zone."""
    return datetime.now(UTC).astimezone().date()
