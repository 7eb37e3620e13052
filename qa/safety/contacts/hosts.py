"""Names of hosts: their one spelling, and the part that somebody registered."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import idna
from publicsuffixlist import PublicSuffixList

# RFC 1035, section 2.3.4: octets of a name and of a label.
MAX_HOST = 253
MAX_LABEL = 63

# IDNA2003 and browsers take these for dots (UTS #46, section 4.5).
DOTS = re.compile("[\u3002\uff0e\uff61]")

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")


def ascii_host(text: str) -> str | None:
    """A host as DNS knows it: lower case, A-labels, no dot at the end. None if it cannot be one. Never raises."""
    host = DOTS.sub(".", text).removesuffix(".")
    if not host or len(host) > MAX_HOST:
        return None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    host = host.lower()
    labels = host.split(".")
    return host if all(len(label) <= MAX_LABEL and _LABEL.fullmatch(label) for label in labels) else None


def registrable(host: str) -> str | None:
    """The part of a host that one owner has: ``b.co.uk`` of ``a.b.co.uk``, ``x.github.io`` of itself.

    None for a public suffix, and for what ends in none that is known.
    """
    return _suffixes().privatesuffix(host, accept_unknown=False)


def suffix(host: str) -> str | None:
    """The public suffix of a host, such as ``co.uk`` or ``github.io``; None where none is known."""
    return _suffixes().publicsuffix(host, accept_unknown=False)


def is_under(host: str, domain: str) -> bool:
    """Whether a host is a domain or stands below it."""
    return host == domain or host.endswith(f".{domain}")


def is_shared(host: str) -> bool:
    """Whether anybody can have a page or an address at this host, so that it is no platform's own."""
    return any(is_under(host, shared) for shared in _shared())


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _shared() -> frozenset[str]:
    lines = resources.files("qa").joinpath("data", "shared_hosts.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
