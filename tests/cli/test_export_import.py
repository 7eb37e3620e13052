"""``qa snapshots export`` and ``import``, as operators of two machines run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from tests.cli.processes import qa


@pytest.fixture
def exported(built: Path, tmp_path: Path) -> Path:
    file = tmp_path / "live.tar"
    done = qa("snapshots", "export", "--output", file, index=built)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Snapshot {snapshot.current_id(built)} is in {file}: {file.stat().st_size} bytes." in done.stderr
    return file


def test_a_snapshot_built_on_one_machine_answers_on_another(built: Path, exported: Path, tmp_path: Path) -> None:
    done = qa("snapshots", "import", exported, "--activate", index=tmp_path / "server")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Snapshot {snapshot.current_id(built)} is live." in done.stderr
    question = "提现手续费为什么这么高"
    asked = [qa("ask", question, "--json", index=index).stdout for index in (built, tmp_path / "server")]
    assert asked[0] == asked[1] != ""


def test_without_being_told_an_import_activates_nothing(exported: Path, corpus: Path, index: Path) -> None:
    (corpus / "fees.zh.md").unlink()
    live = build(corpus, index, HashEncoder()).manifest.id
    for word in ("imported", "there already"):
        done = qa("snapshots", "import", exported, index=index)
        assert done.returncode == 0
        assert word in done.stderr
        assert snapshot.current_id(index) == live
    other = next(name for name in snapshot.snapshot_ids(index) if name != live)
    assert qa("snapshots", "activate", other, index=index).returncode == 0
    assert snapshot.current_id(index) == other


def test_a_damaged_file_is_refused_by_name_and_member(exported: Path, tmp_path: Path) -> None:
    content = exported.read_bytes()
    exported.write_bytes(content.replace(b"blockchain network", b"blockchain notwork"))
    done = qa("snapshots", "import", exported, "--activate", index=tmp_path / "server")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"error: {exported}: snapshots/" in done.stderr
    assert "documents.jsonl: expected SHA-256" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot.snapshot_ids(tmp_path / "server") == []


def test_a_file_is_not_written_over_unless_forced(built: Path, exported: Path) -> None:
    refused = qa("snapshots", "export", "--output", exported, index=built)
    assert (refused.returncode, "--force" in refused.stderr) == (1, True)
    assert qa("snapshots", "export", "--output", exported, "--force", index=built).returncode == 0


def test_a_snapshot_that_this_program_cannot_serve_is_imported_but_not_activated(
    built: Path, tmp_path: Path, exported: Path
) -> None:
    program = tmp_path / "other"
    loaded = snapshot.load(built)
    manifest = snapshot.save(
        program, loaded.index, loaded.documents, snapshot.Origin("0123456789abcdef", loaded.manifest.tokens, "corpus")
    ).manifest
    arguments = ("snapshots", "export", manifest.id, "--without-encoder", "--output", tmp_path / "other.tar")
    assert qa(*arguments, index=program).returncode == 0
    server = tmp_path / "server"
    qa("snapshots", "import", exported, "--activate", index=server)
    done = qa("snapshots", "import", tmp_path / "other.tar", "--activate", index=server)
    assert done.returncode == 1
    assert "no such encoder" in done.stderr
    assert snapshot.current_id(server) == snapshot.current_id(built)
    assert manifest.id in snapshot.snapshot_ids(server)


@pytest.mark.parametrize("arguments", [("export", "--output", "x.tar"), ("import", "missing.tar")])
def test_what_does_not_exist_is_an_error_without_a_trace(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = qa("snapshots", *arguments, index=tmp_path / "nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nothing").exists()
