"""Votes over HTTP, what is remembered of questions, and answers that go on whatever happens to the disk."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.service import Service
from qa.settings import Settings
from tests.api.test_admin import ADMIN, TOKEN, bearer
from tests.api.wire import QUERY, ask, problem
from tests.cli.processes import serving
from tests.feedback.entries import bytes_on_disk

FEEDBACK = "/api/v1/feedback"
VOTE = {"passage_id": "fees/zh#refund", "vote": "down"}
UNANSWERED = "how do I bake banana bread"
NAMES_SOMEBODY = (
    "I am Rosalind Applebaum, rosalind@example.com, 0x52908400098527886E0F7030069857D2E4169EE7, how to bake bread"
)
TRACES = (b"osalind", b"pplebaum", b"52908400")


@contextmanager
def application(index: Path, **settings: Any) -> Iterator[TestClient]:
    app = create_app(Settings(index=index, **settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    with application(index, admin_token=SecretStr(TOKEN)) as client:
        yield client


def rows(index: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(index / "feedback.sqlite")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY id")]


def counters(client: TestClient) -> dict[str, float]:
    lines = (line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if line.startswith("qa_feedback"))
    return {name: float(value) for name, value in lines}


def test_a_vote_is_stored_with_what_it_is_about_and_no_more(client: TestClient, index: Path) -> None:
    snapshot = (index / "CURRENT").read_text().strip()
    body = {**VOTE, "answer_id": "0123456789abcdef", "reason": "我叫王小明，看不懂"}
    response = client.post(FEEDBACK, json=body, headers={"User-Agent": "a browser", "X-Forwarded-For": "192.0.2.7"})
    assert (response.status_code, response.json()) == (202, {"stored": True})
    (row,) = rows(index, "votes")
    assert len(row.pop("day")) == 10
    assert row == {
        "id": 1,
        "answer_id": "0123456789abcdef",
        "passage_id": "fees/zh#refund",
        "snapshot": snapshot,
        "lang": "zh",
        "vote": "down",
        "reason": "我叫[name]，看不懂",
    }
    assert b"192.0.2.7" not in bytes_on_disk(index / "feedback.sqlite")
    assert b"a browser" not in bytes_on_disk(index / "feedback.sqlite")


def test_a_vote_on_an_answer_alone_is_in_the_readers_language(client: TestClient, index: Path) -> None:
    body = {"answer_id": "0123456789abcdef", "vote": "up"}
    assert client.post(FEEDBACK, json=body, headers={"Accept-Language": "zh-CN"}).status_code == 202
    assert client.post(FEEDBACK, json=body).status_code == 202
    assert [(row["lang"], row["passage_id"]) for row in rows(index, "votes")] == [("zh", ""), ("en", "")]


def test_a_vote_on_a_passage_that_is_not_there_is_not_stored(client: TestClient, index: Path) -> None:
    response = client.post(FEEDBACK, json={"passage_id": "fees/zh#nothing", "vote": "up"})
    assert (response.status_code, problem(response)) == (404, "passage-not-found")
    assert not (index / "feedback.sqlite").exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"vote": "up"}, ""),
        ({**VOTE, "vote": "sideways"}, "/vote"),
        ({"passage_id": "a"}, "/vote"),
        ({**VOTE, "answer_id": "0123456789ABCDEF"}, "/answer_id"),
        ({**VOTE, "answer_id": "0123"}, "/answer_id"),
        ({**VOTE, "passage_id": ""}, "/passage_id"),
        ({**VOTE, "passage_id": "a" * 301}, "/passage_id"),
        ({**VOTE, "reason": "a" * 501}, "/reason"),
        ({**VOTE, "user": "me"}, ""),
        ([VOTE], ""),
    ],
)
def test_what_is_no_vote_is_refused_by_the_field_at_fault(client: TestClient, body: Any, pointer: str) -> None:
    response = client.post(FEEDBACK, json=body)
    assert (response.status_code, problem(response)) == (422, "invalid-request")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_bodies_are_limited_as_those_of_questions_are(client: TestClient) -> None:
    response = client.post(FEEDBACK, json={**VOTE, "reason": "a" * 70_000})
    assert (response.status_code, problem(response)) == (413, "body-too-large")
    response = client.post(FEEDBACK, content=b"vote=up", headers={"Content-Type": "text/plain"})
    assert (response.status_code, problem(response)) == (415, "unsupported-media-type")


def test_without_an_index_there_is_nothing_to_vote_on(tmp_path: Path) -> None:
    with application(tmp_path / "nothing") as client:
        response = client.post(FEEDBACK, json=VOTE)
        assert (response.status_code, problem(response)) == (503, "index-unavailable")
    assert not (tmp_path / "nothing").exists()


def test_a_question_without_an_answer_is_remembered_and_one_with_an_answer_is_not(index: Path) -> None:
    with application(index) as client:
        assert ask(client, "提现手续费为什么这么高")["state"] == "answer"
        assert ask(client, NAMES_SOMEBODY)["state"] == "no_answer"
        response = client.get(QUERY, params={"question": "怎么做红烧肉"})
        assert response.json()["state"] == "no_answer"
    found = rows(index, "unanswered")
    assert [row["text"] for row in found] == ["I am [name], …, [address], how to bake bread", "怎么做红烧肉"]
    assert [row["lang"] for row in found] == ["en", "zh"]
    assert set(found[0]) == {"id", "day", "lang", "text", "confidence", "passage_id", "snapshot", "secrets"}


def test_what_names_somebody_is_in_no_file_no_log_and_no_metric(
    client: TestClient, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ask(client, NAMES_SOMEBODY)
    assert client.post(FEEDBACK, json={**VOTE, "reason": NAMES_SOMEBODY}).status_code == 202
    report = client.get(f"{ADMIN}/insights?min=2", headers=bearer())
    seen = [bytes_on_disk(index / "feedback.sqlite"), caplog.text.encode(), client.get("/metrics").content]
    assert b"how to bake bread" in seen[0]
    assert [trace for trace in TRACES for found in (*seen, report.content) if trace in found] == []


def test_switched_off_nothing_is_stored_and_a_vote_is_told_so(index: Path) -> None:
    with application(index, feedback=False) as client:
        assert ask(client, UNANSWERED)["state"] == "no_answer"
        response = client.post(FEEDBACK, json=VOTE, headers={"Accept-Language": "zh"})
        assert (response.status_code, problem(response)) == (404, "feedback-off")
        assert response.json()["title"] == "本站不收集反馈"
    assert list(index.glob("feedback*")) == []


def test_a_given_service_records_too(index: Path) -> None:
    settings = Settings(index=index)
    with TestClient(create_app(settings, Service.load(Settings(index=index)))) as client:
        ask(client, UNANSWERED)
        assert client.post(FEEDBACK, json=VOTE).status_code == 202
    assert [row["text"] for row in rows(index, "unanswered")] == [UNANSWERED]


def test_the_file_may_stand_elsewhere(index: Path, tmp_path: Path) -> None:
    with application(index, feedback_file=tmp_path / "data" / "votes.db") as client:
        assert client.post(FEEDBACK, json=VOTE).status_code == 202
    assert (tmp_path / "data" / "votes.db").is_file()
    assert list(index.glob("feedback*")) == []


def test_what_was_stored_is_counted(client: TestClient) -> None:
    ask(client, UNANSWERED)
    for vote in ("up", "down", "down"):
        assert client.post(FEEDBACK, json={**VOTE, "vote": vote}).status_code == 202
    found = counters(client)
    assert found['qa_feedback_records_total{outcome="stored"}'] == 4
    assert found['qa_feedback_records_total{outcome="failed"}'] == 0
    assert found['qa_feedback_votes_total{vote="up"}'] == 1
    assert found['qa_feedback_votes_total{vote="down"}'] == 2


def is_unharmed(client: TestClient | httpx2.Client, lang: str = "en") -> None:
    """Questions with and without an answer are answered, votes are told that they are not stored."""
    for question, state in (("手续费能退吗", "answer"), (UNANSWERED, "no_answer")):
        answered = client.post(QUERY, json={"question": question})
        assert (answered.status_code, answered.json()["state"]) == (200, state)
    voted = client.post(FEEDBACK, json=VOTE, headers={"Accept-Language": lang})
    assert (voted.status_code, problem(voted)) == (503, "feedback-unavailable")
    assert int(voted.headers["retry-after"]) > 0


def test_a_damaged_file_harms_no_answer_and_is_told_once(index: Path, caplog: pytest.LogCaptureFixture) -> None:
    (index / "feedback.sqlite").write_bytes(b"no database at all" * 300)
    with application(index) as client:
        for lang in ("zh", "en", "zh"):
            is_unharmed(client, lang)
        assert counters(client)['qa_feedback_records_total{outcome="failed"}'] == 6
    assert caplog.text.count("feedback is not stored, answers go on") == 1
    assert UNANSWERED not in caplog.text


def test_a_folder_that_is_none_harms_no_answer(index: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with application(index, feedback_file=tmp_path / "file" / "feedback.sqlite") as client:
        is_unharmed(client)


def test_a_file_that_somebody_holds_harms_no_answer(index: Path) -> None:
    with application(index) as client:
        assert client.post(FEEDBACK, json=VOTE).status_code == 202
        with closing(sqlite3.connect(index / "feedback.sqlite")) as other:
            other.execute("BEGIN EXCLUSIVE")
            is_unharmed(client)
        assert client.post(FEEDBACK, json=VOTE).status_code == 202


def test_a_full_disk_harms_no_answer_and_votes_are_stored_again_when_there_is_room(
    small_index: Path, tmp_path: Path
) -> None:
    """As for a process that may write no file beyond a size: the log of writes reaches it with the first vote."""
    with serving(small_index, tmp_path / "log") as server, httpx2.Client(base_url=server.url, timeout=30) as client:
        assert client.post(FEEDBACK, json=VOTE).status_code == 202
        before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (16 * 1024, before[1]))
        is_unharmed(client)
        is_unharmed(client)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)
        assert client.post(FEEDBACK, json=VOTE).status_code == 202
        assert 'qa_feedback_records_total{outcome="stored"} 2.0' in client.get("/metrics").text
    with closing(sqlite3.connect(tmp_path / "feedback.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM votes").fetchone() == (2,)


def test_operators_see_what_is_asked_in_vain_and_what_is_not_liked(client: TestClient) -> None:
    for number in range(4):
        ask(client, f"{UNANSWERED} number {number}")
    ask(client, "怎么做红烧肉")
    client.post(FEEDBACK, json={**VOTE, "reason": "too short"})
    report = client.get(f"{ADMIN}/insights?min=3&days=1", headers=bearer()).json()
    assert report["questions"] == 5
    (gap,) = report["gaps"]
    assert (gap["size"], gap["by_lang"]) == (4, {"zh": 0, "en": 4})
    assert gap["question"].startswith(UNANSWERED)
    assert set(gap["stubs"]) == {"zh", "en"}
    assert report["votes"] == [{"passage_id": "fees/zh#refund", "up": 0, "down": 1, "reasons": ["too short"]}]


def test_small_groups_are_nobodys_business(client: TestClient) -> None:
    for number in range(4):
        ask(client, f"{UNANSWERED} number {number}")
    report = client.get(f"{ADMIN}/insights", headers=bearer())
    assert report.json()["gaps"] == []
    assert "banana" not in report.text
    for wrong in ("min=1", "days=0", "min=x", "least=3"):
        response = client.get(f"{ADMIN}/insights?{wrong}", headers=bearer())
        assert (response.status_code, problem(response)) == (422, "invalid-request")


def test_insights_are_for_operators_alone(client: TestClient) -> None:
    response = client.get(f"{ADMIN}/insights")
    assert (response.status_code, problem(response)) == (401, "unauthorized")


def test_insights_before_anything_was_stored_are_empty_and_make_no_file(client: TestClient, index: Path) -> None:
    report = client.get(f"{ADMIN}/insights", headers=bearer()).json()
    assert (report["questions"], report["gaps"], report["votes"]) == (0, [], [])
    assert not (index / "feedback.sqlite").exists()


def test_insights_of_a_damaged_file_say_that_it_cannot_be_read(client: TestClient, index: Path) -> None:
    (index / "feedback.sqlite").write_bytes(b"no database at all" * 300)
    response = client.get(f"{ADMIN}/insights", headers=bearer())
    assert (response.status_code, problem(response)) == (503, "feedback-unavailable")
