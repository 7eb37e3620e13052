"""Verdicts in words, for people who are afraid and in a hurry. The words are in ``qa/data/contact_messages.json``.

None of them calls a contact safe: a list can say whose a contact is, not who uses it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from qa.datatypes import Lang
from qa.safety.contacts.entry import CHANNELS
from qa.safety.contacts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which a contact imitates another."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in one language: what it is, what that means, what to do, and how it is known."""

    title: str
    message: str
    advice: str
    reasons: tuple[Reason, ...]


def told(verdict: Verdict, lang: Lang) -> Told:
    """What to tell somebody who was given this contact."""
    words = _words()
    values = _values(verdict, lang)
    texts = {part: text.format(**values) for part, text in words["verdicts"][_case(verdict)][lang].items()}
    note = words["notes"].get(_note(verdict), {}).get(lang, "").format(**values)
    return Told(
        title=texts["title"],
        message=_joined(texts["message"], note, lang),
        advice=texts["advice"],
        reasons=tuple(Reason(code, words["reasons"][code][lang].format(**values)) for code in verdict.reasons),
    )


def _case(verdict: Verdict) -> str:
    if verdict.verdict == "official":
        return f"official-{verdict.status}"
    return "not-understood" if verdict.displayed is None else verdict.verdict


def _note(verdict: Verdict) -> str | None:
    """What an official contact of this kind cannot prove."""
    if verdict.verdict != "official":
        return None
    return "handle" if verdict.kind in CHANNELS else verdict.kind


def _values(verdict: Verdict, lang: Lang) -> Mapping[str, str]:
    entry = verdict.entry
    channel = _words()["channels"].get(verdict.kind, {}).get(lang, "")
    if entry is None:
        return {"name": "", "channel": channel}
    return {
        "name": entry.name(lang),
        "channel": channel,
        "verified_at": str(entry.verified_at),
        "verify_by": str(entry.verify_by),
    }


def _joined(first: str, second: str, lang: Lang) -> str:
    return f"{first}{' ' if second and lang == 'en' else ''}{second}"


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        resources.files("qa").joinpath("data", "contact_messages.json").read_text("utf-8")
    )
    return found
