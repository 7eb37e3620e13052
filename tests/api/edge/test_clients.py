"""Who a request is counted for, whatever its headers claim."""

from __future__ import annotations

from typing import Any

import pytest

from qa.api.edge.clients import client_of, networks

PROXIES = networks("10.0.0.0/8, ::1, 2001:db8:1::/48")


def scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return {"type": "http", "headers": headers, "client": (peer, 1) if peer else None}


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", (), "203.0.113.7"),
        ("203.0.113.7", ("198.51.100.1",), "203.0.113.7"),  # no proxy of ours: nobody's word
        ("10.1.2.3", ("198.51.100.1",), "198.51.100.1"),
        ("10.1.2.3", ("1.1.1.1, 198.51.100.1",), "198.51.100.1"),  # what stands before was made up
        ("10.1.2.3", ("1.1.1.1", "198.51.100.1, 10.9.9.9"), "198.51.100.1"),
        ("10.1.2.3", ("10.4.4.4",), "10.4.4.4"),
        ("10.1.2.3", (), "10.1.2.3"),
        ("10.1.2.3", ("unknown",), "10.1.2.3"),
        ("10.1.2.3", ("198.51.100.1:4711",), "10.1.2.3"),
        ("10.1.2.3", ("\xff, ;",), "10.1.2.3"),
        ("::1", ("2001:db8:5:6:7:8:9:a",), "2001:db8:5:6::/64"),
        ("2001:db8:5:6:1::1", (), "2001:db8:5:6::/64"),
        ("2001:db8:1::1", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("::ffff:203.0.113.7", (), "203.0.113.7"),
        ("127.0.0.1", ("198.51.100.1",), None),
        ("::1", (), None),
        ("testclient", (), None),
        (None, ("198.51.100.1",), None),
    ],
)
def test_a_client_is_who_a_known_proxy_names_or_the_peer(
    peer: str | None, forwarded: tuple[str, ...], client: str | None
) -> None:
    assert client_of(scope(peer, *forwarded), PROXIES) == client


def test_neighbours_of_one_ipv6_network_are_one_client() -> None:
    seen = {client_of(scope(f"2001:db8:5:6::{number:x}"), ()) for number in range(1, 50)}
    assert seen == {"2001:db8:5:6::/64"}


@pytest.mark.parametrize("written", ["10.0.0.0/33", "localhost", "10.0.0.1/8"])
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear to be|has host bits set"):
        networks(written)
