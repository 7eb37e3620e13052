"""Everything that is looked at, in the order in which it matters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa.doctor.check import Check, from_error
from qa.doctor.index import disk, encoder, snapshot_and_dictionaries
from qa.doctor.machine import configuration, feedback, port, versions
from qa.errors import SettingsError
from qa.settings.reading import read_settings


def examine(index: Path | None = None) -> list[Check]:
    """Look at the settings and, if they can be used, at all that they name. Nothing is written."""
    try:
        settings = read_settings(**({"index": index} if index else {}))
        configured = configuration(settings)
    except SettingsError as error:
        cure = "correct the settings; docs/settings.md lists all there are"
        return [versions(), *(from_error("settings", SettingsError([problem]), cure) for problem in error.problems)]
    return [
        versions(),
        configured,
        *_readable("snapshot", lambda: snapshot_and_dictionaries(settings.index)),
        *_readable("encoder", lambda: [encoder(settings.index)]),
        *_readable("disk", lambda: [disk(settings.index)]),
        port(settings),
        *_readable("feedback", lambda: [feedback(settings)]),
    ]


def _readable(name: str, look: Callable[[], list[Check]]) -> list[Check]:
    """What was found, or that nobody could look."""
    try:
        return look()
    except OSError as error:
        cure = "run this as the user that serves, and let that user read it"
        return [Check(name, "failed", f"{error.filename}: {error.strerror}", cure)]
