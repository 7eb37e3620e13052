"""Hosts and what stands around them in an address: whose they are, whom they imitate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from qa.safety.contacts.address import APP, WEB, Address
from qa.safety.contacts.channels import handle_in
from qa.safety.contacts.confusables import skeleton
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.handle_check import check_handle
from qa.safety.contacts.hosts import is_shared, registrable
from qa.safety.contacts.lookalikes import Likeness, resembled
from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verdict import Verdict, lookalike, official

# What an address imitates stands in its first folders; more would only be work.
SEGMENTS = 10


def check_address(address: Address, registry: Registry, today: date) -> Verdict:
    """The verdict on an address."""
    kind = "domain" if address.is_bare else "url"
    handle = handle_in(address.link, address.host or "") if address.link.scheme in (*WEB, APP) else None
    if handle and not address.doubts:
        return check_handle(handle[1], handle[0], registry, today)
    owner = registry.owner(address.host) if address.host else None
    if owner and not address.doubts:
        return official(owner, kind, address.displayed, today)
    found = Likeness(owner, ()) if owner else _imitated(address, registry)
    if found is None:
        return Verdict("unknown", kind, address.displayed or None, reasons=address.doubts)
    return lookalike(found.entry, kind, address.displayed, (*found.reasons, *address.doubts))


def _imitated(address: Address, registry: Registry) -> Likeness | None:
    """The platform that an address could be taken for. The host says most, unless something is put before it."""
    return (
        _listed_likeness(unquote(address.before_at), "userinfo", registry)
        or host_likeness(address.shown_host, registry, address.host)
        or _listed_likeness(_after_host(address), "path", registry)
        or _first(address.before_at.split(":"), "userinfo", registry)
        or (_on_shared_host(address, registry) if address.is_ip or is_shared(address.host or "") else None)
    )


def _after_host(address: Address) -> str:
    """What stands behind the host, but not the query: searches and links back to where one came from name anybody."""
    link = address.link if address.link.scheme not in WEB else address.link._replace(query="")
    return unquote(link.geturl())


def _on_shared_host(address: Address, registry: Registry) -> Likeness | None:
    return _first(unquote(address.link.path).split("/")[:SEGMENTS], "shared-host", registry)


def _listed_likeness(text: str, reason: str, registry: Registry) -> Likeness | None:
    entry = listed_in(text, registry)
    return Likeness(entry, (reason,)) if entry else None


def _first(names: Iterable[str], reason: str, registry: Registry) -> Likeness | None:
    found = next(filter(None, (resembled(name, registry) for name in names if name)), None)
    return Likeness(found.entry, (reason,)) if found else None


# What a label is to a host whose own label it is.
_AS_HOST = {"same-name": "other-suffix", "split-name": "extra-word"}


def host_likeness(shown: str, registry: Registry, host: str | None) -> Likeness | None:
    """The platform that a host could be taken for. ``shown`` is it in its own script, ``host`` in ASCII."""
    labels = shown.split(".")
    own = registrable(host) if host else None
    # An ending that does not exist is judged as if it did.
    at = len(labels) - own.count(".") - 1 if own else max(len(labels) - 2, 0)
    found = None if host and is_shared(host) else resembled(labels[at], registry)
    if found:
        codes = ("punycode",) if host and "xn--" in host else ()
        return Likeness(found.entry, (*(_AS_HOST.get(code, code) for code in found.reasons), *codes))
    return _listed_likeness(shown, "sub-domain", registry) or _below(labels[:at], registry)


def _below(labels: Iterable[str], registry: Registry) -> Likeness | None:
    """A name before somebody else's domain. Names that are words too are ordinary there: ledger.example.com."""
    found = (likeness for label in labels if label and (likeness := resembled(label, registry)))
    likeness = next((one for one in found if one.plain or not one.alone), None)
    return Likeness(likeness.entry, ("sub-domain",)) if likeness else None


def listed_in(text: str, registry: Registry) -> Entry | None:
    """The platform one of whose domains stands in a text, also with hyphens for dots or letters that look alike."""
    forms = (text.lower(), skeleton(text))
    dotted = " ".join(forms).replace("-", ".")
    for domain, pattern, entry in _listed(registry):
        if domain in dotted and any(map(pattern.search, forms)):
            return entry
    return None


@lru_cache(4)
def _listed(registry: Registry) -> tuple[tuple[str, re.Pattern[str], Entry], ...]:
    """Every listed domain, as it is written and as it looks."""
    forms = (
        (form, entry) for entry in registry.entries for domain in entry.domains for form in {domain, skeleton(domain)}
    )
    return tuple((form, re.compile(rf"(?<![a-z0-9-]){_dotted(form)}(?![a-z0-9])"), entry) for form, entry in forms)


def _dotted(domain: str) -> str:
    return "[.-]".join(map(re.escape, domain.split(".")))
