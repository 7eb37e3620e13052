"""What people tell of an answer, and what operators are told of all of them."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.datatypes import Lang
from qa.feedback.entries import MAX_REASON, VoteKind
from qa.insights.report import DAYS, LEAST

# The ids of documents and anchors are words; none comes near this.
MAX_ID = 300

# A group of one is one person's question.
SMALLEST_GROUP = 2


class FeedbackIn(BaseModel):
    """What somebody thinks of an answer, or of one passage of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"answer_id": "9f86d081884c7d65", "passage_id": "slow-support/zh#no-reply", "vote": "up"},
                {"passage_id": "slow-support/en#no-reply", "vote": "down", "reason": "It does not say how long."},
            ]
        },
    )

    answer_id: str | None = Field(None, pattern="^[0-9a-f]{16}$", description="The `answer_id` of the answer.")
    passage_id: str | None = Field(None, min_length=1, max_length=MAX_ID, description="A passage of it.")
    vote: VoteKind = Field(description="Whether it helped.")
    reason: str | None = Field(
        None,
        max_length=MAX_REASON,
        description="Why, in a few words. Addresses, long numbers and names are taken out before it is stored.",
    )

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.answer_id is None and self.passage_id is None:
            raise ValueError("give an answer_id, a passage_id, or both")
        return self


class StoredOut(BaseModel):
    """The vote is on disk."""

    stored: bool = True


class InsightsIn(BaseModel):
    """How small a group may be, and how far to look back."""

    model_config = ConfigDict(extra="forbid")

    min: int = Field(LEAST, ge=SMALLEST_GROUP, le=1000, description="Questions that a group must have to be told.")
    days: int = Field(DAYS, ge=1, le=3650, description="Today and the days before it.")


class NearestOut(BaseModel):
    """What is answered to a group's most typical question today; `answered` if the documents now cover it."""

    model_config = ConfigDict(from_attributes=True)

    passage_id: str
    title: str
    confidence: float
    answered: bool


class GapOut(BaseModel):
    """A group of questions that were asked in vain. `stubs` are documents to fill in, by language."""

    model_config = ConfigDict(from_attributes=True)

    size: int
    by_lang: dict[Lang, int]
    question: str
    examples: list[str]
    nearest: NearestOut | None
    stubs: dict[Lang, str]


class VotesOut(BaseModel):
    """What people thought of a passage. It is told here and moves no ranking."""

    model_config = ConfigDict(from_attributes=True)

    passage_id: str
    up: int
    down: int
    reasons: list[str] = Field(description="The newest of those who voted it down.")


class InsightsOut(BaseModel):
    """`questions` were asked in vain; only those in groups are told. The least liked passages come first."""

    model_config = ConfigDict(from_attributes=True)

    since: date
    least: int
    questions: int
    gaps: list[GapOut]
    votes: list[VotesOut]
