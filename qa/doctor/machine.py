"""What surrounds the service: programs, settings, the port, the file of feedback."""

from __future__ import annotations

import os
import platform
import socket
import sqlite3
from errno import EADDRINUSE
from pathlib import Path

import faiss
import onnxruntime  # type: ignore[import-untyped]

from qa import __version__
from qa.doctor.check import Check
from qa.settings import Settings
from qa.settings.dangers import dangers
from qa.settings.sources import settings_file

# The first bytes of every database (sqlite.org/fileformat.html, section 1.3); a new one is empty at first.
_SQLITE = b"SQLite format 3\0"

_FEEDBACK_CURE = "run this as the user that serves; let that user write there, or name another file: QA_FEEDBACK_FILE"


def versions() -> Check:
    """What runs here."""
    told = (
        f"Wenda {__version__}, Python {platform.python_version()}, onnxruntime {onnxruntime.__version__}, "
        f"faiss {faiss.__version__}, SQLite {sqlite3.sqlite_version}"
    )
    return Check("versions", "ok", told)


def configuration(settings: Settings) -> Check:
    """Which file was read, and whether what is set is dangerous."""
    file = settings_file()
    read = f"from {file.resolve()} and the environment" if file else "from the environment; there is no qa.toml"
    found = dangers(settings)
    if found:
        return Check("settings", "warning", f"{read}; {len(found)} of them are dangerous", "see: qa config check")
    return Check("settings", "ok", read)


def port(settings: Settings) -> Check:
    """Whether a server could listen. One that does already is most likely this service."""
    where = f"{settings.host}:{settings.port or 'any port'}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind((settings.host, settings.port))
    except OSError as error:
        if error.errno == EADDRINUSE:
            cure = "right if the service runs; else end what listens there, or set QA_PORT"
            return Check("port", "warning", f"{where} is taken", cure)
        cure = "set QA_HOST to an address of this machine and QA_PORT to a port above 1023"
        return Check("port", "failed", f"{where}: {error.strerror}", cure)
    return Check("port", "ok", f"{where} is free")


def feedback(settings: Settings) -> Check:
    """Whether votes can be stored. Nothing is written, and no older file brought up to date."""
    path = settings.feedback_path
    if not settings.feedback:
        return Check("feedback", "ok", "is off")
    writable = [path, path.parent] if path.exists() else [nearest_folder(path.parent)]
    for place in writable:
        if not os.access(place, os.W_OK):
            return Check("feedback", "failed", f"{place} cannot be written to", _FEEDBACK_CURE)
    if path.exists() and not _is_database(path):
        return Check("feedback", "failed", f"{path} is no database", "move it away, and a new one is begun")
    return Check("feedback", "ok", f"{path} can be written to")


def nearest_folder(path: Path) -> Path:
    """A folder that is there: the one asked for, or the one in which it would be made."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) in (_SQLITE, b"")
