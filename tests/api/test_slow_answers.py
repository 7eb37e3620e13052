"""An encoder that hangs: whoever asks is told, and everything else goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa import snapshot
from qa.api.app import create_app
from qa.datatypes import Encoding
from qa.encoding.hash_encoder import HashEncoder
from qa.service import Service
from qa.settings import Settings
from tests.api.wire import QUERY

ASKED = {"question": "can I get the fee back"}
AT_ONCE = 2


class HangingEncoder(HashEncoder):
    """Waits before each query until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        self.may_go_on.wait(60)
        return super().encode_queries(texts)


@pytest.fixture
def encoder() -> Iterator[HangingEncoder]:
    encoder = HangingEncoder()
    yield encoder
    encoder.may_go_on.set()


@pytest.fixture
def client(index: Path, encoder: HangingEncoder) -> Iterator[TestClient]:
    settings = Settings(index=index, feedback=False, answer_seconds=0.2, at_once=AT_ONCE, waiting=0)
    with TestClient(create_app(settings, Service(snapshot.load(index), encoder))) as client:
        yield client


def test_a_question_that_takes_too_long_is_answered_with_504_and_the_step(client: TestClient) -> None:
    response = client.post(QUERY, json=ASKED, headers={"Accept-Language": "zh"})
    assert response.status_code == 504
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["step"] == "encode"
    assert response.json()["title"] == "查询超时"


def test_hanging_questions_never_take_the_threads_of_others(client: TestClient, encoder: HangingEncoder) -> None:
    statuses = [client.post(QUERY, json=ASKED).status_code for _ in range(AT_ONCE + 60)]  # more than there are threads
    assert statuses == [504] * AT_ONCE + [503] * 60
    assert client.get("/livez").status_code == 200
    assert client.get("/sources/fees/en").status_code == 200
    encoder.may_go_on.set()
    while (response := client.post(QUERY, json=ASKED)).status_code == 503:
        pass
    assert response.json()["state"] == "answer"
