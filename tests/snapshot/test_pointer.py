from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa import durable, snapshot
from qa.errors import NoSnapshotError, SnapshotError
from tests.made import passage, search_index

NOT_AN_ID = [
    "../../etc",
    "../snapshots/20261122T081500Z-3f9c2a",
    "/etc",
    ".",
    "..",
    "20261122T081500Z-3F9C2A",
    "20261122T081500Z-3f9c2a/",
    "20261122T081500Z-3f9c2a\n20261122T081500Z-3f9c2b",
    "20261122T081500Z-3f9c2a",
    "\x00",
    "💥" * 300,
]


def test_without_a_pointer_nothing_was_published(tmp_path: Path) -> None:
    assert snapshot.current_id(tmp_path) is None
    assert snapshot.snapshot_ids(tmp_path) == []
    with pytest.raises(NoSnapshotError, match="qa build"):
        snapshot.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n", b"  \n"])
def test_an_empty_pointer_names_nothing(content: bytes, index: Path) -> None:
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(NoSnapshotError):
        snapshot.load(index)


@pytest.mark.parametrize("content", NOT_AN_ID)
def test_a_pointer_to_no_snapshot_is_refused(content: str, index: Path) -> None:
    (index / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(SnapshotError, match="there is no snapshot"):
        snapshot.load(index)


def test_a_pointer_of_random_bytes_is_refused(index: Path) -> None:
    (index / "CURRENT").write_bytes(bytes(range(256)))
    with pytest.raises(SnapshotError, match="there is no snapshot"):
        snapshot.load(index)


def test_a_pointer_that_is_a_folder_is_named(index: Path) -> None:
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    with pytest.raises(SnapshotError, match="CURRENT: Is a directory"):
        snapshot.load(index)


@pytest.mark.parametrize("wrong", NOT_AN_ID)
def test_only_an_existing_snapshot_can_be_read_or_made_live(wrong: str, index: Path) -> None:
    before = snapshot.current_id(index)
    for attempt in (snapshot.activate, snapshot.read_manifest, snapshot.load):
        with pytest.raises(SnapshotError):
            attempt(index, wrong)
    assert snapshot.current_id(index) == before


def test_a_folder_outside_is_never_read(index: Path, live: Path) -> None:
    shutil.copytree(live, index / "outside" / live.name)
    for path in (f"../outside/{live.name}", f"../snapshots/{live.name}", f"{live.name}/../{live.name}", f"{live}"):
        with pytest.raises(SnapshotError, match="there is no snapshot"):
            snapshot.load(index, path)


def test_going_back_to_the_older_snapshot_and_again_forward(index: Path) -> None:
    live = snapshot.current_id(index)
    (older,) = (name for name in snapshot.snapshot_ids(index) if name != live)
    for name in (older, live):
        assert name
        snapshot.activate(index, name)
        assert snapshot.load(index).manifest.id == name


def test_the_pointer_is_one_line_replaced_whole(index: Path, live: Path) -> None:
    """Who has the old pointer open goes on reading the old one."""
    with (index / "CURRENT").open() as reader:
        (older,) = (name for name in snapshot.snapshot_ids(index) if name != live.name)
        snapshot.activate(index, older)
        assert reader.read() == f"{live.name}\n"
    assert (index / "CURRENT").read_text() == f"{older}\n"


def edit(live: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    path = live / "manifest.json"
    fields = json.loads(path.read_bytes())
    change(fields)
    path.write_text(json.dumps(fields))
    return path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "20261122T081500Z-3f9c2a"),
        ("created", "2026-11-22T08:15:00+00:00"),
        ("parent", "20261122T081500Z-3f9c2a"),
        ("encoder", "hash-65"),
        ("tokens", "x"),
        ("corpus", "x"),
        ("counts", {}),
        ("files", {}),
        ("files", []),
        ("files", {"passages.jsonl": 3}),
        ("files", {"../../../etc/passwd": {"size": 1, "sha256": "x"}}),
        ("unheard", 1),
    ],
)
def test_an_edited_manifest_is_refused_by_its_name(field: str, value: object, index: Path, live: Path) -> None:
    path = edit(live, lambda fields: fields.update({field: value}))
    with pytest.raises(SnapshotError) as refusal:
        snapshot.load(index)
    assert str(path) in str(refusal.value)


def test_another_format_version_is_refused_with_both_versions(index: Path, live: Path) -> None:
    edit(live, lambda fields: fields.update(format_version=99))
    with pytest.raises(SnapshotError, match=f"format version 99, this program reads {snapshot.FORMAT_VERSION}"):
        snapshot.load(index)


@pytest.mark.parametrize("field", ["id", "files", "counts", "format_version"])
def test_a_manifest_without_a_field_is_refused(field: str, index: Path, live: Path) -> None:
    path = edit(live, lambda fields: fields.pop(field))
    with pytest.raises(SnapshotError) as refusal:
        snapshot.load(index)
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"3", b"null", b"\xff\xfe", b"[" * 200_000, b"{}" * 2])
def test_garbage_for_a_manifest_is_refused(garbage: bytes, index: Path, live: Path) -> None:
    (live / "manifest.json").write_bytes(garbage)
    with pytest.raises(SnapshotError) as refusal:
        snapshot.load(index)
    assert str(live / "manifest.json") in str(refusal.value)


def test_a_snapshot_under_another_id_is_refused(index: Path, live: Path) -> None:
    renamed = live.rename(live.with_name(f"20000101T000000Z-{live.name[-6:]}"))
    with pytest.raises(SnapshotError, match=live.name):
        snapshot.load(index, renamed.name)


def test_intact_files_that_cannot_be_read_are_refused_as_such(
    index: Path, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a faulty writer leaves: the manifest vouches for garbage."""

    def vouch(fields: dict[str, Any]) -> None:
        (live / "passages.jsonl").write_bytes(b"garbage\n")
        digest = durable.digest(live / "passages.jsonl")
        fields["files"]["passages.jsonl"] = {"size": digest.size, "sha256": digest.sha256}

    edit(live, vouch)
    monkeypatch.setattr(snapshot, "_content_digest", lambda manifest: live.name[-6:])
    with pytest.raises(SnapshotError, match="cannot be read"):
        snapshot.load(index)


def test_prune_keeps_the_newest_and_the_live_one(tmp_path: Path) -> None:
    made = search_index([passage("fees", "en", "fee")])
    origin = snapshot.Origin("hash-64", "terms", "corpus")
    for _ in range(6):
        snapshot.save(tmp_path, made, [], origin)
    names = snapshot.snapshot_ids(tmp_path)
    snapshot.activate(tmp_path, names[1])
    assert snapshot.prune(tmp_path, 3) == [names[0], names[2]]
    assert snapshot.snapshot_ids(tmp_path) == [names[1], *names[3:]]
    assert snapshot.prune(tmp_path, 3) == []
    assert snapshot.prune(tmp_path, 0) == names[3:]
    assert snapshot.load(tmp_path).manifest.id == names[1]


def test_leftovers_of_killed_builds_are_removed_and_nothing_else(index: Path, live: Path) -> None:
    before = sorted(index.rglob("*"))
    (index / "snapshots" / ".building-123").mkdir()
    (index / "snapshots" / ".building-123" / "passages.jsonl").write_bytes(b"half")
    (index / ".CURRENT.123").write_bytes(b"2026")
    snapshot.remove_leftovers(index)
    assert sorted(index.rglob("*")) == before
