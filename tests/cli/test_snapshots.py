"""``qa snapshots verify``, ``activate`` and ``prune``, as an operator runs them."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from tests.cli.processes import qa


@pytest.fixture
def history(corpus: Path, index: Path) -> list[str]:
    """Three snapshots, oldest first; the last is live."""
    ids = []
    for day in ("five", "six", "seven"):
        (corpus / "day.en.md").write_text(f"---\nid: day\nlang: en\n---\n# Day\n\n## Which\n\nDay {day}.\n", "utf-8")
        ids.append(build(corpus, index, HashEncoder()).manifest.id)
    return ids


def damage(index: Path, name: str) -> Path:
    path = index / "snapshots" / name / "means.npy"
    path.write_bytes(path.read_bytes()[:-1])
    return path


def test_sound_snapshots_are_said_to_be_so(history: list[str], index: Path) -> None:
    done = qa("snapshots", "verify", index=index)
    assert done.returncode == 0
    assert done.stdout.split("\n")[:3] == [f"{name} ok" for name in history]


def test_a_damaged_snapshot_is_named_with_its_file_and_the_others_are_read_too(history: list[str], index: Path) -> None:
    path = damage(index, history[0])
    done = qa("snapshots", "verify", index=index)
    assert done.returncode == 1
    assert history[0] in done.stderr
    assert str(path) in done.stderr
    assert [f"{name} ok" in done.stdout for name in history] == [False, True, True]
    assert qa("snapshots", "verify", history[1], index=index).returncode == 0


@pytest.mark.parametrize("name", ["20261123T000000Z-000000", "../etc", ""])
def test_a_snapshot_that_does_not_exist_cannot_be_verified_or_activated(
    name: str, history: list[str], index: Path
) -> None:
    for command in ("verify", "activate"):
        done = qa("snapshots", command, name, index=index)
        assert done.returncode == 1
        assert "there is no snapshot" in done.stderr
    assert snapshot.current_id(index) == history[-1]


def test_an_operator_goes_back_and_forward_again(history: list[str], index: Path) -> None:
    for name in (history[0], history[2]):
        done = qa("snapshots", "activate", name, index=index)
        assert done.returncode == 0
        assert snapshot.current_id(index) == name
        assert snapshot.load(index).manifest.id == name


def test_a_damaged_snapshot_is_not_activated(history: list[str], index: Path) -> None:
    path = damage(index, history[0])
    done = qa("snapshots", "activate", history[0], index=index)
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert snapshot.current_id(index) == history[-1]


def test_old_snapshots_are_deleted_but_never_the_live_one(history: list[str], index: Path) -> None:
    qa("snapshots", "activate", history[0], index=index)
    done = qa("snapshots", "prune", "--keep", "1", index=index)
    assert done.returncode == 0
    assert history[1] in done.stderr
    assert snapshot.snapshot_ids(index) == [history[0], history[2]]
    assert "Nothing to delete" in qa("snapshots", "prune", "--keep", "1", index=index).stderr


def test_nothing_is_changed_while_something_is_being_built(history: list[str], index: Path) -> None:
    with (index / ".lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in (("activate", history[0]), ("prune", "--keep", "0")):
            done = qa("snapshots", *arguments, index=index)
            assert done.returncode == 1
            assert "another build is running" in done.stderr
    assert snapshot.current_id(index) == history[-1]
    assert snapshot.snapshot_ids(index) == history


def test_a_folder_without_snapshots_has_nothing_to_prune_or_verify(tmp_path: Path) -> None:
    for command in ("prune", "verify"):
        assert qa("snapshots", command, index=tmp_path / "nothing").returncode == 0
    assert not (tmp_path / "nothing").exists()
