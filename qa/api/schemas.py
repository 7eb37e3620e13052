"""What goes over the wire. Unknown fields are refused, so that a misspelt one is noticed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.datatypes import Kind, Lang, Level, State, Wanted
from qa.question import MAX_QUESTION

MAX_TOP_K = 20

Tag = Annotated[str, Field(max_length=100)]


class QueryIn(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "客服一直不回复怎么办", "lang": "auto", "top_k": 5},
                {"question": "I sent USDT on the wrong network, is it lost?", "lang": "auto", "top_k": 5},
            ]
        },
    )

    question: str = Field(
        description=f"The question in the asker's own words, Chinese or English, at most {MAX_QUESTION} characters.",
        examples=["客服一直不回复怎么办"],
    )
    lang: Wanted = Field(
        "auto",
        description="Language of the answers. `auto`: the question's, the other where a passage has no version in it; "
        "`zh`, `en`: only that one; `any`: each passage in the version that matches best.",
    )
    top_k: int = Field(5, ge=1, le=MAX_TOP_K, description="How many passages at most.")
    kind: Kind | None = Field(None, description="Only guides, or only FAQs.")
    tags: list[Tag] | None = Field(None, max_length=20, description="Only documents that carry all of these tags.")
    platform: str | None = Field(
        None,
        max_length=100,
        description="The platform it is about, by any of its names; documents about others are left out. "
        "Without it, the platforms named in the question.",
    )
    debug: bool = Field(default=False, description="Also return every stage's ranking.")


class SuggestIn(BaseModel):
    """What has been typed so far."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=200, description="The beginning of a question.", examples=["客服不回"])
    lang: Literal["auto", "zh", "en"] = Field(
        "auto", description="Language of the questions; `auto`: of what is typed."
    )


class HighlightOut(BaseModel):
    """Half-open range of Unicode code points in `text`."""

    start: int
    end: int


class SourceOut(BaseModel):
    """Where a passage stands."""

    url: str = Field(description="The section in its document.")
    deep_url: str = Field(description="The same, with a text fragment that makes the browser mark the passage.")
    title: str
    domain: str
    updated: date | None
    review_by: date | None
    review_due: bool = Field(description="Whether the review is overdue: what the passage says may have changed.")


class AlternateOut(BaseModel):
    """The same passage in another language."""

    lang: Lang
    passage_id: str
    url: str


class PassageOut(BaseModel):
    """A passage, word for word."""

    doc_id: str
    passage_id: str
    lang: Lang
    kind: Kind
    platform: str | None = Field(description="The only platform that it is about, null for all.")
    title: str
    heading_path: list[str]
    question: str | None
    text: str
    source: SourceOut
    alternates: list[AlternateOut]


class ResultOut(PassageOut):
    """A passage of an answer."""

    rank: int
    confidence: float = Field(ge=0, le=1, description="Probability that this passage answers the question.")
    highlights: list[HighlightOut]


class RelatedOut(BaseModel):
    """Another question that the documents answer."""

    question: str
    passage_id: str


class NoticeOut(BaseModel):
    """Something the asker should know, in the language of the answer, to be shown above the results.

    `code` is `secret_removed`, `passage_withheld`, `contact_` with a verdict, or `scam_` with the name of a scheme.
    """

    code: str
    level: Level
    title: str
    message: str
    about: str | None = Field(description="What it speaks of, such as a contact, as it was understood.")
    steps: list[str] = Field(description="What to know or do now, in this order.")
    passage_id: str | None = Field(description="The passage that says more.")
    url: str | None = Field(description="Where that passage stands.")


class OptionOut(BaseModel):
    """A platform that a question may be about."""

    platform: str
    name: str


class ClarifyOut(BaseModel):
    """Passages for several platforms may answer: ask again with one of these as `platform`."""

    message: str
    options: list[OptionOut]


class ScoreOut(BaseModel):
    """One row of a stage's ranking; higher is better."""

    passage_id: str
    score: float


class AnswerOut(BaseModel):
    """The passages that answer, best first, or the nearest ones when the state is `no_answer`."""

    answer_id: str = Field(description="What to vote on: equal answers share it, whoever asked.")
    state: State
    lang: Lang
    confidence: float = Field(ge=0, le=1)
    results: list[ResultOut]
    related: list[RelatedOut]
    notices: list[NoticeOut]
    clarify: ClarifyOut | None
    snapshot: str
    took_ms: float
    stages: dict[str, list[ScoreOut]] | None = Field(default=None, description="Only with `debug`; absent otherwise.")


class SuggestionsOut(BaseModel):
    """Questions that fit what has been typed so far."""

    suggestions: list[RelatedOut]


class LiveOut(BaseModel):
    """The process runs."""

    status: str = "alive"


class ReadyOut(BaseModel):
    """Whether questions can be answered, and if not, why and what cures it."""

    status: str
    snapshot: str | None = None
    reason: str | None = None
    cure: str | None = None


class StatusOut(BaseModel):
    """What answers, since when, and what it holds."""

    version: str
    started: datetime = Field(description="When this server process began.")
    snapshot: str
    built: datetime = Field(description="When the snapshot was built.")
    encoder: str = Field(description="Fingerprint of the model that made its vectors.")
    documents: int
    passages: dict[Lang, int]


class InvalidOut(BaseModel):
    """One thing that is wrong with a request; `pointer` is a JSON Pointer or a parameter's name."""

    pointer: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457. `type` is stable; `detail` is in the language that Accept-Language asks for."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[InvalidOut] | None = None
