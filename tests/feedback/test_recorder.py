"""Nobody who asks waits for the disk, and nothing that is wrong with it ends anything."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from qa.errors import FeedbackError, FeedbackOffError
from qa.feedback import recorder as recorder_module
from qa.feedback import writer as writer_module
from qa.feedback.entries import Entry, today
from qa.feedback.recorder import Recorder
from qa.feedback.store import Store
from qa.feedback.writer import Writer
from tests.feedback.entries import LONG_AGO, bytes_on_disk, no_answer, question, vote

PATIENCE = 20  # seconds; what takes longer hangs
SECRET_WORDS = "bread of Rosalind Applebaum"


class Counted(Counter[str]):
    """Counts outcomes as the metrics do."""

    def __call__(self, outcome: str, number: int) -> None:
        self[outcome] += number


@contextmanager
def recording(path: Path | None, counted: Counted | None = None, days: int = 90) -> Iterator[Recorder]:
    recorder = Recorder(path, days, Counted() if counted is None else counted)
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.close()


def note(recorder: Recorder, text: str) -> None:
    recorder.note(*no_answer(text), "snapshot")


def until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stored(path: Path) -> list[str]:
    with closing(Store(path)) as store:
        return [asked.text for asked in store.asked(LONG_AGO, 10_000)]


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that hangs until the event is set."""
    released = threading.Event()

    def hang(store: Store, entries: Sequence[Entry], original: Callable[..., None] = Store.add) -> None:
        released.wait(PATIENCE)
        original(store, entries)

    monkeypatch.setattr(Store, "add", hang)
    yield released
    released.set()


def test_a_vote_is_on_disk_when_it_is_said_to_be(path: Path) -> None:
    counted = Counted()
    with recording(path, counted) as recorder:
        recorder.vote(vote())
        with closing(Store(path)) as store:
            assert [votes.down for votes in store.votes(LONG_AGO, 0)] == [1]
    assert counted == {"stored": 1}


def test_what_was_noted_before_the_end_is_stored(path: Path) -> None:
    with recording(path) as recorder:
        for number in range(250):
            note(recorder, f"q{number}")
    assert sorted(stored(path)) == sorted(f"q{number}" for number in range(250))


def test_many_threads_may_vote_at_once(path: Path) -> None:
    counted = Counted()
    with recording(path, counted) as recorder, ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: recorder.vote(vote(passage_id=f"p{number % 3}")), range(200)))
    with closing(Store(path)) as store:
        assert sum(votes.down for votes in store.votes(LONG_AGO, 0)) == 200
    assert counted == {"stored": 200}


def test_without_a_path_nothing_is_stored_and_no_thread_runs(tmp_path: Path) -> None:
    threads = threading.active_count()
    with recording(None) as recorder:
        note(recorder, "q")
        with pytest.raises(FeedbackOffError):
            recorder.vote(vote())
        assert threading.active_count() == threads
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_made_before_there_is_something_to_store(path: Path) -> None:
    with recording(path):
        pass
    assert not path.parent.exists()


def test_what_is_not_started_or_has_ended_stores_nothing_and_says_so(path: Path) -> None:
    recorder = Recorder(path, 90)
    note(recorder, "too early")
    with pytest.raises(FeedbackError, match="starts or ends"):
        recorder.vote(vote())
    recorder.start()
    recorder.close()
    note(recorder, "too late")
    with pytest.raises(FeedbackError, match="starts or ends"):
        recorder.vote(vote())
    assert not path.exists()


def test_what_has_ended_can_begin_again(path: Path) -> None:
    recorder = Recorder(path, 90)
    for _ in range(2):
        recorder.start()
        recorder.vote(vote())
        recorder.close()
    with closing(Store(path)) as store:
        assert [votes.down for votes in store.votes(LONG_AGO, 0)] == [2]


def test_while_the_disk_hangs_noting_goes_on_and_what_does_not_fit_is_dropped_and_counted(
    path: Path, stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "WAITING", 10)
    counted = Counted()
    with recording(path, counted) as recorder:
        note(recorder, "the one that is being written")
        until(recorder._waiting.empty)
        for number in range(30):
            note(recorder, f"q{number}")
        assert counted == {"dropped": 20}
        with pytest.raises(FeedbackError, match="wait already"):
            recorder.vote(vote())
        stuck.set()
    assert counted == {"dropped": 21, "stored": 11}


def test_a_vote_that_waits_too_long_is_refused_and_not_stored_later(
    path: Path, stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "VOTE_PATIENCE", 0.05)
    with recording(path) as recorder:
        note(recorder, "the one that is being written")
        until(recorder._waiting.empty)
        with pytest.raises(FeedbackError, match="see whether the disk hangs"):
            recorder.vote(vote())
        stuck.set()
    with closing(Store(path)) as store:
        assert store.votes(LONG_AGO, 0) == []


def test_a_disk_that_hangs_does_not_keep_a_server_from_ending(
    path: Path, stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "CLOSING_PATIENCE", 0.05)
    recorder = Recorder(path, 90)
    recorder.start()
    note(recorder, "q")
    recorder.close()
    assert not stuck.is_set()


def test_a_damaged_file_is_told_once_without_what_was_asked_and_used_again_when_it_is_mended(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 300)
    counted = Counted()
    with recording(path, counted) as recorder:
        for _ in range(5):
            note(recorder, SECRET_WORDS)
            with pytest.raises(FeedbackError, match="move it away"):
                recorder.vote(vote(reason=SECRET_WORDS))
        told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert len(told) == 1
        assert "feedback is not stored, answers go on" in told[0]
        assert "move it away" in told[0]
        path.rename(path.with_name("moved"))
        recorder.vote(vote())
    assert "Rosalind" not in caplog.text
    assert counted == {"failed": 10, "stored": 1}


def test_what_is_wrong_is_told_again_after_a_minute(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    writer = Writer(path, 90, Counted())
    for _ in range(3):
        writer.report("first")
    writer._report_at -= writer_module.SECONDS_BETWEEN_REPORTS
    writer.report("second")
    assert [record.getMessage().split(": ")[1] for record in caplog.records] == ["first", "second"]


def test_a_fault_of_ours_is_told_by_its_kind_alone_and_ends_nothing(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(store: Store, entries: Sequence[Entry]) -> None:
        raise ZeroDivisionError(SECRET_WORDS)

    with recording(path) as recorder:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "add", fault)
            note(recorder, SECRET_WORDS)
            until(lambda: caplog.records)
        recorder.vote(vote())
    assert "unexpected ZeroDivisionError" in caplog.text
    assert "Rosalind" not in caplog.text


def test_a_file_that_another_process_holds_makes_nobody_wait_who_asks(path: Path) -> None:
    counted = Counted()
    with recording(path, counted) as recorder:
        recorder.vote(vote())
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN EXCLUSIVE")
            note(recorder, "while it is held")
            assert counted == {"stored": 1}
            until(lambda: counted["failed"])
        recorder.vote(vote())
    assert counted == {"stored": 2, "failed": 1}


def test_a_file_deleted_under_a_running_server_is_made_anew(path: Path) -> None:
    with recording(path) as recorder:
        recorder.vote(vote())
        for found in path.parent.glob("feedback*"):
            found.unlink()
        recorder.vote(vote())
        with closing(Store(path)) as store:
            assert [votes.down for votes in store.votes(LONG_AGO, 0)] == [1]


def test_what_is_too_old_is_deleted_at_the_start_with_its_bytes(path: Path) -> None:
    with closing(Store(path)) as store:
        store.add([question("ancient bakery", day=today() - timedelta(days=31)), question("young", day=today())])
        store.add([question("just young enough", day=today() - timedelta(days=30))])
    with recording(path, days=30):
        pass
    assert sorted(stored(path)) == ["just young enough", "young"]
    assert b"ancient" not in bytes_on_disk(path)


def test_what_grows_too_old_is_deleted_while_a_server_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "SWEEP_SECONDS", 0.02)
    with recording(path, days=30) as recorder:
        recorder.vote(vote())
        with closing(Store(path)) as store:
            store.add([question("ancient bakery", day=today() - timedelta(days=31))])
        until(lambda: not stored(path))


def test_a_damaged_file_is_not_swept_again_and_again(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 300)
    writer = Writer(path, 30, Counted())
    writer.sweep()
    assert 0 < writer.seconds_to_sweep() <= writer_module.RETRY_SECONDS
    assert len(caplog.records) == 1


def test_nothing_that_names_somebody_reaches_the_disk(path: Path) -> None:
    with recording(path) as recorder:
        note(
            recorder, "My name is Rosalind Applebaum, rosalind@example.com, 0x52908400098527886E0F7030069857D2E4169EE7"
        )
        recorder.vote(vote(reason="call me Rosalind, +1 555 010 0182"))
        on_disk = bytes_on_disk(path)
    assert b"My name is [name], [email], [address]" in on_disk
    for trace in (b"osalind", b"pplebaum", b"52908400", b"010 0182"):
        assert trace not in on_disk
