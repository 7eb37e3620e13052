"""``qa build --watch``: what an editor saves is live without anyone asking for it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa import builds, snapshot
from tests.cli.conftest import FEES
from tests.cli.processes import COMMAND, PATIENCE, end, environment


@pytest.fixture
def watching(corpus: Path, index: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A watching process that has built once."""
    with (tmp_path / "log").open("wb") as log:
        command = [*COMMAND, "build", "--watch"]
        process = subprocess.Popen(
            command,
            env=environment(corpus=corpus, index=index),
            stdout=log,
            stderr=log,
            preexec_fn=heed_interrupts,  # noqa: PLW1509  # there is one thread here
        )
    until(lambda: bool(states(index)), process)
    yield process
    end(process)


def heed_interrupts() -> None:
    """Who runs the tests in the background has told them, and all that they start, to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(what: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)


def states(index: Path) -> list[str]:
    """How the builds that have ended did so, the newest first."""
    return [record.state for record in builds.records(index) if record.state != "running"]


def live_text(index: Path) -> str:
    return (index / "snapshots" / (snapshot.current_id(index) or "") / "passages.jsonl").read_text("utf-8")


def test_a_saved_document_is_live_after_a_moment(watching: subprocess.Popen[bytes], corpus: Path, index: Path) -> None:
    (corpus / "fees.en.md").write_text(FEES.replace("blockchain network", "lighthouse keeper"), "utf-8")
    until(lambda: "lighthouse keeper" in live_text(index), watching)


def test_what_is_broken_is_told_and_the_next_change_awaited(
    watching: subprocess.Popen[bytes], corpus: Path, index: Path, tmp_path: Path
) -> None:
    (corpus / "fees.en.md").write_text("no id", "utf-8")
    until(lambda: "failed" in states(index), watching)
    assert "lighthouse" not in live_text(index)
    until(lambda: "fees.en.md:1: no id" in (tmp_path / "log").read_text("utf-8"), watching)
    (corpus / "fees.en.md").write_text(FEES.replace("blockchain network", "lighthouse keeper"), "utf-8")
    until(lambda: "lighthouse keeper" in live_text(index), watching)


def test_a_change_while_another_builds_is_built_when_that_has_ended(
    watching: subprocess.Popen[bytes], corpus: Path, index: Path
) -> None:
    with builds.locked(index):
        builds.Journal(index)
        (corpus / "fees.en.md").write_text(FEES.replace("blockchain network", "lighthouse keeper"), "utf-8")
        time.sleep(1.5)
        assert "lighthouse" not in live_text(index)
    until(lambda: "lighthouse keeper" in live_text(index), watching)


def test_many_files_saved_together_are_one_build(watching: subprocess.Popen[bytes], corpus: Path, index: Path) -> None:
    before = len(states(index))
    for number in range(20):
        text = FEES.replace("id: fees", f"id: fees{number}").replace("{#high}", f"{{#high{number}x}}")
        (corpus / f"fees{number}.en.md").write_text(text, "utf-8")
    until(lambda: "fees19" in live_text(index), watching)
    assert len(states(index)) - before <= 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_of_complaint(
    watching: subprocess.Popen[bytes], tmp_path: Path, how: signal.Signals
) -> None:
    watching.send_signal(how)
    assert watching.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
