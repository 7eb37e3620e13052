"""What only a real server shows: bodies that lie about their length, or never end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from tests.api.wire import QUERY, problem
from tests.cli.processes import Server, serving

JSON = {"Content-Type": "application/json"}
MEGABYTE = b"a" * 1_000_000
ENOUGH = 50 * len(MEGABYTE)


@pytest.fixture(scope="module")
def server(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(small_index, tmp_path_factory.mktemp("server") / "log") as server:
        yield server


def raw(server: Server, head: str, body: bytes = b"", *, close: bool = True) -> bytes:
    """What the server sends back for these bytes, b"" if it just closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
        if close:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        with suppress(ConnectionResetError):  # a server that closes with bytes unread resets the connection
            while chunk := connection.recv(65536):
                received += chunk
        return received


def stream(server: Server, head: str, chunk: bytes) -> tuple[bytes, int]:
    """Send ENOUGH bytes unless the server hangs up before; its first words, and how much it took."""
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        try:
            while sent < ENOUGH:
                connection.sendall(chunk)
                sent += len(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return connection.recv(65536), sent
        except ConnectionResetError:
            return b"", sent


def is_well(server: Server) -> None:
    answer = httpx2.post(f"{server.url}{QUERY}", json={"question": "手续费能退吗"})
    assert answer.status_code == 200
    assert answer.json()["results"][0]["passage_id"] == "fees/zh#refund"


def test_fifty_megabytes_that_say_so_are_refused_before_they_are_read(server: Server) -> None:
    head = f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: {ENOUGH}"
    told = raw(server, head, close=False)
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"urn:wenda:problem:body-too-large" in told
    is_well(server)


def test_fifty_megabytes_in_chunks_are_refused_on_the_way(server: Server) -> None:
    head = f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked"
    chunk = b"%x\r\n%s\r\n" % (len(MEGABYTE), MEGABYTE)
    told, _ = stream(server, head, chunk)
    assert told.startswith(b"HTTP/1.1 413 ") or not told
    is_well(server)


def test_a_client_that_streams_too_much_is_told_so(server: Server) -> None:
    body = (b"a" * 10_000 for _ in range(20))
    response = httpx2.post(f"{server.url}{QUERY}", content=body, headers=JSON)
    assert (response.status_code, problem(response)) == (413, "body-too-large")


@pytest.mark.parametrize("address", ["/livez", "/", "/static/search.js", "/nothing"])
def test_a_body_where_none_belongs_harms_nothing(server: Server, address: str) -> None:
    response = httpx2.request("GET", f"{server.url}{address}", content=b"a" * 1000, headers=JSON)
    assert response.status_code < 500
    is_well(server)


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "abc", "", "99999999999999999999999", "10, 20"])
def test_a_length_that_is_none_is_refused(server: Server, length: str) -> None:
    head = f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: {length}"
    told = raw(server, head, b'{"question": "fees"}')
    assert told[9:10] == b"4" or not told
    is_well(server)


def test_a_body_shorter_than_it_says_gets_no_answer_and_harms_nothing(server: Server) -> None:
    head = f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 5000"
    told = raw(server, head, b'{"question": "fees"}')
    assert b" 200 " not in told.split(b"\r\n", 1)[0]
    assert b" 500 " not in told.split(b"\r\n", 1)[0]
    is_well(server)


def test_a_body_longer_than_it_says_is_no_second_answer(server: Server) -> None:
    head = f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 20"
    told = raw(server, head, b'{"question": "fees"}{"question": "more"}')
    assert told.count(b"HTTP/1.1 200") <= 1
    is_well(server)


def test_two_lengths_or_a_length_and_chunks_are_no_way_to_smuggle_a_request(server: Server) -> None:
    inner = b"0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
    head = (
        f"POST {QUERY} HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 5\nTransfer-Encoding: chunked"
    )
    assert b"alive" not in raw(server, head, inner)
    is_well(server)


def test_no_request_left_a_traceback_in_the_log(server: Server) -> None:
    is_well(server)
    assert "Traceback" not in server.log.read_text("utf-8")


def test_the_log_holds_no_question(server: Server) -> None:
    httpx2.get(f"{server.url}{QUERY}", params={"question": "verysecretquestion"}).raise_for_status()
    httpx2.get(f"{server.url}{QUERY}", params={"question": "verysecretquestion", "top_k": "x"})
    assert "verysecretquestion" not in server.log.read_text("utf-8")
