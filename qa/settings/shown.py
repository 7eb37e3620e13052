"""Settings as an operator may see them: with where each comes from, without secrets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.settings import SECRETS, Settings
from qa.settings.reading import giver, variable
from qa.settings.sources import given

MASK = "***"

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting. ``value`` is None where there is none, and masked where it is a secret."""

    name: str
    variable: str
    value: Plain
    origin: Literal["environment", "file", "default"]


def shown(settings: Settings) -> Iterator[Shown]:
    """All settings, in their order. Raises SettingsError if the file cannot be read."""
    found = given(Settings)
    for name in Settings.model_fields:
        yield Shown(name, variable(name), _plain(settings, name), found.origin(giver(name, found)))


def _plain(settings: Settings, name: str) -> Plain:
    value = getattr(settings, name)
    if name in SECRETS and value:
        return ", ".join(f"{key}:{MASK}" for key in value) if isinstance(value, dict) else MASK
    return value if isinstance(value, (int, float, str)) else str(value) if value else None
