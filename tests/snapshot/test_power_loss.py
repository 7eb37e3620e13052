"""What a power cut leaves is what was forced to disk, so everything must be, before anything names it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from tests.made import ENCODER


def test_a_snapshot_is_on_disk_before_its_name_is_and_its_name_before_the_pointer(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, int]] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def watched_fsync(descriptor: int) -> None:
        events.append(("sync", os.fstat(descriptor).st_ino))
        fsync(descriptor)

    def watched_rename(path: Path, target: Path) -> Path:
        events.append(("rename", path.stat().st_ino))
        return rename(path, target)

    def watched_replace(path: Path, target: Path) -> Path:
        events.append(("replace", path.stat().st_ino))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "rename", watched_rename)
    monkeypatch.setattr(Path, "replace", watched_replace)
    built = build(corpus, index, ENCODER, force=True)

    folder = index / "snapshots" / built.manifest.id
    named = events.index(("rename", inode(folder)))
    published = events.index(("replace", inode(index / "CURRENT")), named)
    for path in (folder, *folder.rglob("*")):
        assert ("sync", inode(path)) in events[:named], f"{path.name} is named before it is on disk"
    assert ("sync", inode(index / "snapshots")) in events[named:published]
    assert ("sync", inode(index / "CURRENT")) in events[named:published]
    assert ("sync", inode(index)) in events[published:]
    assert events[named - 1] == ("sync", inode(folder)), "the manifest's entry came after the last sync of its folder"


def inode(path: Path) -> int:
    return path.stat().st_ino


def test_digests_are_of_what_was_read_back(corpus: Path, index: Path) -> None:
    built = build(corpus, index, ENCODER, force=True)
    folder = index / "snapshots" / built.manifest.id
    sizes = {name: (folder / name).stat().st_size for name in built.manifest.files}
    assert sizes == {name: digest.size for name, digest in built.manifest.files.items()}
    assert snapshot.load(index).manifest == built.manifest
