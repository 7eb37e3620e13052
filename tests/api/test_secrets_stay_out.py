"""A planted secret appears nowhere: not in logs, files, metrics, answers, errors, nor in what the process remembers.

The secrets stand backwards in this file, so that the test itself is not what remembers them.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.datatypes import Encoding
from qa.encoding.hash_encoder import HashEncoder
from qa.engine import Engine
from qa.service import Service
from qa.settings import Settings

SENTENCES = {
    "my seed phrase is {} what now": "lausunu elzzup nrael yrotciv gnir edargpu eloh revelc otiuqsom epat tcatni pmad",
    "我的私钥是 {} 怎么办": "b5acc3ea4b8d969e91471b2bc00aefa1b1b2e6924902a4a0ceb883bb545337bd",
    "my password is {} and I cannot log in": "9Qzv!nwotkcalB",
    "验证码是 {} 为什么不对": "739284",
    "我的银行卡 {} 被冻结了": "6987654321002226",
    "my email is {} and nobody answers": "moc.liamg@ksukvonrots.av",
    "我的手机号 {} 收不到短信": "57394261831",
}
PLACES = ("/api/v1/query", "/api/v1/suggest", "/")


class Listening(HashEncoder):
    """Remembers, in pieces, every text that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[list[str]] = []

    def encode_queries(self, texts: Any) -> Encoding:
        self.heard.extend(list(text) for text in texts)
        return super().encode_queries(texts)


@pytest.fixture
def encoder() -> Listening:
    return Listening()


@pytest.fixture
def app(index: Path, encoder: Listening, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    monkeypatch.setattr("qa.service.load_encoder", lambda *_: encoder)
    app = create_app(Settings(index=index))
    with TestClient(app):
        yield app


def secrets() -> list[str]:
    return [backwards[::-1] for backwards in SENTENCES.values()]


def forms(secret: str) -> list[str]:
    """As it is, and as it stands in addresses and in JSON."""
    return [secret, quote(secret), json.dumps(secret)[1:-1]]


def questions() -> list[str]:
    return [sentence.format(backwards[::-1]) for sentence, backwards in SENTENCES.items()]


def send(app: FastAPI, method: str, path: str, query: str = "", body: object = None) -> tuple[int, bytes]:
    """One request without a client, which would remember what it sent."""
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": data, "more_body": False}

    async def take(message: Any) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, take)

    asyncio.run(call())
    status = next(message["status"] for message in sent if message["type"] == "http.response.start")
    headers = b"".join(b"".join(pair) for message in sent for pair in message.get("headers", []))
    return status, headers + b"".join(message.get("body", b"") for message in sent)


def ask_in_every_way(app: FastAPI) -> list[bytes]:
    """Everything the service says to questions that hold a secret, and to requests that are wrong besides."""
    said = []
    for question in questions():
        said.append(send(app, "POST", "/api/v1/query", body={"question": question, "debug": True})[1])
        said.append(send(app, "POST", "/api/v1/query", body={"question": question, "top_k": 0})[1])
        said.append(send(app, "POST", "/api/v1/query", body={"question": [question]})[1])
        said.append(send(app, "POST", "/api/v1/query", body={question: question})[1])
        said.append(send(app, "POST", "/api/v1/query", body=question.encode())[1])
        said.append(send(app, "POST", "/api/v1/verify-contact", body={"contact": question, "wrong": question})[1])
        said.append(send(app, "GET", "/api/v1/query", f"question={quote(question)}")[1])
        said.append(send(app, "GET", "/api/v1/query", f"question={quote(question)}&lang={quote(question)}")[1])
        said.append(send(app, "GET", "/api/v1/suggest", f"q={quote(question)}")[1])
        said.append(send(app, "GET", "/", f"q={quote(question)}")[1])
        said.append(
            send(app, "POST", "/api/v1/feedback", body={"answer_id": "a" * 16, "vote": "down", "reason": question})[1]
        )
    said.append(send(app, "GET", "/metrics")[1])
    return said


def remembered(needles: list[str]) -> set[str]:
    """The secrets that anything alive in this process holds on to."""
    gc.collect()
    found = set()
    for holder in gc.get_objects():
        if holder is needles:
            continue
        for inside in gc.get_referents(holder):
            text = inside.decode("latin-1") if isinstance(inside, bytes) else inside
            if isinstance(text, str) and len(text) < 100_000:
                found |= {needle for needle in needles if needle in text and text is not needle}
    return found


def files_holding(folder: Path, secret: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_the_planted_secrets_would_be_noticed(app: FastAPI, encoder: Listening) -> None:
    """Each way of looking finds what is there: else finding nothing would prove nothing."""
    kept = [f"x{secret}x" for secret in secrets()]
    assert remembered(secrets()) == set(secrets())
    assert len(kept) == len(SENTENCES)
    assert send(app, "POST", "/api/v1/query", body={"question": "who charges the network fee"})[0] == 200
    assert any("network fee" in "".join(pieces) for pieces in encoder.heard)


def test_a_secret_is_in_no_answer_log_file_metric_or_memory(
    app: FastAPI, index: Path, encoder: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(1, logger=name)
    said = ask_in_every_way(app)
    heard = "\n".join("".join(pieces) for pieces in encoder.heard)
    told = b"\n".join(said).decode("latin-1")
    for secret in secrets():
        for form in forms(secret):
            assert form not in told
            assert form not in caplog.text
            assert form not in heard
            assert files_holding(index, form) == []
    del said, told, secret, form
    assert remembered([form for secret in secrets() for form in forms(secret)]) == set()


def test_a_secret_is_in_no_log_when_answering_fails(
    app: FastAPI, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults quote what they were working on, as many libraries do."""

    def failing(self: Engine, query: Any) -> None:
        raise RuntimeError(f"cannot answer {query!r}")

    caplog.set_level(1)
    monkeypatch.setattr(Engine, "answer", failing)
    for question, secret in zip(questions(), secrets(), strict=True):
        caplog.clear()
        status, said = send(app, "POST", "/api/v1/query", body={"question": question})
        assert (status, secret.encode() in said) == (500, False)
        assert "cannot answer Query(" in caplog.text
        assert secret not in caplog.text


def test_a_service_that_is_not_ready_keeps_secrets_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(1)
    monkeypatch.setattr(Service, "load", classmethod(lambda *_: pytest.fail("nothing to load")))
    app = create_app(Settings(index=tmp_path / "none"))
    for question, secret in zip(questions(), secrets(), strict=True):
        status, said = send(app, "POST", "/api/v1/query", body={"question": question})
        assert status == 503
        assert secret.encode() not in said
        assert secret not in caplog.text
