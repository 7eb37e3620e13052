"""``qa build`` and ``qa snapshots list``, as an editor runs them."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

from qa.builder import build
from qa.builds import FOLDER
from qa.encoding.hash_encoder import HashEncoder
from tests.cli.processes import environment, qa
from tests.conftest import ROOT

# A build with an encoder so slow that there is time to kill it half-way.
SLOW_BUILD = """
import sys, time
from pathlib import Path
from qa.builder import build
from qa.builds import FOLDER
from qa.encoding.hash_encoder import HashEncoder

class Slow(HashEncoder):
    def encode_passages(self, texts):
        print("encoding", flush=True)
        time.sleep(60)

build(Path(sys.argv[1]), Path(sys.argv[2]), Slow())
"""

# A build that stops when every file is written and nothing is published.
LATE_BUILD = """
import sys, time
from pathlib import Path
from qa import durable, snapshot
from qa.builder import build
from qa.builds import FOLDER
from qa.encoding.hash_encoder import HashEncoder

def stop(*_):
    print("written", flush=True)
    time.sleep(60)

durable.sync_tree = stop
build(Path(sys.argv[1]), Path(sys.argv[2]), HashEncoder())
"""


def live(index: Path) -> str:
    return (index / "CURRENT").read_text("utf-8").strip()


def tree(index: Path) -> dict[str, bytes]:
    """All that counts: not the records of builds."""
    paths = (path for path in index.rglob("*") if path.is_file() and path.parent.name != FOLDER)
    return {str(path.relative_to(index)): path.read_bytes() for path in paths}


def change(corpus: Path) -> None:
    path = corpus / "fees.en.md"
    path.write_text(path.read_text("utf-8").replace("goes to", "is for"), "utf-8")


def kill_when_it_says(word: str, program: str, corpus: Path, index: Path) -> None:
    command = [sys.executable, "-c", program, str(corpus), str(index)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline().decode().strip() == word
        process.kill()
    assert process.returncode == -signal.SIGKILL


def test_a_build_publishes_a_snapshot_and_says_what_it_holds(corpus: Path, index: Path) -> None:
    built = qa("build", "--corpus", corpus, "--index", index)
    assert (built.returncode, built.stdout) == (0, "")
    assert f"Snapshot {live(index)} is live: 2 documents, 1 passages in zh, 1 in en." in built.stderr


def test_a_contact_that_nobody_listed_is_left_out_and_a_strict_build_refuses_it(corpus: Path, index: Path) -> None:
    (corpus / "contacts.yaml").write_text("platforms: []\n", "utf-8")
    planted = "\n## Who helps? {#who}\n\nAdd @fee_support on Telegram.\n"
    path = corpus / "fees.en.md"
    path.write_text(path.read_text("utf-8") + planted, "utf-8")
    refused = qa("build", "--strict", corpus=corpus, index=index)
    assert refused.returncode == 1
    assert "fees.en.md:12: 'fee_support' (handle) is in no registry" in refused.stderr
    assert not (index / "CURRENT").exists()
    built = qa("build", corpus=corpus, index=index)
    assert built.returncode == 0
    assert "warning: fees.en.md:12: 'fee_support' (handle) is in no registry" in built.stderr
    assert b"fee_support" not in b"".join(path.read_bytes() for path in (index / "snapshots").rglob("*.jsonl"))


def test_a_second_build_of_the_same_documents_changes_nothing(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = tree(index)
    again = qa("build", corpus=corpus, index=index)
    assert again.returncode == 0
    assert f"Snapshot {live(index)} is up to date" in again.stderr
    assert tree(index) == before


def test_a_forced_build_publishes_another(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = live(index)
    time.sleep(1.1)  # ids count seconds
    forced = qa("build", "--force", corpus=corpus, index=index)
    assert forced.returncode == 0
    assert live(index) != before


def test_a_changed_document_is_built_and_the_old_snapshot_kept(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = live(index)
    change(corpus)
    assert qa("build", corpus=corpus, index=index).returncode == 0
    listed = qa("snapshots", "list", index=index)
    assert listed.returncode == 0
    rows = [line for line in listed.stdout.splitlines() if before in line or live(index) in line]
    assert ["live" in row for row in rows] == [False, True]


def test_every_broken_document_is_named_with_its_line_and_nothing_is_published(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = tree(index)
    (corpus / "broken.md").write_text("---\nid: broken\nlang: fr\n---\n\n## A\n\nText.\n", "utf-8")
    (corpus / "open.md").write_text("---\nid: open\n", "utf-8")
    (corpus / "twice.md").write_text("---\nid: fees\nlang: en\n---\n\n## A\n\nText.\n", "utf-8")
    failed = qa("build", corpus=corpus, index=index)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "broken.md:3: lang: 'fr' is not one of zh, en" in failed.stderr
    assert "open.md:1: the front matter is never closed" in failed.stderr
    assert "twice.md:1: the id 'fees' in en is already taken by fees.en.md" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(index) == before


def test_a_dead_link_is_a_warning_with_its_place(corpus: Path, index: Path) -> None:
    (corpus / "fees.en.md").write_text(
        "---\nid: fees\nlang: en\n---\n\n# Fees\n\n## High {#high}\n\nSee [more](missing.md#there).\n", "utf-8"
    )
    built = qa("build", corpus=corpus, index=index)
    assert built.returncode == 0
    assert "warning: fees.en.md:8: dead link to missing.md#there" in built.stderr


def test_a_missing_or_empty_corpus_says_what_to_do(tmp_path: Path, index: Path) -> None:
    missing = qa("build", "--corpus", tmp_path / "nothing", "--index", index)
    assert (missing.returncode, "there is no corpus folder" in missing.stderr) == (1, True)
    (tmp_path / "empty").mkdir()
    empty = qa("build", "--corpus", tmp_path / "empty", "--index", index)
    assert (empty.returncode, "readable are files ending in .md" in empty.stderr) == (1, True)


def test_without_an_encoder_the_cure_is_named(corpus: Path, tmp_path: Path) -> None:
    built = qa("build", corpus=corpus, index=tmp_path / "new")
    assert built.returncode == 1
    assert "no encoder has been prepared; run: qa model prepare" in built.stderr


def test_a_build_beside_another_is_refused(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = tree(index)
    with (index / ".lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # a build wants to be alone
        refused = qa("build", "--force", corpus=corpus, index=index)
    assert refused.returncode == 1
    assert "another build is running" in refused.stderr
    assert tree(index) == before


def test_a_build_killed_while_it_encodes_leaves_the_old_snapshot_live(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = live(index)
    change(corpus)
    kill_when_it_says("encoding", SLOW_BUILD, corpus, index)
    assert live(index) == before
    assert qa("ask", "fee", index=index).returncode == 0
    assert "is live: 2 documents" in qa("build", corpus=corpus, index=index).stderr
    assert live(index) != before


def test_a_build_killed_before_it_publishes_leaves_nothing_that_counts(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = live(index)
    change(corpus)
    kill_when_it_says("written", LATE_BUILD, corpus, index)
    assert live(index) == before
    assert before in qa("snapshots", "list", index=index).stdout
    assert qa("build", corpus=corpus, index=index).returncode == 0
    assert {path.name for path in (index / "snapshots").iterdir()} == {before, live(index)}


def test_a_damaged_snapshot_does_not_hide_the_others_from_the_list(corpus: Path, index: Path) -> None:
    build(corpus, index, HashEncoder())
    before = live(index)
    change(corpus)
    build(corpus, index, HashEncoder())
    (index / "snapshots" / before / "manifest.json").write_text("{}", "utf-8")
    listed = qa("snapshots", "list", index=index)
    assert listed.returncode == 0
    rows = listed.stdout.splitlines()
    assert any(before in row and "damaged" in row for row in rows)
    assert any(live(index) in row and "live" in row for row in rows)
    assert f"{before}/manifest.json" in listed.stderr


def test_no_snapshot_is_no_error_to_list(index: Path) -> None:
    listed = qa("snapshots", "list", index=index)
    assert listed.returncode == 0
    assert "build one with: qa build" in listed.stdout.replace("\n", " ")


def test_a_wrong_option_is_told_and_ends_with_2() -> None:
    wrong = qa("build", "--nonsense")
    assert wrong.returncode == 2
    assert "No such option" in wrong.stderr
