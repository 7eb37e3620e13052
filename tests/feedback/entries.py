"""Votes and questions made up for tests, and what is left of them on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qa.datatypes import Answer, Hit, Query
from qa.feedback.entries import Unanswered, Vote
from tests.made import passage

DAY = date(2026, 11, 23)
LONG_AGO = date(2000, 1, 1)
ANSWER_ID = "0123456789abcdef"


def vote(**fields: Any) -> Vote:
    """A vote against a passage; whatever is not given is the same for all."""
    given = {"day": DAY, "answer_id": ANSWER_ID, "passage_id": "fees/zh#high", "snapshot": "s", "lang": "zh"}
    return Vote(**{**given, "vote": "down", **fields})


def question(text: str, **fields: Any) -> Unanswered:
    """A question without an answer."""
    given = {"day": DAY, "lang": "en", "confidence": 0.1, "passage_id": "fees/en#high", "snapshot": "s"}
    return Unanswered(text=text, **{**given, **fields})


def answer(confidence: float, state: str = "answer") -> Answer:
    """An answer of one passage."""
    hit = Hit(passage("fees", "en", "The network charges it."), confidence)
    return Answer("answer" if state == "answer" else "no_answer", "en", confidence, (hit,))


def no_answer(text: str) -> tuple[Answer, Query]:
    """A question and the answer that there is none."""
    return answer(0.1, "no_answer"), Query(text, "en")


def bytes_on_disk(path: Path) -> bytes:
    """The file, the log of its writes and the index of that."""
    return b"".join(found.read_bytes() for found in sorted(path.parent.glob(path.name + "*")))
