"""What is known of a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.safety.contacts.entry import Entry

Known = Literal["official", "lookalike", "unknown"]
Status = Literal["verified", "unverified", "expired"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose contact it is, or whom it resembles.

    ``entry`` is the owner of an official contact and the platform that a lookalike could be taken for. ``reasons`` are
    codes of `messages`. ``status`` is an official entry's. ``displayed`` is the contact as it was understood, without
    anything that hides what it is; None where it was not understood.
    """

    verdict: Known
    kind: str
    displayed: str | None = None
    entry: Entry | None = None
    reasons: tuple[str, ...] = ()
    status: Status | None = None


def official(entry: Entry, kind: str, displayed: str, today: date) -> Verdict:
    """The contact is listed; ``status`` says whether somebody checked that, and not too long ago."""
    return Verdict("official", kind, displayed, entry, status=_status(entry, today))


def lookalike(entry: Entry, kind: str, displayed: str, reasons: tuple[str, ...]) -> Verdict:
    """The contact could be taken for a platform's and is not listed."""
    return Verdict("lookalike", kind, displayed, entry, tuple(dict.fromkeys(reasons)))


def _status(entry: Entry, today: date) -> Status:
    if entry.verified_at is None or entry.verified_at > today:
        return "unverified"
    return "expired" if entry.verify_by and entry.verify_by < today else "verified"
