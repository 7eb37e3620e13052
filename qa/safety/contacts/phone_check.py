"""Telephone numbers: listed or not. Numbers that are near a listed one say nothing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verdict import Verdict, official

# Without country code a number is compared with the end of a listed one; shorter ones are others' in the next town.
MIN_NATIONAL_DIGITS = 8
MAX_COUNTRY_CODE = 3


def check_phone(text: str, registry: Registry, today: date) -> Verdict:
    """The verdict on a number in whatever punctuation."""
    for entry in registry.entries:
        if any(same_phone(text, phone) for phone in entry.phones):
            return official(entry, "phone", text.strip(), today)
    return Verdict("unknown", "phone", text.strip())


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers are one, if what one of them lacks is a country code and the other has it."""
    one, other = _plain(one), _plain(other)
    if not one.strip("+") or one.startswith("+") == other.startswith("+"):
        return one == other != ""
    full, national = (one, other) if one.startswith("+") else (other, one)
    bare = national.removeprefix("0")
    code = len(full) - 1 - len(bare)
    return full[1:] == national or (
        len(bare) >= MIN_NATIONAL_DIGITS and 1 <= code <= MAX_COUNTRY_CODE and full.endswith(bare)
    )


def _plain(text: str) -> str:
    """Digits, after + if there is a country code."""
    text = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"\D", "", text)
    if text.startswith("00"):
        return f"+{digits[2:]}"
    return f"+{digits}" if text.startswith("+") else digits
