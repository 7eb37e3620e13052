"""E-mail addresses, with or without the name that stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qa.safety.contacts.address import HIDDEN, Address, read_address
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.host_check import host_likeness, listed_in
from qa.safety.contacts.lookalikes import Likeness, resembled
from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verdict import Verdict, lookalike, official

_NOT_WORDS = re.compile(r"[^\w.]+")

# Everybody has these.
_COMMON_BOXES = frozenset({"contact", "help", "hello", "info", "mail", "noreply", "no-reply", "service", "support"})


def check_email(text: str, named: str, registry: Registry, today: date) -> Verdict:
    """The verdict on an address. ``named`` is the name that stands before it: whatever the sender likes."""
    local, _, host_text = text.rpartition("@")
    address = read_address(host_text)
    displayed = f"{HIDDEN.sub('', local)}@{address.displayed}"
    doubts = (*address.doubts, *(("hidden-characters",) if HIDDEN.search(local) else ()))
    owner = _owner(local, address.host, registry)
    if owner and not doubts and local.isascii() and "@" not in local:
        return official(owner, "email", displayed, today)
    found = Likeness(owner, ()) if owner else _imitated(local, named, address, registry)
    if found is None:
        return Verdict("unknown", "email", displayed, reasons=doubts)
    return lookalike(found.entry, "email", displayed, (*found.reasons, *doubts))


def _owner(local: str, host: str | None, registry: Registry) -> Entry | None:
    """Who is listed with the address, its host, or, where no hosts of e-mail are listed at all, its domain."""
    if host is None:
        return None
    whole = f"{local.lower()}@{host}"
    listed = next((entry for entry in registry.entries if whole in entry.emails), None)
    of_domain = registry.owner(host)
    if of_domain and of_domain.email_domains:
        of_domain = None
    return listed or registry.mail_owner(host) or of_domain


def _imitated(local: str, named: str, address: Address, registry: Registry) -> Likeness | None:
    return (
        host_likeness(address.shown_host, registry, address.host)
        or _imitating(local, "local-part", registry)
        or _listed_box(local, registry)
        or _imitating(named, "display-name", registry)
    )


def _imitating(text: str, reason: str, registry: Registry) -> Likeness | None:
    """A name of a platform, or one of its domains, where anybody may write what they like."""
    likeness = resembled(_NOT_WORDS.sub("-", text), registry)
    named = (*([likeness.entry] if likeness else []), listed_in(text, registry), *_named(text, registry))
    entry = next(filter(None, named), None)
    return Likeness(entry, (reason,)) if entry else None


def _named(text: str, registry: Registry) -> Iterator[Entry | None]:
    return map(registry.entry, registry.platforms_in(text))


def _listed_box(local: str, registry: Registry) -> Likeness | None:
    """A listed address at another host."""
    base = local.partition("+")[0].lower()
    owners = (entry for entry in registry.entries for email in entry.emails if email.rpartition("@")[0] == base)
    owner = next(owners, None) if base not in _COMMON_BOXES else None
    return Likeness(owner, ("other-handle",)) if owner else None
