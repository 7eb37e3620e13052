"""What is valid and all the same dangerous on a network."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from qa.settings import SECRETS, Settings
from qa.settings.sources import given
from qa.settings.values import separated


def dangers(settings: Settings) -> list[str]:
    """A line each: what may happen, and what to set instead. Raises SettingsError if the file cannot be read."""
    return [told for is_so, told in (*_reach(settings), *_limits(settings), *_file()) if is_so]


def _reach(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Who gets at the service, and how."""
    is_open = not _is_loopback(settings.host)
    yield (
        is_open and not settings.trusted_proxies,
        f"QA_HOST={settings.host} lets others in, unencrypted; put a proxy before it and set QA_TRUSTED_PROXIES to it",
    )
    yield (
        is_open and not settings.public_url,
        f"QA_PUBLIC_URL is not set: links to sources lead to {settings.base_url}, which others may not reach",
    )
    address = settings.public_url
    yield (
        bool(address and address.scheme == "http" and not _is_loopback(address.host or "")),
        f"QA_PUBLIC_URL={address} is not encrypted: what people ask can be read on its way; serve it as https",
    )
    yield (
        "*" in settings.allowed_origins,
        "QA_CORS_ORIGINS=* lets the pages of every site ask; name the sites that may",
    )
    yield settings.docs, "QA_DOCS=true: /docs runs a script from a public host; leave it off where the public comes"


def _limits(settings: Settings) -> Iterator[tuple[bool, str]]:
    """What keeps one client from taking everything."""
    yield not settings.rate_per_minute, "QA_RATE_PER_MINUTE=0: one client can keep the service busy; set a limit"
    for proxy in separated(settings.trusted_proxies):
        yield (
            not ip_network(proxy).prefixlen,
            f"QA_TRUSTED_PROXIES={proxy} believes everybody: clients may pose as any other; name the proxy alone",
        )


def _file() -> Iterator[tuple[bool, str]]:
    found = given(Settings)
    if found.file:
        is_public = bool(found.file.stat().st_mode & stat.S_IROTH)
        told = f"{found.file} holds a secret and every user of this machine can read it; run: chmod o-r {found.file}"
        yield is_public and not SECRETS.isdisjoint(found.keys), told


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
