"""One file, several writers, and nothing left of what was deleted."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from qa.errors import FeedbackError
from qa.feedback import store as store_module
from qa.feedback.entries import MAX_REASON
from qa.feedback.store import Asked, Store
from tests.cli.processes import environment
from tests.conftest import ROOT
from tests.feedback.entries import DAY, LONG_AGO, bytes_on_disk, question, vote

NAMES_SOMEBODY = "我叫王小明，邮箱wang.xm@qq.com，地址0x52908400098527886E0F7030069857D2E4169EE7"
TRACES = ("王小明".encode(), b"wang.xm", b"52908400098527886E")

WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from qa.feedback.store import Store
from tests.feedback.entries import question, vote

name, rounds = sys.argv[2], int(sys.argv[3])
with closing(Store(Path(sys.argv[1]))) as store:
    for number in range(rounds):
        store.add([question(f"writer {name} asks {number}"), vote(passage_id=f"{name}/en#{number}")])
        print(number, flush=True)
"""


def writer(path: Path, name: str, rounds: int) -> subprocess.Popen[str]:
    """Another process that writes a question and a vote a round, and says which are stored."""
    command = [sys.executable, "-c", WRITER, str(path), name, str(rounds)]
    return subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def count(path: Path, table: str = "unanswered") -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_questions_come_back_the_newest_first(store: Store) -> None:
    days = [DAY, DAY - timedelta(days=2), DAY, DAY - timedelta(days=1)]
    store.add([question(f"q{number}", day=day) for number, day in enumerate(days)])
    assert [asked.text for asked in store.asked(LONG_AGO, 10)] == ["q2", "q0", "q3", "q1"]
    assert [asked.text for asked in store.asked(LONG_AGO, 2)] == ["q2", "q0"]
    assert [asked.text for asked in store.asked(DAY - timedelta(days=1), 10)] == ["q2", "q0", "q3"]


def test_the_same_words_on_one_day_count_once(store: Store) -> None:
    before = DAY - timedelta(days=1)
    store.add([question("q"), question("q"), question("q", day=before), question("q", lang="zh")])
    assert set(store.asked(LONG_AGO, 10)) == {Asked(DAY, "en", "q"), Asked(before, "en", "q"), Asked(DAY, "zh", "q")}


def test_votes_are_counted_by_passage_the_least_liked_first(store: Store) -> None:
    store.add([vote(passage_id="good", vote="up"), vote(passage_id="good", vote="up"), vote(passage_id="")])
    store.add([vote(passage_id="bad", reason=f"r{number}") for number in range(5)])
    store.add([vote(passage_id="mixed"), vote(passage_id="mixed", vote="up", reason="fine")])
    found = [(votes.passage_id, votes.up, votes.down, votes.reasons) for votes in store.votes(LONG_AGO, 2)]
    assert found == [("bad", 0, 5, ("r4", "r3")), ("mixed", 1, 1, ()), ("good", 2, 0, ())]
    assert store.votes(DAY + timedelta(days=1), 2) == []


def test_what_nobody_redacted_is_redacted_before_it_reaches_the_disk(store: Store, path: Path) -> None:
    store.add([question(NAMES_SOMEBODY), vote(reason=NAMES_SOMEBODY)])
    assert [asked.text for asked in store.asked(LONG_AGO, 1)] == ["我叫[name]，邮箱[email]，地址[address]"]
    assert "地址[address]".encode() in bytes_on_disk(path)
    assert [trace for trace in TRACES if trace in bytes_on_disk(path)] == []


def test_a_reason_is_kept_to_its_length(store: Store) -> None:
    store.add([vote(reason="说" * 5000)])
    assert store.votes(LONG_AGO, 1)[0].reasons == ("说" * MAX_REASON,)


def test_entries_of_one_call_are_kept_all_or_none(store: Store, path: Path) -> None:
    with pytest.raises(FeedbackError):
        store.add([question("good"), vote(lang="fr")])
    assert (count(path), count(path, "votes")) == (0, 0)
    store.add([question("after it")])
    assert count(path) == 1


def test_only_its_owner_may_read_the_file(store: Store, path: Path) -> None:
    store.add([question("q")])
    assert {found.stat().st_mode & 0o777 for found in path.parent.glob("feedback*")} == {0o600}


def test_several_processes_write_at_once_and_nothing_is_lost(path: Path) -> None:
    writers = [writer(path, name, 40) for name in "abcd"]
    assert [process.communicate(timeout=120)[0].count("\n") for process in writers] == [40] * 4
    assert [process.returncode for process in writers] == [0] * 4
    assert (count(path), count(path, "votes")) == (160, 160)


def test_what_was_stored_before_a_kill_is_there_after_it(path: Path) -> None:
    process = writer(path, "killed", 100_000)
    assert process.stdout
    told = [int(process.stdout.readline()) for _ in range(50)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait(20)
    told += [int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.stdout.close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(Store(path)) as store:
        kept = {asked.text for asked in store.asked(LONG_AGO, 200_000)}
        assert kept >= {f"writer killed asks {number}" for number in told}
        assert count(path) == count(path, "votes")
        store.add([question("after it")])


def test_what_is_older_than_a_day_is_deleted_and_its_bytes_are_gone(store: Store, path: Path) -> None:
    store.add([question(f"ancient bakery {number}", day=DAY - timedelta(days=1)) for number in range(300)])
    store.add([vote(day=DAY - timedelta(days=1), reason="ancient reason"), question("recent bakery"), vote()])
    assert b"ancient bakery 299" in bytes_on_disk(path)
    assert store.delete(DAY) == 301
    left = bytes_on_disk(path)
    assert b"ancient" not in left
    assert b"recent bakery" in left
    empty = path.with_name("empty.sqlite")
    Store(empty).close()
    assert path.stat().st_size == empty.stat().st_size
    assert (count(path), count(path, "votes")) == (1, 1)


def test_everything_is_deleted_and_its_bytes_are_gone_while_others_have_the_file_open(store: Store, path: Path) -> None:
    with closing(Store(path)) as other:
        other.add([question(f"bakery {number}") for number in range(300)])
        assert store.delete() == 300
        assert b"bakery" not in bytes_on_disk(path)
        other.add([question("a new one")])
    assert [asked.text for asked in store.asked(LONG_AGO, 9)] == ["a new one"]


def test_a_reader_that_keeps_deleted_bytes_alive_is_told_of(store: Store, path: Path) -> None:
    store.add([question("bakery")])
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM unanswered").fetchall()
        with pytest.raises(FeedbackError, match="its bytes stay on disk"):
            store.delete()
    assert store.asked(LONG_AGO, 9) == []


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_file_is_named_with_its_cure_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FeedbackError, match=r"feedback\.sqlite: .*; move it away, and a new one is begun"):
        Store(path)
    assert path.read_bytes() == content


def test_a_file_that_another_process_holds_is_waited_for_and_then_named(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FeedbackError, match="another process holds it"):
            store.add([question("q")])
    store.add([question("q")])
    assert count(path) == 1


def test_a_place_where_no_file_can_be_is_named_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "feedback.sqlite", tmp_path / "folder"):
        with pytest.raises(FeedbackError, match=r"name another file with QA_FEEDBACK_FILE"):
            Store(place)


def test_a_full_file_is_named_with_its_cure_and_can_be_emptied(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_BYTES", 64 * 1024)
    with closing(Store(path)) as store:
        store.add([question(f"{number} " + "why " * 100) for number in range(50)])
        too_much = [question(f"{number} " + "why " * 100) for number in range(500)]
        with pytest.raises(FeedbackError, match="database or disk is full; make room on the disk"):
            store.add(too_much)
        assert store.delete() == 50
        store.add([question("there is room again")])


def test_a_file_that_was_deleted_or_replaced_is_noticed(store: Store, path: Path) -> None:
    assert not store.is_gone()
    path.rename(path.with_name("moved"))
    assert store.is_gone()
    path.touch()
    assert store.is_gone()


def test_days_are_days(store: Store) -> None:
    store.add([question("q", day=date(2026, 2, 28))])
    assert store.delete(date(2026, 2, 28)) == 0
    assert store.delete(date(2026, 3, 1)) == 1
