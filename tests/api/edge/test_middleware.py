"""Each piece of what protects the routes, alone."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest
from starlette.types import Message, Receive

from qa.api.edge.concurrency import Concurrency, Limits
from qa.api.edge.last_resort import LastResort
from qa.api.edge.rate_limit import RateLimit
from qa.api.edge.receipt import Receipt
from qa.api.edge.request_id import RequestId, current
from tests.api.edge.asgi import Response, app_that, call, nothing_at_all, scope


def test_who_asks_too_often_is_told_when_to_go_on() -> None:
    app = RateLimit(app_that(nothing_at_all), per_minute=60, burst=2, proxies=())

    async def run() -> list[Response]:
        return [await call(app, scope()) for _ in range(3)]

    first, second, third = asyncio.run(run())
    assert [first.status, second.status, third.status] == [200, 200, 429]
    assert third.problem == "too-many-requests"
    assert third.headers["retry-after"] == "1"
    assert first.headers["ratelimit"] == '"asking";r=1;t=0'
    assert third.headers["ratelimit"] == '"asking";r=0;t=1'
    assert third.headers["ratelimit-policy"] == '"asking";q=60;w=60'


@pytest.mark.parametrize(
    ("path", "peer"), [("/livez", "203.0.113.7"), ("/", "203.0.113.7"), ("/api/v1/query", "127.0.0.1")]
)
def test_probes_pages_and_this_machine_are_not_counted(path: str, peer: str) -> None:
    app = RateLimit(app_that(nothing_at_all), per_minute=1, burst=1, proxies=())

    async def run() -> set[int]:
        return {(await call(app, scope(path, peer=peer))).status for _ in range(5)}

    assert asyncio.run(run()) == {200}


def test_a_header_cannot_buy_another_bucket() -> None:
    app = RateLimit(app_that(nothing_at_all), per_minute=1, burst=1, proxies=())

    async def run() -> list[int]:
        claims = [{"x-forwarded-for": f"198.51.100.{number}"} for number in range(4)]
        return [(await call(app, scope(headers=claim))).status for claim in claims]

    assert asyncio.run(run()) == [200, 429, 429, 429]


def test_so_many_are_answered_so_many_wait_and_the_rest_is_sent_away() -> None:
    most = running = 0
    free = asyncio.Event()

    async def work(_: Receive) -> None:
        nonlocal most, running
        running += 1
        most = max(most, running)
        await free.wait()
        running -= 1

    app = Concurrency(app_that(work), Limits(at_once=2, waiting=3, wait_s=60, answer_s=60))

    async def run() -> list[Response]:
        tasks = [asyncio.create_task(call(app, scope())) for _ in range(7)]
        await asyncio.sleep(0.05)
        free.set()
        return await asyncio.gather(*tasks)

    found = asyncio.run(run())
    assert [response.status for response in found] == [200] * 5 + [503] * 2
    assert (most, found[-1].problem, found[-1].headers["retry-after"]) == (2, "overloaded", "1")


def test_who_has_waited_too_long_is_sent_away_and_its_place_is_not_lost() -> None:
    free = asyncio.Event()
    app = Concurrency(app_that(lambda _: free.wait()), Limits(at_once=1, waiting=5, wait_s=0.05, answer_s=60))

    async def run() -> tuple[list[int], int]:
        tasks = [asyncio.create_task(call(app, scope())) for _ in range(3)]
        await asyncio.sleep(0.2)
        free.set()
        statuses = [response.status for response in await asyncio.gather(*tasks)]
        return statuses, (await call(app, scope())).status

    assert asyncio.run(run()) == ([200, 503, 503], 200)


def test_a_place_is_free_again_after_a_failure() -> None:
    async def fail(_: Receive) -> None:
        raise RuntimeError

    app = LastResort(Concurrency(app_that(fail), Limits(at_once=1, waiting=0, wait_s=1, answer_s=60)))

    async def run() -> set[int]:
        return {(await call(app, scope())).status for _ in range(3)}

    assert asyncio.run(run()) == {500}


def test_a_body_that_trickles_is_given_up() -> None:
    async def read(receive: Receive) -> None:
        while (await receive()).get("more_body"):
            pass

    async def trickle() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    response = asyncio.run(call(Receipt(app_that(read), seconds=0.1), scope(), trickle))
    assert (response.status, response.problem) == (408, "request-too-slow")
    assert response.headers["connection"] == "close"


def test_an_answer_may_take_longer_than_its_request() -> None:
    async def work(receive: Receive) -> None:
        await receive()
        waiting = asyncio.ensure_future(receive())  # as a server waits for the client to go away
        await asyncio.sleep(0.1)
        waiting.cancel()

    messages = iter([{"type": "http.request", "body": b"x", "more_body": False}])

    async def receive() -> Message:
        for message in messages:
            return message
        await asyncio.sleep(60)
        raise AssertionError

    assert asyncio.run(call(Receipt(app_that(work), seconds=0.05), scope(), receive)).status == 200


def test_what_nobody_foresaw_is_logged_and_told_without_details(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_: Receive) -> None:
        raise RuntimeError("/home/somebody/secret")

    with caplog.at_level(logging.ERROR):
        response = asyncio.run(call(RequestId(LastResort(app_that(fail))), scope()))
    assert (response.status, response.problem) == (500, "internal")
    assert b"secret" not in response.body
    assert response.headers["x-request-id"] in caplog.text
    assert "RuntimeError" in caplog.text


def test_every_request_has_a_name_of_its_own_whatever_the_client_calls_it() -> None:
    seen = []

    async def note(_: Receive) -> None:
        seen.append(current.get())

    async def run() -> list[Response]:
        app = RequestId(app_that(note))
        return [await call(app, scope(headers={"x-request-id": "mine\x1b[31m"})) for _ in range(2)]

    names = [response.headers["x-request-id"] for response in asyncio.run(run())]
    assert names == seen
    assert len(set(names)) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)
    assert current.get() == "-"
