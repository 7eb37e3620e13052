"""Single values of the registry: each function gives a value's one spelling, or raises ValueError with the cure."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from qa.language import clean
from qa.safety.contacts.hosts import ascii_host, is_shared, registrable

# RFC 5321, section 4.5.3.1.1.
MAX_LOCAL_PART = 64

# E.164: country code and number, 15 digits at most; the shortest with a country code have 7. Numbers without one, which
# work in one country only, have 5 at least: 95xxx in China.
_PHONE = re.compile(r"\+[1-9]\d{6,14}|[1-9]\d{4,14}")
_PHONE_PUNCTUATION = re.compile(r"[\s().-]")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
_HANDLE = re.compile(r"[\w.+-]{2,100}", re.ASCII)
_LOCAL_PART = re.compile(r"[\w.!#$%&'*/=?^`{|}~+-]+", re.ASCII)


def slug(text: str) -> str:
    """A platform's id."""
    if not _SLUG.fullmatch(text):
        raise ValueError(f"{text!r} is no platform id; use small letters, digits and '-', at most 50")
    return text


def words(text: str) -> str:
    """A name: something that can be read."""
    if not any(char.isalnum() for char in clean(text)):
        raise ValueError(f"{text!r} is no name; it holds no letter or digit")
    return text


def domain(text: str) -> str:
    """A domain that one owner has, so that what stands under it is that owner's too."""
    host = None if "/" in text or "@" in text else ascii_host(text)
    if host is None:
        raise ValueError(f"{text!r} is no domain; write the domain alone, such as example.com")
    if registrable(host) is None:
        raise ValueError(f"{text!r} has many owners or none; write a domain below a public suffix, such as example.com")
    if is_shared(host):
        raise ValueError(f"anybody can have an address at {text!r}; list single addresses or handles instead")
    return host


def email(text: str) -> str:
    """An e-mail address in small letters."""
    local, at, host = text.rpartition("@")
    found = ascii_host(host)
    if not at or found is None or not _LOCAL_PART.fullmatch(local) or len(local) > MAX_LOCAL_PART:
        raise ValueError(f"{text!r} is no e-mail address such as help@example.com")
    return f"{local.lower()}@{found}"


def phone(text: str) -> str:
    """A telephone number: digits, after + if there is a country code."""
    number = _PHONE_PUNCTUATION.sub("", text)
    if not _PHONE.fullmatch(number):
        raise ValueError(f"{text!r} is no telephone number such as +1 202 555 0100 or 400-123-4567")
    return number


def handle(text: str) -> str:
    """A handle without @."""
    name = text.removeprefix("@")
    if not _HANDLE.fullmatch(name):
        raise ValueError(f"{text!r} is no handle; write it as @name or name, without an address")
    return name


def source(text: str) -> str:
    """The page where an entry was checked."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme != "https" or any(char.isspace() for char in text):
        raise ValueError(f"{text!r} is no address that begins with https://")
    return text


def day(text: str) -> str:
    """A day, such as 2026-11-20."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-11-20") from None
