"""Whatever an editor puts into the folder: a document, a warning or one clear error, soon, and nothing else is lost."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import BrokenCorpusError
from qa.ingest import corpus, isolation
from qa.ingest.corpus import read_corpus
from qa.ingest.formats import Corpus
from qa.ingest.isolation import ReadingProcess
from tests.ingest.malformed_files import CASES, SECRET, Case


class Kept(ReadingProcess):
    """One process for the whole suite: starting one takes a second."""

    def close(self) -> None:
        """Not yet."""


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    kept = Kept()
    yield kept
    ReadingProcess.close(kept)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: ReadingProcess) -> Path:
    """Two good documents, one before and one behind what a test adds."""
    monkeypatch.setattr(corpus, "ReadingProcess", lambda: process)
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "aa-good.md").write_text("---\nid: aa-good\nlang: en\n---\nThe first good text.")
    (made / "zz-good.html").write_text("<p>The last good text.</p>")
    return made


def texts(found: Corpus) -> str:
    sections = [section for document in found.documents for section in document.sections]
    return "\n".join(text for s in sections for text in (s.heading, s.html, *s.also, *(b.text for b in s.blocks)))


def test_there_are_enough_of_them_and_each_says_what_is_to_come() -> None:
    assert len(CASES) >= 70
    assert [case.name for case in CASES if not (case.error or case.text)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_or_refused_alone(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SECONDS_A_FILE", case.seconds)
    content = case.content(folder) if callable(case.content) else case.content
    (folder / case.file).parent.mkdir(exist_ok=True)
    (folder / case.file).write_bytes(content.encode() if isinstance(content, str) else content)
    if case.error:
        with pytest.raises(BrokenCorpusError, match=case.error) as caught:
            read_corpus(folder)
        (error,) = caught.value.errors
        assert len(str(error)) < 400
        assert SECRET not in str(error)
        return
    found = read_corpus(folder)
    assert [document.path for document in found.documents] == sorted(
        f.relative_to(folder).as_posix() for f in folder.rglob("*.*")
    )
    assert case.text in texts(found)
    assert SECRET not in texts(found)
    assert "alert" not in texts(found)
    assert [bool(case.warning and case.warning in warning) for warning in found.warnings] == [True] * bool(case.warning)


def test_all_of_them_together_are_each_refused_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that had to be killed for one file is there again for the next."""
    monkeypatch.setattr(isolation, "SECONDS_A_FILE", 3)
    wrong = [case for case in CASES if case.error and not callable(case.content) and "x." in case.file]
    for number, case in enumerate(wrong):
        content = case.content if isinstance(case.content, bytes) else str(case.content).encode()
        (folder / case.file.replace("x.", f"n{number:03}.")).write_bytes(content[:10_000_001])
    with pytest.raises(BrokenCorpusError) as caught:
        read_corpus(folder)
    assert sorted(error.path.partition(".")[0] for error in caught.value.errors) == [
        f"n{n:03}" for n in range(len(wrong))
    ]


def test_what_is_no_file_is_left_out_and_nothing_waits_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(folder / "pipe.pdf")
    os.mkfifo(folder / "unanswered.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "zero.md").symlink_to("/dev/zero")
    (folder / "dead.html").symlink_to(folder / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(folder)  # the address of a socket is short
        server.bind("socket.md")
        assert [document.path for document in read_corpus(folder).documents] == ["aa-good.md", "zz-good.html"]
