"""The process that reads what cannot be trusted: late, once, limited, replaced when it dies."""

from __future__ import annotations

import os
import pickle  # noqa: TID251  # what multiprocessing sends between processes of ours
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.errors import CorpusError
from qa.ingest import isolation
from qa.ingest.corpus import read_corpus
from qa.ingest.isolation import ReadingProcess
from tests.ingest.made_files import xlsx

PAGE = b"<h1>Title</h1><p>Some text."


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    with closing(ReadingProcess()) as made:
        yield made


def pid(process: ReadingProcess) -> int:
    assert process._process is not None
    assert process._process.pid is not None
    return process._process.pid


def title(process: ReadingProcess) -> str:
    return process.read("good.html", PAGE).documents[0].title


def test_a_corpus_of_text_alone_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: ReadingProcess, path: str) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(ReadingProcess, "_start", refuse)
    (tmp_path / "a.md").write_text("---\nid: a\n---\nSome text.")
    (tmp_path / "b.csv").write_text("question,answer\nWhy?,Because.\n")
    assert len(read_corpus(tmp_path).documents) == 2


def test_all_files_of_a_corpus_are_read_by_one_process_that_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    kept: list[ReadingProcess] = []
    start = ReadingProcess._start

    def counted(self: ReadingProcess, path: str) -> object:
        connection = start(self, path)
        started.append(pid(self))
        kept.append(self)
        return connection

    monkeypatch.setattr(ReadingProcess, "_start", counted)
    for name in "abc":
        (tmp_path / f"{name}.html").write_bytes(PAGE)
    assert len(read_corpus(tmp_path).documents) == 3
    assert len(started) == 1
    assert kept[0]._process is None
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_the_process_ends_when_reading_ends_in_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[ReadingProcess] = []
    close = ReadingProcess.close

    def counted(self: ReadingProcess) -> None:
        closed.append(self)
        close(self)

    monkeypatch.setattr(ReadingProcess, "close", counted)
    (tmp_path / "a.html").write_bytes(b"")
    with pytest.raises(Exception, match=r"a\.html:1: the document has no text"):
        read_corpus(tmp_path)
    assert len(closed) == 1


def test_an_error_in_the_process_is_the_readers_own(process: ReadingProcess) -> None:
    with pytest.raises(CorpusError) as caught:
        process.read("x.xlsx", xlsx(["question", "answer"], ["Why?", None]))
    assert (caught.value.path, caught.value.line, caught.value.problem) == ("x.xlsx", 2, "a row without answer")
    assert title(process) == "Title"


def test_an_error_is_the_same_after_a_journey() -> None:
    error = CorpusError("a.md", 7, "broken")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.path, again.line) == (CorpusError, str(error), "a.md", 7)


def test_a_process_that_died_is_named_with_its_signal_and_replaced(process: ReadingProcess) -> None:
    title(process)
    first = pid(process)
    os.kill(first, signal.SIGSEGV)
    with pytest.raises(CorpusError, match=r"^x\.html:1: reading it ended with Segmentation fault"):
        process.read("x.html", PAGE)
    assert title(process) == "Title"
    assert pid(process) != first


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(
    process: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    title(process)
    first = pid(process)
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(isolation, "SECONDS_A_FILE", 0.2)
    with pytest.raises(CorpusError, match=r"^x\.html:1: took longer than 0\.2 s to read"):
        process.read("x.html", PAGE)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    monkeypatch.undo()
    assert title(process) == "Title"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit needs /proc")
def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MEMORY_BYTES", 60_000_000)
    with closing(ReadingProcess()) as process:
        with pytest.raises(CorpusError, match=r"^x\.html:1: .*too much memory"):
            process.read("x.html", b"<p>x" * 2_000_000)
        assert title(process) == "Title"


def test_a_process_that_does_not_start_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SECONDS_TO_START", 0)
    with closing(ReadingProcess()) as process, pytest.raises(CorpusError, match="did not start"):
        process.read("x.html", PAGE)


def test_closing_what_never_began_does_nothing() -> None:
    ReadingProcess().close()
