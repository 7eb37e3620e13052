"""Handles: listed exactly, or made to look like one that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

from rapidfuzz.distance import OSA

from qa.safety.contacts.address import HIDDEN
from qa.safety.contacts.brands import LONG
from qa.safety.contacts.confusables import skeleton
from qa.safety.contacts.entry import Channel, Entry
from qa.safety.contacts.lookalikes import resembled
from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verdict import Verdict, lookalike, official

# Whoever writes there about a platform names the page after it, so that a name alone imitates nobody.
TOPICS = frozenset({"reddit", "github", "medium", "linkedin"})

_NOT_LETTERS = re.compile(r"[\W_]+")


def check_handle(text: str, channel: Channel | None, registry: Registry, today: date) -> Verdict:
    """The verdict on a handle. Without a channel it may be listed for any: then the verdict says for which."""
    kind = channel or "handle"
    given = unquote(text).replace(" ", "").lstrip("@")
    name = HIDDEN.sub("", given)
    shown = f"@{name}" if text.startswith("@") or (channel and name[:1].isalpha()) else name
    here = {at: entry for at, listed, entry in _listed(registry) if _same(name, listed, at)}
    is_plain = name == given and name.isascii()
    if is_plain and channel in here:
        return official(here[channel], kind, shown, today)
    if is_plain and here and channel is None:
        at = next(iter(here))
        return official(here[at], at, shown, today)
    imitated = _imitated(name, channel, registry)
    return lookalike(imitated[0], kind, shown, (imitated[1],)) if imitated else Verdict("unknown", kind, shown)


def _imitated(name: str, channel: Channel | None, registry: Registry) -> tuple[Entry, str] | None:
    """The platform that a handle could be taken for, and why."""
    found = resembled(name, registry)
    if channel in TOPICS:
        return (found.entry, "other-handle") if found and not found.alone else None
    for at, listed, entry in _listed(registry):
        if _same(name, listed, at):
            return entry, "other-channel" if channel else "hidden-characters"
        if _is_near(name, listed):
            return entry, "other-handle"
    return (found.entry, "other-handle") if found else None


def _listed(registry: Registry) -> Iterator[tuple[Channel, str, Entry]]:
    for entry in registry.entries:
        for channel, handles in entry.handles.items():
            for handle in handles:
                yield channel, handle, entry


def _same(name: str, listed: str, channel: Channel) -> bool:
    """Handles differ in more than capitals; telephone numbers in more than their punctuation."""
    if channel == "whatsapp":
        return name.isascii() and re.sub(r"\D", "", name) == re.sub(r"\D", "", listed)
    return name.lower() == listed.lower()


def _is_near(name: str, listed: str) -> bool:
    """One letter, one sign or letters that look alike from a listed handle."""
    if len(listed) < LONG or not any(map(str.isalpha, name)):
        return False  # a telephone number near another says nothing
    ours, theirs = (_NOT_LETTERS.sub("", skeleton(text)) for text in (name, listed))
    return OSA.distance(ours, theirs) <= 1
