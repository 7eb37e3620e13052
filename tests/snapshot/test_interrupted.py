"""Builds that meet a full disk, another build, or death."""

from __future__ import annotations

import errno
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qa import durable, snapshot
from qa.builder import build
from qa.errors import BuildInProgressError
from tests.made import ENCODER

ROOT = Path(__file__).parents[2]


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def leftovers(index: Path) -> list[str]:
    hidden = (path for path in index.rglob(".*") if path.name != ".lock")
    return sorted(path.name for path in hidden)


@pytest.mark.parametrize("name", ["documents.jsonl", "passages.jsonl", "dense.faiss", "manifest.json", ".CURRENT"])
def test_a_full_disk_at_any_file_leaves_the_live_snapshot_and_nothing_else(
    name: str, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, original = snapshot.current_id(index), durable.write

    def full(path: Path, data: bytes | memoryview) -> None:
        if path.name.startswith(name):
            path.write_bytes(bytes(data)[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        original(path, data)

    monkeypatch.setattr(durable, "write", full)
    with pytest.raises(OSError, match="No space left on device") as failed:
        build(corpus, index, ENCODER, force=True)
    assert failed.value.errno == errno.ENOSPC
    assert (snapshot.current_id(index), leftovers(index)) == (before, [])
    snapshot.load(index)
    monkeypatch.undo()
    assert build(corpus, index, ENCODER, force=True).changed
    assert leftovers(index) == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.errors import QaError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]), HashEncoder(), force=True)
except (OSError, QaError) as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("limit", [0, 150, 200, 1000, 1800])
def test_files_that_cannot_grow_are_a_clean_error(limit: int, corpus: Path, index: Path) -> None:
    """A real refusal by the kernel, at the pointer, an array, the vocabulary, the vectors, the passages."""
    before = snapshot.current_id(index)
    said, complaint = python(LIMITED, corpus, index, limit).communicate()
    assert (said.split(" ")[0], complaint) in (("OSError", ""), ("SnapshotError", ""))
    assert snapshot.current_id(index) == before
    snapshot.load(index)
    assert build(corpus, index, ENCODER, force=True).changed
    assert leftovers(index) == []


PRUNING = """
import os, sys
from pathlib import Path
from qa import builder

unlink = os.unlink

def second(*arguments, **options):
    os.unlink = lambda *arguments, **options: os.kill(os.getpid(), 9)
    unlink(*arguments, **options)

os.unlink = second
builder.prune(Path(sys.argv[1]), 0)
"""


def test_a_pruning_killed_half_way_leaves_no_snapshot_that_is_half_there(corpus: Path, index: Path) -> None:
    before = snapshot.current_id(index)
    killed = python(PRUNING, index)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    for name in snapshot.snapshot_ids(index):
        snapshot.load(index, name)
    assert snapshot.current_id(index) == before
    assert leftovers(index) != []
    assert build(corpus, index, ENCODER, force=True).changed
    assert leftovers(index) == []


HOLDER = """
import sys
from pathlib import Path
from qa import builds
with builds.locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(index: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(index)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_build_is_told_of_the_first_and_a_killed_one_holds_nothing(
    corpus: Path, index: Path, holder: subprocess.Popen[str]
) -> None:
    before = snapshot.current_id(index)
    with pytest.raises(BuildInProgressError, match=str(index)):
        build(corpus, index, ENCODER, force=True)
    assert snapshot.current_id(index) == before
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert build(corpus, index, ENCODER, force=True).changed


def test_a_build_that_failed_holds_nothing(corpus: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="there is no corpus folder"):
        build(tmp_path / "nowhere", index, ENCODER)
    assert build(corpus, index, ENCODER, force=True).changed


def test_a_build_killed_at_any_step_leaves_the_old_snapshot_or_the_new(corpus: Path, index: Path) -> None:
    """See kill_matrix.py, which kills it before and within every step that touches the disk."""
    command = [sys.executable, "-m", "tests.snapshot.kill_matrix", str(corpus), str(index)]
    matrix = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert matrix.returncode == 0, matrix.stderr
    outcomes: list[dict[str, str]] = json.loads(matrix.stdout)
    assert len(outcomes) > 30
    assert {outcome["live"] for outcome in outcomes} == {"old", "new"}
    assert {outcome["next"] for outcome in outcomes} == {"built, nothing left over"}
    published = [outcome["live"] for outcome in outcomes]
    assert published == sorted(published, reverse=True), "old after new: the pointer went back"
