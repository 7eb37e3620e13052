"""What is stored, and when: votes, and questions that were asked in vain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from qa.confidence import is_doubtful
from qa.datatypes import Answer, Lang, Query
from qa.safety.redaction import redacted

VoteKind = Literal["up", "down"]

MAX_REASON = 500

# 64 bits: two of a billion different answers share an id with a probability of 3 %, and it names no person.
_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody thought of an answer, or of one passage of it; "" for an id that was not told."""

    day: date
    answer_id: str
    passage_id: str
    snapshot: str
    lang: Lang
    vote: VoteKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, or with a doubtful one. ``text`` is redacted; no time of day tells who asked it.

    ``passage_id`` is the nearest passage ("" in an empty index), ``secrets`` the kinds that were cut out.
    """

    day: date
    lang: Lang
    text: str
    confidence: float
    passage_id: str
    snapshot: str
    secrets: tuple[str, ...] = ()


Entry = Vote | Unanswered


def unanswered(answer: Answer, query: Query, snapshot: str, secrets: Iterable[str] = ()) -> Unanswered | None:
    """What to store of a question after its answer, None if it was answered well."""
    if answer.state == "answer" and not is_doubtful(answer.confidence):
        return None
    nearest = answer.hits[0].passage.id if answer.hits else ""
    kinds = tuple(sorted(secrets))
    return Unanswered(today(), query.lang, redacted(query.text), answer.confidence, nearest, snapshot, kinds)


def answer_id(snapshot_id: str, lang: str, passage_ids: Sequence[str]) -> str:
    """Names an answer by what it shows: equal answers share it, whoever asked."""
    content = "\0".join((snapshot_id, lang, *passage_ids))
    return hashlib.sha256(content.encode()).hexdigest()[:_ID_DIGITS]


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()
