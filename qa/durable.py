"""Writing so that what was written is there after a power cut, and reading so that damage is noticed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from qa.datatypes import FileDigest
from qa.errors import DamagedSnapshotError

_CHUNK = 1 << 20


def digest(path: Path) -> FileDigest:
    """Read a file from disk and digest it."""
    state = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
            size += len(chunk)
    return FileDigest(size, state.hexdigest())


def write(path: Path, data: bytes | memoryview) -> None:
    """Write a new file and force it to disk. A full disk raises OSError here, not later."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_tree(folder: Path) -> None:
    """Force every file and folder below ``folder``, and itself, to disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Force one file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new content in one step: readers see the old or the new, after any crash too."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    write(aside, data)
    aside.replace(path)
    sync(path.parent)


def verify(folder: Path, expected: Mapping[str, FileDigest], also: frozenset[str] = frozenset()) -> None:
    """Compare a folder with what it must hold, and nothing else but ``also``.

    Raises DamagedSnapshotError that names the first file at fault and both values.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(set(found) - set(expected) - also):
        raise DamagedSnapshotError(str(folder / name), "no such file", "one that the manifest does not name")
    for name, wanted in expected.items():
        path = found.get(name)
        if path is None or path.is_symlink() or not path.is_file():
            raise DamagedSnapshotError(str(folder / name), "a file", "none")
        actual = digest(path)
        if actual.size != wanted.size:
            raise DamagedSnapshotError(str(path), f"{wanted.size} bytes", f"{actual.size} bytes")
        if actual.sha256 != wanted.sha256:
            raise DamagedSnapshotError(str(path), f"SHA-256 {wanted.sha256}", actual.sha256)
