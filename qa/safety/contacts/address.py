"""A web address as a browser would read it, and everything that makes its reading doubtful."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote

import idna

from qa.safety.contacts.hosts import DOTS, ascii_host

# What is no part of a name and yet stands in it: controls, and characters nobody sees.
HIDDEN = re.compile(
    "[\ud800-\udfff\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)

WEB = frozenset({"http", "https"})

# Opens a handle in Telegram.
APP = "tg"

_SCHEME = re.compile(
    r"([a-z][a-z0-9+.-]*):(?=//|\\\\)|(https?|javascript|data|blob|file|vbscript|intent|tg):(?!\d+(?:/|$))",
    re.IGNORECASE,
)
_PORT = re.compile(r":\d*$")
_IP = re.compile(r"(?:(?:0x[0-9a-f]*|\d+)\.){0,3}(?:0x[0-9a-f]*|\d+)")


@dataclass(frozen=True, slots=True)
class Address:
    """One address. ``host`` is lower-case ASCII, None if it can be none; ``shown_host`` is the host in its own script.

    ``link`` holds scheme, path, query and fragment; ``before_at`` is what stands before an @ in the authority.
    ``doubts`` are codes of `qa.safety.contacts.messages`: with any of them the address is nobody's for certain.
    """

    host: str | None
    shown_host: str
    link: SplitResult
    before_at: str
    doubts: tuple[str, ...]
    is_bare: bool

    @property
    def displayed(self) -> str:
        """The host; one that is not ASCII with its ASCII form beside it."""
        if self.host is None or self.host == self.shown_host:
            return self.shown_host
        return f"{self.shown_host} ({self.host})"

    @property
    def is_ip(self) -> bool:
        """Whether the host is a number in one of the spellings that browsers take."""
        return bool(self.host is None and self.shown_host.startswith("[")) or bool(_IP.fullmatch(self.host or "-"))


def read_address(text: str) -> Address:
    """Read what may be an address, with or without its scheme. Never raises."""
    doubts = ["hidden-characters"] if HIDDEN.search(text) else []
    text = HIDDEN.sub("", text)
    match = _SCHEME.match(text)
    scheme = (match[1] or match[2]).lower() if match else "https"
    rest = text[match.end() :] if match else text
    slashes = len(rest) - len(rest.lstrip("/\\"))
    after = rest[slashes:]
    authority = re.split(r"[/?#\\]", after, maxsplit=1)[0]
    tail = after[len(authority) :]
    if _is_malformed(rest, slashes, scheme if match else None):
        doubts.append("malformed")
    before_at, at, host_text = authority.rpartition("@")
    if at:
        doubts.append("userinfo")
    host_text = _PORT.sub("", host_text)
    if "%" in host_text:
        doubts.append("malformed")
        host_text = HIDDEN.sub("", unquote(host_text))
    host = ascii_host(host_text)
    shown = _in_own_script(host) if host else host_text
    if host and unicodedata.normalize("NFC", DOTS.sub(".", host_text)).lower().removesuffix(".") not in (host, shown):
        doubts.append("homoglyph")
    link = SplitResult(scheme, "", *_parts(tail))
    return Address(host, shown, link, before_at, tuple(doubts), is_bare=not match and tail.strip("/") == "")


def _is_malformed(rest: str, slashes: int, scheme: str | None) -> bool:
    """Whether programs disagree about where the host stands, or whether there is one."""
    if scheme and (scheme not in (*WEB, APP) or rest[:slashes] != "//"):
        return True
    return "\\" in re.split(r"[?#]", rest, maxsplit=1)[0]


def _parts(tail: str) -> tuple[str, str, str]:
    """Path, query and fragment."""
    before, _, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    return path.replace("\\", "/"), query, fragment


def _in_own_script(host: str) -> str:
    """Each label in Unicode; one that cannot be decoded stays as it is."""
    return ".".join(map(_label, host.split(".")))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label
