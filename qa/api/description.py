"""The OpenAPI description, mended where FastAPI cannot say what is so."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from qa.api.problems import MEDIA_TYPE
from qa.api.schemas import ProblemOut

_PROBLEM: dict[str, Any] = {"model": ProblemOut, "content": {MEDIA_TYPE: {}}}


def documented(**descriptions: str) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, by status: ``documented(s404="There is no such passage.")``."""
    return {int(status[1:]): {**_PROBLEM, "description": text} for status, text in descriptions.items()}


def describe_problems(app: FastAPI) -> None:
    """Declare problems under the media type they are sent with: FastAPI puts every model under application/json."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        description = generate()
        for operations in description["paths"].values():
            for operation in operations.values():
                for response in operation["responses"].values():
                    _move_schema(response.get("content", {}))
        return description

    app.openapi = described  # type: ignore[method-assign]


def _move_schema(content: dict[str, Any]) -> None:
    if MEDIA_TYPE in content and "application/json" in content:
        content[MEDIA_TYPE] = content.pop("application/json")
