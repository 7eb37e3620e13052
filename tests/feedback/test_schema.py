"""Files of any earlier version are brought up to date, those of a later one are left alone."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from qa.errors import FeedbackError
from qa.feedback import schema
from qa.feedback.store import Store
from tests.conftest import ROOT
from tests.feedback.entries import LONG_AGO, question

LATER = "CREATE TABLE more (a TEXT) STRICT;\nINSERT INTO more VALUES ('a; b');\n"


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def old(path: Path) -> Path:
    """A file that version 1 wrote."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        database.executescript((ROOT / "tests/feedback/version_1.sql").read_text("utf-8"))
    return path


def test_a_new_file_has_the_latest_version(path: Path) -> None:
    Store(path).close()
    assert version(path) == schema.VERSION == len(schema.shipped())


def test_a_file_of_version_1_is_read_and_written_on(old: Path) -> None:
    with closing(Store(old)) as store:
        assert [asked.text for asked in store.asked(LONG_AGO, 10)] == ["怎么烤面包"]
        assert [votes.reasons for votes in store.votes(LONG_AGO, 3)] == [("看不懂",)]
        store.add([question("how to bake bread")])
        assert len(store.asked(LONG_AGO, 10)) == 2


def test_an_older_file_is_taken_through_the_steps_that_it_lacks(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*schema.shipped(), LATER)
    monkeypatch.setattr(schema, "shipped", lambda: steps)
    for _ in range(2):
        with closing(Store(old)) as store:
            assert len(store.asked(LONG_AGO, 10)) == 1
    assert version(old) == 2
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("SELECT a FROM more").fetchall() == [("a; b",)]


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*schema.shipped(), LATER, "INSERT INTO nowhere VALUES (1);\n")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "shipped", lambda: broken)
        with pytest.raises(FeedbackError, match="no such table: nowhere"):
            Store(old)
    assert version(old) == 1
    with closing(Store(old)) as store, closing(sqlite3.connect(old)) as database:
        assert len(store.asked(LONG_AGO, 10)) == 1
        assert database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").fetchone() == (0,)


def test_a_file_of_a_later_version_is_refused_and_not_changed(old: Path) -> None:
    with closing(sqlite3.connect(old)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(FeedbackError, match=r"version 99, made by a later Wenda .* QA_FEEDBACK_FILE"):
        Store(old)
    assert version(old) == 99


ROUNDS, PROCESSES = 30, 12


def open_and_add(folder: Path, all_ready: Barrier) -> None:
    for number in range(ROUNDS):
        all_ready.wait(20)
        with closing(Store(folder / str(number))) as store:
            store.add([question("how to bake bread")])


def test_of_many_processes_that_open_a_new_file_at_once_one_makes_the_tables(tmp_path: Path) -> None:
    """Many rounds: of twelve processes that switch a file to WAL at the same time one in fifty is told it is locked."""
    fork = multiprocessing.get_context("fork")
    all_ready = fork.Barrier(PROCESSES)
    processes = [fork.Process(target=open_and_add, args=(tmp_path, all_ready)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    for number in range(ROUNDS):
        with closing(sqlite3.connect(tmp_path / str(number))) as database:
            assert database.execute("SELECT count(*) FROM unanswered").fetchone() == (PROCESSES,)
