"""What may not be written or read is named, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from tests.cli.processes import COMMAND, PATIENCE, environment

# Root may do anything unless it gives that up.
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

pytestmark = pytest.mark.skipif(
    bool(POWERLESS) and not shutil.which("setpriv"), reason="NO SETPRIV: run as root, permissions were not tested"
)


def qa(*arguments: str, corpus: Path, index: Path) -> subprocess.CompletedProcess[str]:
    """Run ``qa`` as somebody whom permissions bind."""
    return subprocess.run(
        [*POWERLESS, *COMMAND, *arguments],
        env=environment(corpus=corpus, index=index),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def without(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.fixture
def live(corpus: Path, index: Path) -> str:
    return build(corpus, index, HashEncoder()).manifest.id


@pytest.mark.parametrize("name", [".", "snapshots"])
def test_an_index_that_may_not_be_written_is_named_and_stays_live(
    corpus: Path, index: Path, live: str, name: str
) -> None:
    (corpus / "fees.en.md").write_text((corpus / "fees.en.md").read_text("utf-8").replace("goes to", "is for"), "utf-8")
    with without(index / name, 0o555):
        done = qa("build", corpus=corpus, index=index)
        assert done.returncode == 1
        assert "Permission denied" in done.stderr
        assert str(index / name) in done.stderr
        assert "Traceback" not in done.stderr
        assert qa("ask", "fee", corpus=corpus, index=index).returncode == 0
    assert snapshot.current_id(index) == live
    for listed in snapshot.snapshot_ids(index):
        snapshot.load(index, listed)
    done = qa("build", corpus=corpus, index=index)
    assert done.returncode == 0, done.stderr


def test_a_document_that_may_not_be_read_is_named_and_nothing_is_published(
    corpus: Path, index: Path, live: str
) -> None:
    with without(corpus / "fees.en.md", 0):
        done = qa("build", corpus=corpus, index=index)
    assert done.returncode == 1
    assert "error: fees.en.md:1: cannot be read: Permission denied" in done.stderr
    assert snapshot.current_id(index) == live


@pytest.mark.parametrize("name", ["CURRENT", "snapshots/LIVE/manifest.json", "snapshots/LIVE/dense.faiss"])
def test_a_file_of_the_index_that_may_not_be_read_is_named(corpus: Path, index: Path, live: str, name: str) -> None:
    path = index / name.replace("LIVE", live)
    with without(path, 0):
        done = qa("ask", "fee", corpus=corpus, index=index)
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
