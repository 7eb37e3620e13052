"""The JSON endpoints."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi import Query as Parameter

from qa.api.metrics import MEDIA_TYPE
from qa.api.present import answer_out, passage_out, related_out, stages_out
from qa.api.schemas import (
    AnswerOut,
    LiveOut,
    PassageOut,
    ProblemOut,
    QueryIn,
    ReadyOut,
    SuggestIn,
    SuggestionsOut,
)
from qa.api.state import CurrentService, CurrentState, State
from qa.datatypes import Query
from qa.errors import UnavailableError
from qa.language import clean, detect, has_lone_surrogate
from qa.question import checked
from qa.service import Service

# As many as fit under a search box without scrolling.
SUGGESTIONS = 6

# How far the rankings of a debug answer reach.
DEBUG_DEPTH = 20

_PROBLEM: dict[str, Any] = {"model": ProblemOut, "content": {"application/problem+json": {}}}


def _problems(**descriptions: str) -> dict[int | str, dict[str, Any]]:
    return {int(status[1:]): {**_PROBLEM, "description": text} for status, text in descriptions.items()}


_ASKING = _problems(
    s400="The body is not JSON.",
    s413="The body is too large.",
    s415="The body is not declared as JSON.",
    s422="The question or a parameter is not valid; `errors` says which and why.",
    s503="No index is loaded; /readyz says why.",
)
_READING = _problems(
    s404="There is no such passage.", s422="A parameter is not valid.", s503="No index is loaded; /readyz says why."
)

router = APIRouter()


@router.post(
    "/api/v1/query",
    operation_id="query",
    tags=["questions"],
    summary="Ask a question",
    responses=_ASKING,
    response_model_exclude_unset=True,
)
def query(body: QueryIn, service: CurrentService, state: CurrentState) -> AnswerOut:
    """Find the passages that answer a question asked in Chinese or English, with links to their exact places."""
    return _answer(body, service, state)


@router.get(
    "/api/v1/query",
    operation_id="queryByLink",
    tags=["questions"],
    summary="Ask by a link",
    responses=_ASKING,
    response_model_exclude_unset=True,
)
def query_by_link(
    parameters: Annotated[QueryIn, Parameter()], service: CurrentService, state: CurrentState
) -> AnswerOut:
    """The same as POST, for links and quick tries. What stands in a link also stands in histories and logs."""
    return _answer(parameters, service, state)


@router.get(
    "/api/v1/suggest", operation_id="suggest", tags=["questions"], summary="Complete a question", responses=_READING
)
def suggest(parameters: Annotated[SuggestIn, Parameter()], service: CurrentService) -> SuggestionsOut:
    """Questions that the documents answer and that fit what has been typed so far."""
    typed = "" if has_lone_surrogate(parameters.q) else clean(parameters.q)
    lang = detect(typed) if parameters.lang == "auto" else parameters.lang
    found = service.suggestions.matching(typed, lang, SUGGESTIONS)
    return SuggestionsOut(suggestions=[related_out(passage) for passage in found])


@router.get(
    "/api/v1/passages/{passage_id:path}",
    operation_id="getPassage",
    tags=["documents"],
    summary="Read one passage",
    responses=_READING,
)
def passage(passage_id: str, service: CurrentService, state: CurrentState) -> PassageOut:
    """A passage by its id, such as `slow-support/zh#no-reply` (write `%23` for `#` in the address)."""
    index = service.engine.index
    row = index.row(passage_id)
    alternates = [index.passages[other] for other in index.twins.others(row)]
    return passage_out(index.passages[row], alternates, state.settings.base_url)


@router.get("/livez", operation_id="live", tags=["operations"], summary="Does the process run?")
async def live() -> LiveOut:
    """Answers as long as the process can answer anything. Touches no index."""
    return LiveOut()


@router.get(
    "/readyz",
    operation_id="ready",
    tags=["operations"],
    summary="Can questions be answered?",
    responses={503: {"model": ReadyOut, "description": "No usable index; `reason` and `cure` say more."}},
)
async def ready(state: CurrentState, response: Response) -> ReadyOut:
    """Whether a verified snapshot and its encoder are loaded.

    `reason` and `cure` beside `ready` mean that an older snapshot answers, because the newest one cannot be loaded.
    """
    problem = state.problem
    found = ReadyOut(status="ready", reason=problem.code if problem else None, cure=str(problem) if problem else None)
    try:
        found.snapshot = state.service.manifest.id
    except UnavailableError as error:
        response.status_code = 503
        return ReadyOut(status="unavailable", reason=error.code, cure=str(error))
    return found


@router.get("/metrics", include_in_schema=False)
async def metrics(state: CurrentState) -> Response:
    """What this process counts, for Prometheus."""
    return Response(state.metrics.as_text(), media_type=MEDIA_TYPE)


def _answer(asked: QueryIn, service: Service, state: State) -> AnswerOut:
    started = time.perf_counter()
    question = checked(asked.question)
    wanted = Query(
        text=question,
        lang=detect(question),
        wanted=asked.lang,
        top_k=asked.top_k,
        kind=asked.kind,
        tags=frozenset(asked.tags or ()),
        platform=asked.platform,
    )
    answer = service.engine.answer(wanted)
    took_ms = (time.perf_counter() - started) * 1000
    state.recorder.note(answer, wanted, service.manifest.id)
    out = answer_out(answer, service.manifest.id, took_ms, state.settings.base_url)
    if asked.debug:
        out.stages = stages_out(answer.stages, service.engine.index.passages, DEBUG_DEPTH)
    return out
