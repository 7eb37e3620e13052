"""Answers that take too long."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.edge.concurrency import Concurrency, Limits
from qa.stopwatch import Stopwatch
from tests.api.edge.asgi import app_that, call, nothing_at_all, scope


def limited(app: ASGIApp, at_once: int = 1) -> Concurrency:
    return Concurrency(app, Limits(at_once=at_once, waiting=0, wait_s=1, answer_s=0.05))


def working(work: Callable[[], object]) -> ASGIApp:
    return app_that(lambda _: asyncio.to_thread(work))


def test_what_takes_too_long_is_given_up_and_the_step_is_named() -> None:
    go_on = threading.Event()

    def work() -> None:
        watch = Stopwatch()
        watch.lap("encode")
        watch.lap("words")
        go_on.wait(60)

    async def run() -> tuple[int, dict[str, object]]:
        response = await call(limited(working(work)), scope())
        go_on.set()
        return response.status, json.loads(response.body)

    status, problem = asyncio.run(run())
    assert (status, problem["type"], problem["step"]) == (504, "urn:wenda:problem:timed-out", "dense")


def test_given_up_work_ends_with_its_step() -> None:
    go_on, done = threading.Event(), []

    def work() -> None:
        watch = Stopwatch()
        go_on.wait(60)
        watch.lap("encode")
        done.append("another step")

    async def run() -> None:
        assert (await call(limited(working(work)), scope())).status == 504
        go_on.set()

    asyncio.run(run())
    assert done == []


def test_work_that_hangs_keeps_its_place_and_what_needs_none_goes_on() -> None:
    go_on = threading.Event()

    async def run() -> list[int]:
        app = limited(working(lambda: go_on.wait(60)), at_once=2)
        hanging = [(await call(app, scope())).status for _ in range(2)]
        refused = (await call(app, scope())).status
        go_on.set()
        page = (await call(app, scope("/livez"))).status
        while (again := (await call(app, scope())).status) == 503:
            await asyncio.sleep(0.01)
        return [*hanging, refused, page, again]

    assert asyncio.run(run()) == [504, 504, 503, 200, 200]


def test_an_answer_that_has_begun_is_not_cut_off() -> None:
    async def slow(_: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"done"})

    response = asyncio.run(call(limited(slow), scope()))
    assert (response.status, response.body) == (200, b"done")


def test_nothing_of_a_late_answer_is_sent_after_the_problem() -> None:
    sent: list[Message] = []

    async def slow(_: Receive) -> None:
        await asyncio.sleep(0.15)

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        receive = nothing_at_all  # never called
        await limited(app_that(slow))(scope(), receive, send)  # type: ignore[arg-type]
        await asyncio.sleep(0.2)

    asyncio.run(run())
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 504


def test_a_client_that_goes_away_takes_the_work_with_it() -> None:
    cancelled = []

    async def work(_: Receive) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async def run() -> int:
        app = Concurrency(app_that(work), Limits(at_once=1, waiting=0, wait_s=1, answer_s=0.05))
        task = asyncio.create_task(call(app, scope()))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task})
        return (await call(app, scope())).status

    assert asyncio.run(run()) == 504  # it had a place
    assert cancelled[0]
