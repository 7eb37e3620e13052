"""Votes and unanswered questions in one SQLite file that several processes write to.

Unlike the cache of vectors it cannot be made anew, so nothing here mends a damaged file by forgetting it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qa.datatypes import Lang
from qa.errors import FeedbackError
from qa.feedback.entries import MAX_REASON, Entry, Unanswered, Vote
from qa.feedback.schema import migrate
from qa.safety.redaction import redacted

# Seconds to wait for another process, which holds the file for milliseconds.
PATIENCE = 2.0
_PAUSE = 0.02

# About a million entries: nobody fills the disk by voting.
MAX_BYTES = 256 * 1024 * 1024
_PAGE_BYTES = 4096

_CURES = {
    sqlite3.SQLITE_BUSY: "another process holds it; try again when that is done",
    sqlite3.SQLITE_CORRUPT: "move it away, and a new one is begun",
    sqlite3.SQLITE_NOTADB: "move it away, and a new one is begun",
    sqlite3.SQLITE_FULL: "make room on the disk, or delete what is old with: qa feedback delete",
    sqlite3.SQLITE_IOERR: "see whether the disk is full or broken",
}
_OTHER_CURE = "let the service write there, or name another file with QA_FEEDBACK_FILE"

_ASKED = """
SELECT day, lang, text FROM unanswered WHERE day >= ?
GROUP BY day, lang, text ORDER BY day DESC, max(id) DESC LIMIT ?
"""
_COUNTED = """
SELECT passage_id, sum(vote = 'up'), sum(vote = 'down') FROM votes WHERE day >= ? AND passage_id <> ''
GROUP BY passage_id
"""
_REASONS = """
SELECT reason FROM votes WHERE day >= ? AND passage_id = ? AND vote = 'down' AND reason <> '' ORDER BY id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without an answer. The same words on one day count once: most likely one person tried again."""

    day: date
    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class Votes:
    """What people thought of a passage; ``reasons`` are the newest of those who voted it down."""

    passage_id: str
    up: int
    down: int
    reasons: tuple[str, ...]


class Store:
    """An open file, for one thread. Whatever is wrong with it is raised as FeedbackError, which says the cure."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._database = _opened(path)
            self._file = path.stat()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def is_gone(self) -> bool:
        """Whether the file was deleted, or another one put in its place: what is written here would be lost."""
        try:
            return not os.path.samestat(self._path.stat(), self._file)
        except OSError:
            return True

    def add(self, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none. Texts are redacted once more, so that no caller can forget it."""
        votes = [_vote_row(entry) for entry in entries if isinstance(entry, Vote)]
        questions = [_question_row(entry) for entry in entries if isinstance(entry, Unanswered)]
        with self._told(), self._transaction():
            self._database.executemany("INSERT INTO votes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", votes)
            self._database.executemany("INSERT INTO unanswered VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", questions)

    def asked(self, since: date, limit: int) -> list[Asked]:
        """Unanswered questions of that day and later, the newest first."""
        with self._told():
            rows = self._database.execute(_ASKED, (since.isoformat(), limit)).fetchall()
        return [Asked(date.fromisoformat(day), lang, text) for day, lang, text in rows]

    def votes(self, since: date, reasons: int) -> list[Votes]:
        """Votes on passages from that day on, with so many reasons each; the least liked passage first."""
        day = since.isoformat()
        with self._told():
            rows = self._database.execute(_COUNTED, (day,)).fetchall()
            why = [self._database.execute(_REASONS, (day, row[0], reasons)).fetchall() for row in rows]
        found = [
            Votes(passage_id, up, down, tuple(reason for (reason,) in told))
            for (passage_id, up, down), told in zip(rows, why, strict=True)
        ]
        return sorted(found, key=lambda votes: (votes.up - votes.down, -votes.down, votes.passage_id))

    def delete(self, before: date | None = None) -> int:
        """Delete what is older than a day, or everything, so that its bytes are gone; how many entries it was."""
        day = before.isoformat() if before else "9999-12-31"
        with self._told():
            with self._transaction():
                deleted = self._database.execute("DELETE FROM votes WHERE day < ?", (day,)).rowcount
                deleted += self._database.execute("DELETE FROM unanswered WHERE day < ?", (day,)).rowcount
            if deleted:
                self._shrink()
        return deleted

    def _shrink(self) -> None:
        """Write the file anew without what was deleted, and empty the log of writes, which holds it still."""
        self._database.execute("VACUUM")
        busy, *_ = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise FeedbackError(f"{self._path}: deleted, but {_CURES[sqlite3.SQLITE_BUSY]}, or its bytes stay on disk")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest are shades of it
            raise FeedbackError(f"{self._path}: {error}; {_CURES.get(code, _OTHER_CURE)}") from error
        except OSError as error:
            raise FeedbackError(f"{self._path}: {error.strerror}; {_OTHER_CURE}") from error


def _opened(path: Path) -> sqlite3.Connection:
    """A connection to the file, which is made if there is none, for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        _use_write_ahead_log(database)
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute(f"PRAGMA max_page_count = {MAX_BYTES // _PAGE_BYTES}")
        migrate(database, path)
    except (sqlite3.Error, FeedbackError):
        database.close()
        raise
    return database


def _use_write_ahead_log(database: sqlite3.Connection) -> None:
    """Of several processes that open a new file at once SQLite lets one do this, and tells the others at once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _vote_row(vote: Vote) -> tuple[str, ...]:
    reason = redacted(vote.reason[:MAX_REASON])
    return (vote.day.isoformat(), vote.answer_id, vote.passage_id, vote.snapshot, vote.lang, vote.vote, reason)


def _question_row(asked: Unanswered) -> tuple[str | float, ...]:
    told = (asked.day.isoformat(), asked.lang, redacted(asked.text), asked.confidence)
    return (*told, asked.passage_id, asked.snapshot, ",".join(asked.secrets))
