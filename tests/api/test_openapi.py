"""The description of the API that other people's code is generated from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.wire import QUERY

# Names of methods in generated clients: a change breaks other people's code.
OPERATIONS = {
    ("post", "/api/v1/query"): "query",
    ("get", "/api/v1/query"): "queryByLink",
    ("post", "/api/v1/suggest"): "suggest",
    ("get", "/api/v1/suggest"): "suggestByLink",
    ("get", "/api/v1/passages/{passage_id}"): "getPassage",
    ("post", "/api/v1/verify-contact"): "verifyContact",
    ("post", "/api/v1/feedback"): "sendFeedback",
    ("get", "/api/v1/status"): "status",
    ("get", "/livez"): "live",
    ("get", "/readyz"): "ready",
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    response = client.get("/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def operations(description: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def test_operations_keep_their_names(description: dict[str, Any]) -> None:
    named = {place: operation["operationId"] for place, operation in operations(description).items()}
    assert named == OPERATIONS


def test_every_operation_says_what_it_does(description: dict[str, Any]) -> None:
    for operation in operations(description).values():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]


def test_examples_come_in_both_languages_and_can_be_asked(client: TestClient, description: dict[str, Any]) -> None:
    examples = description["components"]["schemas"]["QueryIn"]["examples"]
    assert {bool(HAN.search(example["question"])) for example in examples} == {True, False}
    for example in examples:
        assert client.post(QUERY, json=example).status_code == 200


def test_every_error_of_an_operation_is_documented_as_a_problem_and_nothing_else(description: dict[str, Any]) -> None:
    for place, operation in operations(description).items():
        for status, response in operation["responses"].items():
            if status.startswith("2") or (place, status) == (("get", "/readyz"), "503"):
                assert list(response["content"]) == ["application/json"]
            else:
                assert list(response["content"]) == ["application/problem+json"], (place, status)
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ProblemOut"}


@pytest.mark.parametrize(
    ("place", "statuses"),
    [
        (("post", "/api/v1/query"), {"200", "400", "413", "415", "422", "503"}),
        (("post", "/api/v1/verify-contact"), {"200", "400", "413", "415", "422", "503"}),
        (("post", "/api/v1/suggest"), {"200", "400", "413", "415", "422", "503"}),
        (("get", "/api/v1/suggest"), {"200", "422", "503"}),
        (("get", "/api/v1/passages/{passage_id}"), {"200", "404", "503"}),
        (("post", "/api/v1/feedback"), {"202", "400", "404", "413", "415", "422", "503"}),
        (("get", "/readyz"), {"200", "503"}),
    ],
)
def test_the_statuses_that_come_are_documented(
    description: dict[str, Any], place: tuple[str, str], statuses: set[str]
) -> None:
    assert statuses <= set(operations(description)[place]["responses"])


def test_answers_fit_their_description(client: TestClient, description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    answer = client.post(QUERY, json={"question": "客服一直不回复怎么办", "debug": True}).json()
    assert set(answer) == set(schemas["AnswerOut"]["properties"])
    assert set(answer["results"][0]) == set(schemas["ResultOut"]["properties"])
    assert set(client.get(QUERY).json()) == set(schemas["ProblemOut"]["properties"])


def test_pages_and_files_are_no_part_of_the_description(description: dict[str, Any]) -> None:
    assert not [
        path
        for path in description["paths"]
        if path.startswith(("/sources", "/static", "/docs", "/widget", "/demo")) or path == "/"
    ]


def test_every_reference_resolves(description: dict[str, Any]) -> None:
    text = str(description)
    for name in set(re.findall(r"#/components/schemas/(\w+)", text)):
        assert name in description["components"]["schemas"]
    assert "HTTPValidationError" not in text
