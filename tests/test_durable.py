from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import durable
from qa.datatypes import FileDigest
from qa.errors import DamagedFileError
from tests.made import PATIENT


@PATIENT
@given(content=st.binary(max_size=300), repeat=st.sampled_from([1, 5000]))
def test_a_digest_is_that_of_hashlib(content: bytes, repeat: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("digest") / "file"
    path.write_bytes(content * repeat)
    assert durable.digest(path) == FileDigest(len(content) * repeat, hashlib.sha256(content * repeat).hexdigest())


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    durable.write(tmp_path / "file", b"first")
    with pytest.raises(FileExistsError):
        durable.write(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"


def test_what_was_written_was_forced_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it: at the moment of the sync the file has its full length."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    durable.write(tmp_path / "file", b"0123456789")
    assert synced == [10]


@pytest.mark.parametrize("before", [None, b"", b"old content"])
def test_a_replaced_file_has_the_new_content_and_leaves_nothing_beside(before: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    if before is not None:
        path.write_bytes(before)
    durable.replace_file(path, b"new")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"new", [path])


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_keeps_its_content_if_replacing_it_fails(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "CURRENT"
    path.write_bytes(b"old")

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if step == "fsync" else (Path, "replace", full)))
    with pytest.raises(OSError, match="No space left"):
        durable.replace_file(path, b"new")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_file_is_replaced_only_by_one_that_is_on_disk_and_the_folder_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def watched_fsync(descriptor: int) -> None:
        events.append("sync folder" if os.fstat(descriptor).st_ino == tmp_path.stat().st_ino else "sync file")
        fsync(descriptor)

    def watched_replace(path: Path, target: Path) -> Path:
        events.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    durable.replace_file(tmp_path / "CURRENT", b"new")
    assert events == ["sync file", "replace", "sync folder"]


def test_a_tree_is_synced_with_every_file_and_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").touch()
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))
    durable.sync_tree(tmp_path)
    assert synced == {path.stat().st_ino for path in (tmp_path, *tmp_path.rglob("*"))}


def expected(folder: Path) -> dict[str, FileDigest]:
    return {path.relative_to(folder).as_posix(): durable.digest(path) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    for name in ("a", "b", "inner/c"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_an_untouched_folder_is_accepted(folder: Path) -> None:
    durable.verify(folder, expected(folder))
    wanted = expected(folder)
    (folder / "manifest").touch()
    durable.verify(folder, wanted, also=frozenset({"manifest"}))


@pytest.mark.parametrize("name", ["a", "b", "inner/c"])
def test_a_fault_is_named_with_both_values(name: str, folder: Path) -> None:
    wanted = expected(folder)
    (folder / name).write_bytes(b"longer than before")
    with pytest.raises(DamagedFileError, match=f"{name}: expected {len(name)} bytes, found 18 bytes") as longer:
        durable.verify(folder, wanted)
    assert longer.value.file == str(folder / name)
    (folder / name).write_bytes(b"x" * len(name))
    with pytest.raises(DamagedFileError, match=f"{wanted[name].sha256}, found {durable.digest(folder / name).sha256}"):
        durable.verify(folder, wanted)
    (folder / name).unlink()
    with pytest.raises(DamagedFileError, match=f"{name}: expected a file, found none"):
        durable.verify(folder, wanted)


def test_of_several_faults_the_first_is_named(folder: Path) -> None:
    wanted = expected(folder)
    for name in ("inner/c", "b"):
        (folder / name).write_bytes(b"changed")
    with pytest.raises(DamagedFileError, match=f"{folder / 'b'}: "):
        durable.verify(folder, dict(sorted(wanted.items())))


@pytest.mark.parametrize("target", ["a", "inner", "nowhere"])
def test_links_are_never_accepted(target: str, folder: Path) -> None:
    wanted = expected(folder)
    (folder / "link").symlink_to(folder / target)
    with pytest.raises(DamagedFileError, match="link: expected no such file"):
        durable.verify(folder, wanted)


def test_a_file_written_bit_by_bit_takes_its_place_whole_and_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    with durable.replacing(path) as file:
        for part in (b"new ", b"content"):
            file.write(part)
            assert path.read_bytes() == b"old"
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"new content", [path])
    assert synced[0] == len(b"new content")
    assert len(synced) == 2  # the folder last


def test_a_file_is_not_replaced_by_half_of_another(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail() -> None:
        with durable.replacing(path) as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fail()
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
