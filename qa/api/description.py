"""The OpenAPI description, mended where FastAPI cannot say what is so."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from qa.api.problems import MEDIA_TYPE
from qa.api.schemas import ProblemOut

# What protects the routes answers before they do.
_EVERYWHERE = {
    "408": "The request did not arrive in time.",
    "413": "The body is too large.",
    "431": "The headers are too large.",
}
_OF_THE_API = {
    "429": "This client asks too often; `Retry-After` says in how many seconds it may go on.",
    "503": "Too many ask right now; `Retry-After`.",
    "504": "The answer took too long; `step` is what did.",
}
_API = "/api/"
_PROBLEM_SCHEMA = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}

_PROBLEM: dict[str, Any] = {"model": ProblemOut, "content": {MEDIA_TYPE: {}}}


def documented(**descriptions: str) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, by status: ``documented(s404="There is no such passage.")``."""
    return {int(status[1:]): {**_PROBLEM, "description": text} for status, text in descriptions.items()}


def describe_problems(app: FastAPI) -> None:
    """Declare problems under the media type they are sent with: FastAPI puts every model under application/json."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        description = generate()
        for path, operations in description["paths"].items():
            for operation in operations.values():
                _add_edge(operation["responses"], path)
                for response in operation["responses"].values():
                    _move_schema(response.get("content", {}))
        return description

    app.openapi = described  # type: ignore[method-assign]


def _add_edge(responses: dict[str, Any], path: str) -> None:
    for status, text in {**_EVERYWHERE, **(_OF_THE_API if path.startswith(_API) else {})}.items():
        responses.setdefault(status, {"description": text, "content": _PROBLEM_SCHEMA})


def _move_schema(content: dict[str, Any]) -> None:
    if MEDIA_TYPE in content and "application/json" in content:
        content[MEDIA_TYPE] = content.pop("application/json")
