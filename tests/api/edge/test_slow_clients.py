"""A real server, and clients that take their time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.cli.processes import Server, serving

PATIENCE = 30  # seconds until a test gives up on a server that never closes
DEADLINE = 1.0  # seconds that the server gives


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("slow")
    with serving(folder / "index", folder / "log", receipt_seconds=DEADLINE, drain_seconds=0) as server:
        yield server


@pytest.fixture
def connection(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        yield connection


def answer(connection: socket.socket) -> bytes:
    """One answer of `/livez`."""
    found = b""
    while not found.endswith(b"}"):
        found += connection.recv(65536)
    return found


def rest(connection: socket.socket) -> bytes:
    """Everything until the server closes."""
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


def trickle(connection: socket.socket, data: bytes, pause: float = 0.1) -> bytes:
    """Send a byte now and then until the server has had enough."""
    connection.settimeout(pause)
    deadline = time.monotonic() + PATIENCE
    for byte in data:
        assert time.monotonic() < deadline
        try:
            connection.sendall(bytes([byte]))
            return connection.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            return b""
    raise AssertionError("the server took all of it")


def test_who_says_nothing_is_not_waited_for(connection: socket.socket) -> None:
    assert rest(connection).startswith(b"HTTP/1.1 408 ")


def test_a_head_that_trickles_is_given_up(connection: socket.socket) -> None:
    head = b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"X-More: 1\r\n" * 100
    assert trickle(connection, head)[:13] in (b"HTTP/1.1 408 ", b"")


def test_a_body_that_trickles_is_given_up_and_told_why(connection: socket.socket) -> None:
    connection.sendall(
        b"POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    )
    told = trickle(connection, b"{" + b" " * 999)
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"urn:wenda:problem:request-too-slow" in told + rest(connection)


def test_a_second_head_that_trickles_is_given_up_as_well(connection: socket.socket) -> None:
    connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer(connection).startswith(b"HTTP/1.1 200 ")
    head = b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"X-More: 1\r\n" * 100
    assert trickle(connection, head)[:13] in (b"HTTP/1.1 408 ", b"")


def test_a_connection_in_use_lives_on_beyond_the_deadline(connection: socket.socket) -> None:
    for _ in range(4):
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")
        time.sleep(DEADLINE / 2)


def test_a_head_as_long_as_a_book_is_refused(connection: socket.socket) -> None:
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n")
    assert rest(connection)[:13] in (b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")  # by the application, or by the parser


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
    ids=["two lengths", "lengths differ", "negative", "two hosts", "no host", "space", "TLS"],
)
def test_requests_that_two_servers_could_read_differently_are_refused(connection: socket.socket, head: bytes) -> None:
    connection.sendall(head)
    assert rest(connection).startswith(b"HTTP/1.1 400 ")
