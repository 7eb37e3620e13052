"""Every way in which a file of a snapshot can be wrong, times every file: all are refused before they are parsed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qa import snapshot
from qa.errors import SnapshotError
from tests.snapshot_files import SNAPSHOT_FILES

HEADER = 16
FLIPS = 20
FILES = ["manifest.json", *SNAPSHOT_FILES]


@pytest.fixture(autouse=True)
def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading anything but the manifest fails the test: what is damaged must be refused before."""

    def parse(*args: object) -> None:
        pytest.fail("a damaged snapshot reached a parser")

    monkeypatch.setattr(snapshot, "_read_files", parse)


def assert_refused(index: Path, path: Path) -> None:
    pointer = (index / "CURRENT").read_bytes()
    with pytest.raises(SnapshotError) as refusal:
        snapshot.load(index)
    assert str(path) in str(refusal.value)
    assert "qa build" in str(refusal.value)
    assert (index / "CURRENT").read_bytes() == pointer


def test_the_list_of_files_above_is_complete(live: Path) -> None:
    assert {path.relative_to(live).as_posix() for path in live.rglob("*") if path.is_file()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_anywhere_is_refused(name: str, index: Path, live: Path) -> None:
    path = live / name
    whole = path.read_bytes()
    dice = random.Random(name)
    offsets = {*range(min(HEADER, len(whole))), *(dice.randrange(len(whole)) for _ in range(FLIPS))}
    for offset in sorted(offsets):
        damaged = bytearray(whole)
        damaged[offset] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        assert_refused(index, path)


def test_no_byte_of_the_manifest_can_change_unnoticed(index: Path, live: Path) -> None:
    """The manifest vouches for the rest, and its id for it."""
    path = live / "manifest.json"
    whole = path.read_bytes()
    dice = random.Random(1)
    for offset in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[offset] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        assert_refused(index, path)


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def shortened(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00")


def linked(path: Path) -> None:
    """A link to the very bytes that are expected."""
    elsewhere = path.parents[len(path.parts) - path.parts.index("index") - 2].parent / "elsewhere"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def made_a_pipe(path: Path) -> None:
    """Reading it would wait for ever."""
    path.unlink()
    os.mkfifo(path)


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "damage", [emptied, halved, shortened, lengthened, Path.unlink, linked, made_a_pipe, made_a_folder]
)
def test_a_file_that_is_not_as_it_was_written_is_refused(
    name: str, damage: Callable[[Path], None], index: Path, live: Path
) -> None:
    damage(live / name)
    assert_refused(index, live / name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_snapshot_is_refused(name: str, index: Path, live: Path) -> None:
    (other,) = (path for path in live.parent.iterdir() if path != live)
    if (other / name).read_bytes() != (live / name).read_bytes():
        shutil.copyfile(other / name, live / name)
        assert_refused(index, live / name)


def test_most_files_of_the_two_snapshots_differ(live: Path) -> None:
    (other,) = (path for path in live.parent.iterdir() if path != live)
    same = [name for name in FILES if (other / name).read_bytes() == (live / name).read_bytes()]
    layout = {f"tokens/{name}.npy" for name in ("starts", "sentences", "rows", "is_question")}
    assert set(same) <= {
        "contacts.json",
        "lexicon.json",
        "intent_sections.npy",
        "view_rows.npy",
        "view_is_question.npy",
        *layout,
        *(name for name in FILES if "index" in name),
    }
    assert len(same) < len(FILES) / 2


@pytest.mark.parametrize("name", ["index.pkl", "lexical/en/corpus.jsonl", "lexical/fr/data.csc.index.npy", ".hidden"])
def test_a_file_that_nobody_wrote_down_is_refused(name: str, index: Path, live: Path) -> None:
    (live / name).parent.mkdir(exist_ok=True)
    (live / name).write_bytes(b"\x80\x04.")
    assert_refused(index, live / name)


@pytest.mark.parametrize("name", ["lexical/fr", "extra"])
def test_a_linked_folder_that_nobody_wrote_down_is_refused(name: str, index: Path, live: Path, tmp_path: Path) -> None:
    (live / name).symlink_to(tmp_path, target_is_directory=True)
    assert_refused(index, live / name)


def test_a_folder_replaced_by_a_link_to_its_copy_is_refused(index: Path, live: Path, tmp_path: Path) -> None:
    shutil.move(live / "lexical", tmp_path / "elsewhere")
    (live / "lexical").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert_refused(index, live / "lexical")
