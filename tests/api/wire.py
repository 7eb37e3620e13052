"""What every answer of the API must be, whatever it says."""

from __future__ import annotations

import json
from typing import Any

import httpx2
from starlette.testclient import TestClient

from qa.api.problems import PROBLEMS, TYPE_PREFIX

QUERY = "/api/v1/query"
LARGEST_PROBLEM = 4096


def ask(client: TestClient, question: str, **fields: Any) -> dict[str, Any]:
    """The answer to a question that can be asked."""
    response = client.post(QUERY, json={"question": question, **fields})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def ids(answer: dict[str, Any]) -> list[str]:
    """The passages of an answer, best first."""
    return [result["passage_id"] for result in answer["results"]]


def problem(response: httpx2.Response) -> str:
    """The code of a problem that is well formed, small, and tells nothing of the server."""
    assert response.headers["content-type"] == "application/problem+json", response.text[:500]
    assert len(response.content) < LARGEST_PROBLEM
    for inside in ("/tmp", "/work", "site-packages", "Traceback", ".py"):
        assert inside not in response.text
    body = json.loads(response.content.decode("utf-8"))
    assert set(body) - {"errors", "build", "document"} == {"type", "title", "status", "detail"}
    assert body["status"] == response.status_code
    code = str(body["type"]).removeprefix(TYPE_PREFIX)
    lang = response.headers["content-language"]
    assert lang in ("zh", "en")
    assert (body["title"], body["detail"]) == (
        PROBLEMS[code].title["zh" if lang == "zh" else "en"],
        PROBLEMS[code].detail["zh" if lang == "zh" else "en"],
    )
    for error in body.get("errors", []):
        assert set(error) == {"pointer", "message"}
    return code
