"""What goes over the wire when somebody asks whose a contact is."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.safety.contacts.verdict import Known, Status
from qa.safety.contacts.verify import MAX_CONTACT


class ContactIn(BaseModel):
    """A contact that somebody was given."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"contact": "https://binance.com@example.net", "lang": "en"},
                {"contact": "电报 @binance_kefu", "lang": "zh"},
            ]
        },
    )

    contact: str = Field(
        min_length=1,
        max_length=MAX_CONTACT,
        description="A link, domain, e-mail address, telephone number or handle, as it was received.",
        examples=["binance-support.example.net"],
    )
    lang: Literal["auto", "zh", "en"] = Field(
        "auto", description="Language of the texts; `auto`: the one that Accept-Language puts first."
    )


class PlatformOut(BaseModel):
    """A platform of the registry."""

    id: str
    name: str


class ReasonOut(BaseModel):
    """How a contact imitates another; `code` is stable."""

    code: str
    message: str


class VerdictOut(BaseModel):
    """What the registry says. `unknown` means that nobody knows, not that a contact is harmless."""

    verdict: Known
    kind: str = Field(
        description="url, domain, email, phone, wallet, text, handle, or a handle's channel: telegram, x …"
    )
    contact: str | None = Field(description="The contact as it was understood: a link's host. Null: not understood.")
    platform: PlatformOut | None = Field(description="`official`: whose it is; `lookalike`: whom it resembles.")
    reasons: list[ReasonOut]
    source: str | None = Field(description="Where the operator checked the entry of an official contact.")
    verified_at: date | None
    verify_by: date | None
    status: Status | None = Field(description="Of an official contact: whether its entry was checked, and in time.")
    title: str
    message: str = Field(description="What the verdict means.")
    advice: str = Field(description="What to do now.")
