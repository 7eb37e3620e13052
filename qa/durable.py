"""Writing so that what was written is there after a power cut, and reading so that damage is noticed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qa.datatypes import FileDigest
from qa.errors import DamagedFileError


def digest(path: Path) -> FileDigest:
    """Read a file from disk and digest it."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(file.tell(), sha256)


def write(path: Path, data: bytes | memoryview) -> None:
    """Write a new file and force it to disk. A full disk raises OSError here, not later."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new content in one step: readers see the old or the new, after any crash too."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    try:
        write(aside, data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync(path.parent)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of ``path``, in one step, when all is written and on disk.

    After any exception nothing has changed.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    try:
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Force every file and folder below ``folder``, and itself, to disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Force one file, or the entries of one folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify(folder: Path, expected: Mapping[str, FileDigest], also: frozenset[str] = frozenset()) -> None:
    """Compare a folder with what it must hold, and nothing else but ``also``.

    Raises DamagedFileError that names the first file at fault and both values.
    """
    entries = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(folder).as_posix() for path in entries}
    for name in sorted(found - set(expected) - also):
        raise DamagedFileError(str(folder / name), "no such file", "one that nobody wrote down")
    for name, wanted in expected.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            raise DamagedFileError(str(path), "a file", "none")
        actual = digest(path)
        if actual.size != wanted.size:
            raise DamagedFileError(str(path), f"{wanted.size} bytes", f"{actual.size} bytes")
        if actual.sha256 != wanted.sha256:
            raise DamagedFileError(str(path), f"SHA-256 {wanted.sha256}", actual.sha256)
