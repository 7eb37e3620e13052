"""Records of builds, and the lock that lets one at a time work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa import builds
from qa.builder import build
from qa.builds import Journal, locked, read, records, take_lock
from qa.errors import BuildInProgressError, BuildNotFoundError, EmptyCorpusError
from tests.conftest import ROOT
from tests.made import ENCODER, write_corpus


def test_a_build_leaves_a_record_of_what_it_published(tmp_path: Path) -> None:
    built = build(write_corpus(tmp_path / "corpus"), tmp_path / "index", ENCODER)
    record = read(tmp_path / "index", built.id)
    assert (record.state, record.snapshot, record.error) == ("live", built.manifest.id, None)
    assert record.counts == built.manifest.counts
    assert record.finished is not None
    assert record.started <= record.finished


def test_a_build_that_has_nothing_to_do_says_so(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    first = build(corpus, tmp_path / "index", ENCODER)
    second = build(corpus, tmp_path / "index", ENCODER)
    states = [(record.id, record.state, record.snapshot) for record in records(tmp_path / "index")]
    assert sorted(states) == sorted(
        [(one.id, state, first.manifest.id) for one, state in ((first, "live"), (second, "unchanged"))]
    )


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError):
        build(tmp_path / "nowhere", tmp_path / "index", ENCODER)
    (record,) = records(tmp_path / "index")
    assert record.state == "failed"
    assert "there is no corpus folder" in (record.error or "")


def test_who_is_told_of_a_running_build_is_told_its_id(tmp_path: Path) -> None:
    with locked(tmp_path):
        journal = Journal(tmp_path)
        with pytest.raises(BuildInProgressError) as busy:
            take_lock(tmp_path)
    assert busy.value.build_id == journal.record.id


def test_a_running_build_is_running_as_long_as_the_lock_is_held_and_then_died(tmp_path: Path) -> None:
    with locked(tmp_path):
        journal = Journal(tmp_path)
        assert read(tmp_path, journal.record.id).state == "running"
    assert read(tmp_path, journal.record.id).state == "died"


def test_the_lock_is_inherited_and_lives_as_long_as_the_heir(tmp_path: Path) -> None:
    descriptor = take_lock(tmp_path)
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    heir = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, pass_fds=[descriptor])
    os.close(descriptor)
    with pytest.raises(BuildInProgressError):
        take_lock(tmp_path)
    heir.kill()
    heir.communicate()
    os.close(take_lock(tmp_path))


def test_asking_how_a_build_goes_on_never_keeps_one_from_beginning(tmp_path: Path) -> None:
    """Whoever asks holds the lock for a moment."""
    with locked(tmp_path):
        Journal(tmp_path)  # for ever running, so that every look asks for the lock
    program = "import sys\nfrom pathlib import Path\nfrom qa.builds import records\n"
    for_ever = "while True: list(records(Path(sys.argv[1])))"
    asker = subprocess.Popen([sys.executable, "-c", program + for_ever, str(tmp_path)], cwd=ROOT)
    try:
        for _ in range(300):
            os.close(take_lock(tmp_path))
    finally:
        asker.kill()
        asker.communicate()


def test_progress_is_written_down_but_not_at_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    path = tmp_path / "builds" / f"{journal.record.id}.json"
    before = path.read_bytes()
    journal.progress("encode passages", 1, 10)
    assert path.read_bytes() == before
    monkeypatch.setattr(builds, "SECONDS_BETWEEN_NOTES", 0.0)
    journal.progress("encode passages", 2, 10)
    written = json.loads(path.read_bytes())
    assert (written["step"], written["done"], written["total"]) == ("encode passages", 2, 10)


def test_the_newest_records_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "KEEP", 3)
    for number in range(5):
        Journal(tmp_path, f"2026112{number}T000000Z-00000000").end("live")
    assert [record.id[:8] for record in records(tmp_path)] == ["20261124", "20261123", "20261122"]


@pytest.mark.parametrize("build_id", ["", "../../etc/passwd", "20261123T000000Z-00000000", "..", "a/b", "\0"])
def test_a_build_that_is_not_remembered_is_not_found(tmp_path: Path, build_id: str) -> None:
    (tmp_path / "builds").mkdir()
    (tmp_path / "secret.json").write_text("{}")
    with pytest.raises(BuildNotFoundError):
        read(tmp_path, build_id)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"id": 1}', "null", "\xff"])
def test_a_record_that_cannot_be_read_hides_no_other(tmp_path: Path, content: str) -> None:
    Journal(tmp_path, "20261123T000000Z-00000001").end("live")
    (tmp_path / "builds" / "20261123T000000Z-00000002.json").write_text(content, "latin-1")
    assert [record.state for record in records(tmp_path)] == ["live"]


def test_a_record_that_cannot_be_written_ends_no_build(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "builds").write_text("a file where the folder should be")
    assert build(corpus, tmp_path / "index", ENCODER).changed
