"""Snapshots that travel in one file: whole, or refused with the name of what is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qa import archive, snapshot
from qa.builder import activate
from qa.builds import locked
from qa.datatypes import Answer, Query
from qa.encoding.store import encoders_folder, read_record, verify
from qa.engine import Engine
from qa.errors import ArchiveError, BuildInProgressError, EncoderError, SnapshotError
from qa.portable import check_usable, export_snapshot, import_snapshot
from tests.made import ENCODER
from tests.snapshot.archives import TABLE, Form, Member, Parts, index_with_encoder, put_together, taken_apart

ROOT = Path(__file__).parents[2]
QUERIES = [
    Query(text, lang)  # type: ignore[arg-type]
    for text, lang in [("who takes the fee", "en"), ("locked", "en"), ("zebra", "en"), ("手续费", "zh"), ("密码", "zh")]
]


def answers(index: Path) -> list[Answer]:
    engine = Engine(snapshot.load(index).index, ENCODER)
    return [replace(engine.answer(query), stages={}, seconds={}) for query in QUERIES]


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder, but the lock, which stays."""
    entries = (path for path in folder.rglob("*") if path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in entries}


@pytest.fixture
def exported(built: Path, tmp_path: Path) -> Path:
    """The live snapshot of ``built`` in a file."""
    export_snapshot(built, tmp_path / "exported.tar")
    return tmp_path / "exported.tar"


@pytest.fixture
def target(built: Path, tmp_path: Path) -> Path:
    """An index of another machine, whose live snapshot is the older one of ``built``."""
    older, newer = snapshot.snapshot_ids(built)
    folder = Path(shutil.copytree(built, tmp_path / "target"))
    snapshot.activate(folder, older)
    shutil.rmtree(folder / "snapshots" / newer)
    return folder


@pytest.fixture(scope="session")
def with_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose snapshot needs an encoder of its own. Read it, never write to it."""
    folder = tmp_path_factory.mktemp("with-encoder")
    index_with_encoder(folder)
    return folder


# There and back ---------------------------------------------------------------------------------


def test_a_snapshot_answers_alike_in_another_index(built: Path, exported: Path, tmp_path: Path) -> None:
    imported = import_snapshot(tmp_path / "new" / "index", exported)
    assert imported.new
    activate(tmp_path / "new" / "index", imported.manifest.id)
    assert answers(tmp_path / "new" / "index") == answers(built)


def test_an_import_does_not_touch_the_live_snapshot(built: Path, exported: Path, target: Path) -> None:
    live = snapshot.current_id(target)
    imported = import_snapshot(target, exported)
    assert imported.manifest == snapshot.load(built).manifest
    assert snapshot.current_id(target) == live != imported.manifest.id
    assert snapshot.snapshot_ids(target) == [live, imported.manifest.id]


def test_equal_snapshots_give_equal_bytes_wherever_and_whenever(built: Path, exported: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(built, tmp_path / "copy", copy_function=shutil.copyfile))
    for path in copy.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (1, 1))
    export_snapshot(copy, tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == exported.read_bytes()


def test_what_was_imported_can_be_exported_again_to_the_same_bytes(
    exported: Path, target: Path, tmp_path: Path
) -> None:
    imported = import_snapshot(target, exported)
    export_snapshot(target, tmp_path / "again.tar", imported.manifest.id)
    assert (tmp_path / "again.tar").read_bytes() == exported.read_bytes()


def test_the_file_is_a_plain_tar_without_owner_time_or_order_of_its_own(exported: Path) -> None:
    with tarfile.open(exported, "r:") as tar:
        infos = tar.getmembers()
    names = [info.name for info in infos]
    assert names == [TABLE, *sorted(names[1:])]
    assert {(info.mtime, info.uid, info.gid, info.uname, info.gname, info.mode) for info in infos} == {
        (0, 0, 0, "", "", 0o644)
    }
    parts = taken_apart(exported)
    assert list(parts.table["files"]) == names[1:]


def test_any_snapshot_can_be_exported_not_only_the_live_one(built: Path, target: Path, tmp_path: Path) -> None:
    older = snapshot.snapshot_ids(built)[0]
    assert export_snapshot(built, tmp_path / "older.tar", older).id == older
    assert not import_snapshot(target, tmp_path / "older.tar").new


def test_the_encoder_travels_along_unless_it_is_left_out(with_encoder: Path, tmp_path: Path) -> None:
    manifest = export_snapshot(with_encoder, tmp_path / "full.tar")
    import_snapshot(tmp_path / "full", tmp_path / "full.tar")
    folder = encoders_folder(tmp_path / "full") / manifest.encoder
    verify(folder, read_record(folder))
    assert tree(folder) == tree(encoders_folder(with_encoder) / manifest.encoder)
    export_snapshot(with_encoder, tmp_path / "light.tar", with_encoder=False)
    import_snapshot(tmp_path / "light", tmp_path / "light.tar")
    assert not encoders_folder(tmp_path / "light").exists()
    assert (tmp_path / "light.tar").stat().st_size < (tmp_path / "full.tar").stat().st_size


def test_the_same_import_twice_changes_nothing(with_encoder: Path, tmp_path: Path) -> None:
    export_snapshot(with_encoder, tmp_path / "file.tar")
    assert import_snapshot(tmp_path / "index", tmp_path / "file.tar").new
    before = tree(tmp_path / "index")
    inodes = {path: path.stat().st_ino for path in (tmp_path / "index").rglob("*")}
    assert not import_snapshot(tmp_path / "index", tmp_path / "file.tar").new
    assert tree(tmp_path / "index") == before
    assert {path: path.stat().st_ino for path in (tmp_path / "index").rglob("*")} == inodes


def test_an_encoder_that_is_there_is_kept_and_a_damaged_one_replaced(with_encoder: Path, tmp_path: Path) -> None:
    manifest = export_snapshot(with_encoder, tmp_path / "file.tar")
    index = tmp_path / "index"
    shutil.copytree(encoders_folder(with_encoder), encoders_folder(index))
    model = encoders_folder(index) / manifest.encoder / "model.onnx"
    kept = model.stat().st_ino
    import_snapshot(index, tmp_path / "file.tar")
    assert model.stat().st_ino == kept
    model.write_bytes(b"damaged")
    assert not import_snapshot(index, tmp_path / "file.tar").new
    verify(model.parent, read_record(model.parent))
    assert sorted(path.name for path in encoders_folder(index).iterdir()) == [manifest.encoder]


def test_a_missing_encoder_is_brought_by_a_second_file(with_encoder: Path, tmp_path: Path) -> None:
    export_snapshot(with_encoder, tmp_path / "light.tar", with_encoder=False)
    manifest = export_snapshot(with_encoder, tmp_path / "full.tar")
    import_snapshot(tmp_path / "index", tmp_path / "light.tar")
    assert not import_snapshot(tmp_path / "index", tmp_path / "full.tar").new
    assert (encoders_folder(tmp_path / "index") / manifest.encoder).is_dir()


# Exporting --------------------------------------------------------------------------------------


def test_a_file_that_exists_is_replaced_only_by_force(built: Path, exported: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_bytes(b"precious")
    with pytest.raises(ArchiveError, match="mine exists"):
        export_snapshot(built, file)
    assert file.read_bytes() == b"precious"
    export_snapshot(built, file, force=True)
    assert file.read_bytes() == exported.read_bytes()


def test_what_is_damaged_is_not_exported(with_encoder: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(with_encoder, tmp_path / "index"))
    model = next(index.rglob("model.onnx"))
    model.write_bytes(b"damaged")
    with pytest.raises(EncoderError, match=re.escape(str(model))):
        export_snapshot(index, tmp_path / "file.tar")
    means = next(index.rglob("means.npy"))
    means.write_bytes(b"damaged")
    with pytest.raises(SnapshotError, match=re.escape(str(means))):
        export_snapshot(index, tmp_path / "file.tar", with_encoder=False)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_file_that_changes_while_it_is_copied_is_noticed(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Path(shutil.copytree(built, tmp_path / "index"))
    original = archive.write

    def changed(file: object, root: Path, table: archive.Table) -> None:
        means = next((root / "snapshots" / table.snapshot).rglob("means.npy"))
        means.write_bytes(bytes(len(means.read_bytes())))
        original(file, root, table)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "write", changed)
    with pytest.raises(ArchiveError, match=r"means\.npy: expected SHA-256"):
        export_snapshot(index, tmp_path / "file.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


# Files that nobody exported ---------------------------------------------------------------------


def refused(target: Path, file: Path, *said: str) -> None:
    """The import names the file and the member, and the index is as it was."""
    before = tree(target)
    with pytest.raises(ArchiveError) as refusal:
        import_snapshot(target, file)
    for text in (str(file), *said):
        assert text in str(refusal.value)
    assert ".building" not in str(refusal.value)
    assert tree(target) == before


def renamed(parts: Parts, name: str) -> str:
    """The tar says another name than the table."""
    parts.member("means.npy").name = name
    return name


def renamed_everywhere(parts: Parts, name: str) -> str:
    """Tar and table agree."""
    member = parts.member("means.npy")
    del parts.table["files"][member.name]
    parts.vouch(name, member.content)
    member.name = name
    parts.members.sort(key=lambda member: member.name)
    return name


OUTSIDE = [
    "/tmp/escaped",
    "../escaped",
    "snapshots/../../escaped",
    "snapshots/../CURRENT",
    "CURRENT",
    ".lock",
    "encoders/DEFAULT",
    "snapshots/20200101T000000Z-aaaaaa/means.npy",
    "snapshots/./x/means.npy",
    "snapshots//x/means.npy",
    "snapshots\\x\\means.npy",
    "cache/vectors.sqlite",
]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("how", [renamed, renamed_everywhere])
def test_a_member_of_any_other_name_is_refused(
    how: Callable[[Parts, str], str], name: str, exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    how(parts, name)
    refused(target, put_together(parts, tmp_path / "made.tar"), repr(name))
    assert not (tmp_path / "escaped").exists()
    assert not Path("/tmp/escaped").exists()


def test_a_hidden_or_nested_name_within_the_snapshot_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    folder = f"snapshots/{taken_apart(exported).table['snapshot']}"
    for name in (f"{folder}/.hidden", f"{folder}/../x", f"{folder}/manifest.json/below", f"{folder}/a b", f"{folder}/"):
        parts = taken_apart(exported)
        renamed_everywhere(parts, name)
        refused(target, put_together(parts, tmp_path / "made.tar"), repr(name))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}, "link"),
        ({"type": tarfile.LNKTYPE, "linkname": "snapshots"}, "link"),
        ({"type": tarfile.DIRTYPE}, "folder"),
        ({"type": tarfile.CHRTYPE}, "device"),
        ({"type": tarfile.BLKTYPE}, "device"),
        ({"type": tarfile.FIFOTYPE}, "special member"),
        ({"type": tarfile.GNUTYPE_SPARSE}, "special member"),
        ({"type": tarfile.GNUTYPE_LONGNAME}, "special member"),
        ({"type": tarfile.XHDTYPE}, "special member"),
        ({"type": tarfile.XGLTYPE}, "special member"),
        ({"type": tarfile.CONTTYPE}, "special member"),
        ({"mode": 0o4755}, "file"),
        ({"uid": 1}, "file"),
        ({"mtime": 1}, "file"),
    ],
)
def test_a_member_that_is_no_plain_file_is_refused(
    fields: dict[str, object], kind: str, exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    member = parts.member("means.npy")
    member.fields = fields
    refused(target, put_together(parts, tmp_path / "made.tar"), f"found the {kind}", repr(member.name))


def test_a_member_twice_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    parts = taken_apart(exported)
    position = parts.members.index(parts.member("means.npy"))
    parts.members.insert(position, parts.members[position])
    refused(target, put_together(parts, tmp_path / "made.tar"), parts.name("means.npy"))


def test_a_member_that_the_table_does_not_know_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    for position in (0, 5, None):
        parts = taken_apart(exported)
        extra = Member(f"snapshots/{parts.table['snapshot']}/extra.npy", b"extra")
        parts.members.insert(len(parts.members) if position is None else position, extra)
        refused(target, put_together(parts, tmp_path / "made.tar"), repr(extra.name))


def test_a_member_that_only_the_table_knows_is_missed(exported: Path, target: Path, tmp_path: Path) -> None:
    parts = taken_apart(exported)
    for member in (parts.members[0], parts.members[5], parts.members[-1]):
        parts = taken_apart(exported)
        parts.members = [other for other in parts.members if other.name != member.name]
        refused(target, put_together(parts, tmp_path / "made.tar"), member.name)


def test_a_file_that_the_manifest_does_not_know_is_refused_though_the_table_does(
    exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    extra = Member(f"snapshots/{parts.table['snapshot']}/extra.npy", b"extra")
    parts.members = sorted([*parts.members, extra], key=lambda member: member.name)
    parts.vouch(extra.name, extra.content)
    refused(target, put_together(parts, tmp_path / "made.tar"), extra.name)


def test_content_that_only_the_table_vouches_for_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    for ending in ("means.npy", "manifest.json", "dense.faiss"):
        parts = taken_apart(exported)
        member = parts.member(ending)
        member.content = bytes([member.content[0] ^ 1]) + member.content[1:]
        parts.vouch(member.name, member.content)
        refused(target, put_together(parts, tmp_path / "made.tar"), member.name)


@pytest.mark.parametrize("change", [-1, 1, 513, 10**9])
def test_another_size_than_the_tables_is_refused(change: int, exported: Path, target: Path, tmp_path: Path) -> None:
    parts = taken_apart(exported)
    member = parts.member("means.npy")
    member.fields["size"] = len(member.content) + change
    refused(target, put_together(parts, tmp_path / "made.tar"), member.name, f"of {member.fields['size']} bytes")


def test_more_content_than_the_table_says_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    parts = taken_apart(exported)
    member = parts.member("means.npy")
    member.content += b"more"
    refused(target, put_together(parts, tmp_path / "made.tar"), member.name)


def test_a_flipped_bit_in_any_member_is_refused_by_its_name(exported: Path, target: Path, tmp_path: Path) -> None:
    for number in range(len(taken_apart(exported).members)):
        parts = taken_apart(exported)
        member = parts.members[number]
        member.content = member.content[:-1] + bytes([member.content[-1] ^ 4])
        refused(target, put_together(parts, tmp_path / "made.tar"), member.name, "SHA-256")


def test_no_byte_of_the_file_can_change_unnoticed(exported: Path, target: Path, tmp_path: Path) -> None:
    whole = exported.read_bytes()
    for offset in range(0, len(whole), 2741):
        damaged = bytearray(whole)
        damaged[offset] ^= 1
        (tmp_path / "damaged.tar").write_bytes(damaged)
        refused(target, tmp_path / "damaged.tar")


def test_a_file_cut_short_anywhere_is_refused(exported: Path, target: Path, tmp_path: Path) -> None:
    whole = exported.read_bytes()
    for length in (0, 1, 511, 512, 513, 5000, *range(10_000, len(whole), 9973), len(whole) - 1024, len(whole) - 1):
        (tmp_path / "short.tar").write_bytes(whole[:length])
        refused(target, tmp_path / "short.tar")


@pytest.mark.parametrize("extra", [b"\0", b"x", bytes(1024), b"#!/bin/sh\n"])
def test_bytes_behind_the_end_are_refused(extra: bytes, exported: Path, target: Path) -> None:
    exported.write_bytes(exported.read_bytes() + extra)
    refused(target, exported, "after the last member")


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_format_is_refused_with_both_versions(
    version: object, exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    parts.table["format"] = version
    refused(
        target, put_together(parts, tmp_path / "made.tar"), TABLE, f"format version {version}, this program reads 1"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"files": []},
        {"files": {"x": 3}},
        {"snapshot": None},
        {"snapshot": "../.."},
        {"encoder": "another"},
        {"unheard": 1},
    ],
)
def test_a_table_that_is_none_is_refused(
    change: dict[str, object], exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    parts.table.update(change)
    refused(target, put_together(parts, tmp_path / "made.tar"), TABLE)


@pytest.mark.parametrize(
    "digest",
    [
        {"size": -1, "sha256": "0" * 64},
        {"size": True, "sha256": "0" * 64},
        {"size": 1.5, "sha256": "0" * 64},
        {"size": 1 << 70, "sha256": "0" * 64},
        {"size": 1, "sha256": "x"},
        {"size": 1, "sha256": 7},
        {"size": 1},
    ],
)
def test_a_size_or_checksum_that_is_none_is_refused(
    digest: dict[str, object], exported: Path, target: Path, tmp_path: Path
) -> None:
    parts = taken_apart(exported)
    parts.table["files"][parts.name("means.npy")] = digest
    refused(target, put_together(parts, tmp_path / "made.tar"))


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"null", b"3", b"\xff", b'{"format": 1}', b"{}"])
def test_garbage_for_a_table_is_refused(content: bytes, exported: Path, target: Path, tmp_path: Path) -> None:
    header = tarfile.TarInfo(TABLE)
    header.size = len(content)
    made = header.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % 512) + bytes(1024)
    (tmp_path / "made.tar").write_bytes(made)
    refused(target, tmp_path / "made.tar", TABLE)


@pytest.mark.parametrize("fields", [{"name": "TABLE.json"}, {"type": tarfile.SYMTYPE}, {"mode": 0o600}])
def test_a_table_in_any_other_member_is_no_table(
    fields: dict[str, object], exported: Path, target: Path, tmp_path: Path
) -> None:
    whole = exported.read_bytes()
    header = tarfile.TarInfo.frombuf(whole[:512], "utf-8", "strict")
    for name, value in fields.items():
        setattr(header, name, value)
    (tmp_path / "made.tar").write_bytes(header.tobuf(tarfile.USTAR_FORMAT) + whole[512:])
    refused(target, tmp_path / "made.tar", TABLE)


def test_a_table_larger_than_any_is_not_read(target: Path, tmp_path: Path) -> None:
    header = tarfile.TarInfo(TABLE)
    header.size = 1 << 32
    (tmp_path / "made.tar").write_bytes(header.tobuf(tarfile.USTAR_FORMAT))
    refused(target, tmp_path / "made.tar", TABLE)


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_extensions_of_tar_are_not_followed(form: Form, exported: Path, target: Path, tmp_path: Path) -> None:
    """A long name, or a name in an extended header, stands in a member of its own, which the table does not know."""
    parts = taken_apart(exported)
    parts.member("means.npy").name = "x" * 300
    refused(target, put_together(parts, tmp_path / "made.tar", form), parts.table["snapshot"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(2000), b"\x1f\x8b" + bytes(2000), bytes(4096)])
def test_what_is_no_export_is_refused(content: bytes, target: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    refused(target, tmp_path / "file", "no exported snapshot")


def test_the_order_of_the_members_is_the_tables(exported: Path, target: Path, tmp_path: Path) -> None:
    parts = taken_apart(exported)
    parts.members.reverse()
    refused(target, put_together(parts, tmp_path / "made.tar"), parts.members[-1].name)


def test_an_encoder_that_does_not_verify_is_refused_with_its_file(
    with_encoder: Path, target: Path, tmp_path: Path
) -> None:
    export_snapshot(with_encoder, tmp_path / "file.tar")
    parts = taken_apart(tmp_path / "file.tar")
    model = parts.member("model.onnx")
    model.content = b"another model"
    parts.vouch(model.name, model.content)
    refused(target, put_together(parts, tmp_path / "made.tar"), model.name)
    record = json.loads(parts.member("encoder.json").content)
    record["files"]["model.onnx"] = parts.table["files"][model.name]
    parts.member("encoder.json").content = json.dumps(record).encode()
    parts.vouch(parts.name("encoder.json"), parts.member("encoder.json").content)
    refused(target, put_together(parts, tmp_path / "made.tar"), parts.name("encoder.json"), "fingerprint")


def test_a_snapshot_of_the_same_name_but_other_content_is_left_alone(exported: Path, target: Path) -> None:
    imported = import_snapshot(target, exported)
    folder = target / "snapshots" / imported.manifest.id
    (folder / "means.npy").write_bytes(b"damaged")
    refused(target, exported, str(folder), "delete that folder")


def test_an_import_during_a_build_is_refused(exported: Path, target: Path) -> None:
    before = tree(target)
    with locked(target), pytest.raises(BuildInProgressError):
        import_snapshot(target, exported)
    assert tree(target) == before


def test_a_full_disk_leaves_the_index_as_it_was(exported: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(target)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa.durable.sync_tree", full)
    with pytest.raises(OSError, match="No space left"):
        import_snapshot(target, exported)
    assert tree(target) == before


# Death ------------------------------------------------------------------------------------------

DOOMED = """
import os, sys
from pathlib import Path
from qa import archive, durable, snapshot
from qa.encoding import store
from qa.portable import import_snapshot

where, calls = sys.argv[3], [0]
owner, name = {"copy": (archive, "_copy"), "load": (snapshot, "load"), "encoder": (store, "publish"),
               "sync": (durable, "sync_tree"), "publish": (snapshot, "publish")}[where]
original = getattr(owner, name)

def dying(*arguments):
    calls[0] += 1
    if calls[0] == (10 if where == "copy" else 1):
        os.kill(os.getpid(), 9)
    return original(*arguments)

setattr(owner, name, dying)
import_snapshot(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("where", ["copy", "load", "encoder", "sync", "publish"])
def test_an_import_killed_anywhere_leaves_nothing_that_counts_and_the_next_one_succeeds(
    where: str, with_encoder: Path, target: Path, tmp_path: Path
) -> None:
    manifest = export_snapshot(with_encoder, tmp_path / "file.tar")
    ids, live = snapshot.snapshot_ids(target), snapshot.current_id(target)
    command = [sys.executable, "-c", DOOMED, str(target), str(tmp_path / "file.tar"), where]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert (snapshot.snapshot_ids(target), snapshot.current_id(target)) == (ids, live)
    snapshot.load(target)
    assert import_snapshot(target, tmp_path / "file.tar").new
    snapshot.load(target, manifest.id)
    assert [path.name for path in target.rglob(".*") if path.name != ".lock"] == []


# Going live -------------------------------------------------------------------------------------


def test_a_snapshot_of_other_dictionaries_or_without_its_encoder_is_not_usable_here(
    built: Path, with_encoder: Path, tmp_path: Path
) -> None:
    manifest = snapshot.load(built).manifest
    check_usable(built, manifest)
    with pytest.raises(SnapshotError, match="built with the dictionaries other"):
        check_usable(built, replace(manifest, tokens="other"))
    with pytest.raises(EncoderError, match="no such encoder"):
        check_usable(built, replace(manifest, encoder="0123456789abcdef"))
