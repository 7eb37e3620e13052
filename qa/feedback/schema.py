"""How the tables came to be: numbered steps, which whoever opens an older file takes first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from qa.errors import FeedbackError

# A later step is a file more: what has been published never changes.
VERSION = 1


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date, all steps in one transaction; other processes wait.

    Raises FeedbackError if a later version of this program made the file.
    """
    steps = shipped()
    if _version(database) == len(steps):
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        found = _version(database)  # again: another process may just have done it
        if found > len(steps):
            cure = "run that version, or name another file with QA_FEEDBACK_FILE"
            raise FeedbackError(
                f"{path}: version {found}, made by a later Wenda that knows more than {len(steps)}; {cure}"
            )
        for step in steps[found:]:
            for statement in _statements(step):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {len(steps)}")
        database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


@cache
def shipped() -> tuple[str, ...]:
    """The steps from an empty file to this version."""
    data = resources.files("qa").joinpath("data")
    return tuple(data.joinpath(f"feedback_{step}.sql").read_text("utf-8") for step in range(1, VERSION + 1))


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _statements(step: str) -> Iterator[str]:
    """One after the other: ``executescript`` would end the transaction that it is in."""
    statement = ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
