"""Questions that the documents do not answer, as an editor lists them beside the documents."""

from __future__ import annotations

from pathlib import Path

from qa.errors import CorpusError, QuestionError
from qa.ingest.source_file import decode
from qa.question import checked

NAME = "unanswered.txt"


def read_unanswered(folder: Path) -> tuple[str, ...]:
    """The questions in ``unanswered.txt`` of a corpus: one a line, blank lines and lines that begin with ``#`` aside.

    There are none without that file. Raises CorpusError with the line of what is no question.
    """
    path = folder / NAME
    if not path.is_file():
        return ()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(NAME, 1, f"cannot be read: {error.strerror}") from error
    lines = enumerate(decode(NAME, data).text.split("\n"), 1)
    return tuple(_question(line, number) for number, line in lines if line.strip() and not line.startswith("#"))


def _question(line: str, number: int) -> str:
    try:
        return checked(line)
    except QuestionError as error:
        raise CorpusError(NAME, number, str(error)) from error
