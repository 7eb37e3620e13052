"""The outcome of looking at one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do about it; ``cure`` is empty where there is nothing to do."""

    name: str
    state: State
    told: str
    cure: str = ""


def from_error(name: str, error: Exception, cure: str = "") -> Check:
    """A failure. Errors of this program end with their cure, after a semicolon."""
    what, _, own = str(error).rpartition("; ")
    return Check(name, "failed", what, own) if what and not cure else Check(name, "failed", str(error), cure)
