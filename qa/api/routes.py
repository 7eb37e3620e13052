"""The JSON endpoints."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as Parameter

from qa import __version__
from qa.api.description import documented
from qa.api.metrics import MEDIA_TYPE, Metrics
from qa.api.present import Presenter, related_out, stages_out
from qa.api.problems import preferred_lang
from qa.api.schemas import (
    AnswerOut,
    LiveOut,
    PassageOut,
    QueryIn,
    ReadyOut,
    StatusOut,
    SuggestIn,
    SuggestionsOut,
)
from qa.api.state import CurrentPresenter, CurrentService, CurrentState
from qa.datatypes import LANGS, Lang
from qa.errors import UnavailableError, WithheldError
from qa.feedback.recorder import Recorder
from qa.language import clean, detect
from qa.reply import Wish, reply
from qa.safety.secrets import cut
from qa.service import Service

# As many as fit under a search box without scrolling.
SUGGESTIONS = 6

# How far the rankings of a debug answer reach.
DEBUG_DEPTH = 20

_ASKING = documented(
    s400="The body is not JSON.",
    s413="The body is too large.",
    s415="The body is not declared as JSON.",
    s422="The question or a parameter is not valid; `errors` says which and why.",
    s503="No index is loaded; /readyz says why.",
)
_SUGGESTING_BY_BODY = documented(
    s400="The body is not JSON.",
    s413="The body is too large.",
    s415="The body is not declared as JSON.",
    s422="A field is not valid.",
    s503="No index is loaded; /readyz says why.",
)
_SUGGESTING = documented(s422="A parameter is not valid.", s503="No index is loaded; /readyz says why.")
_READING = documented(
    s404="There is no such passage.",
    s410="The passage is withheld: its review is long overdue. `document` is where it stands.",
    s422="A parameter is not valid.",
    s503="No index is loaded; /readyz says why.",
)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who answers, who remembers what is missing, how it is shown, and the language that a browser says it wants."""

    service: Service
    recorder: Recorder
    metrics: Metrics
    presenter: Presenter
    reader: Lang | None


def _asker(request: Request, service: CurrentService, state: CurrentState, presenter: CurrentPresenter) -> _Asker:
    return _Asker(
        service, state.recorder, state.metrics, presenter, preferred_lang(request.headers.get("accept-language", ""))
    )


Asker = Annotated[_Asker, Depends(_asker)]


@router.post(
    "/api/v1/query",
    operation_id="query",
    tags=["questions"],
    summary="Ask a question",
    responses=_ASKING,
    response_model_exclude_unset=True,
)
def query(body: QueryIn, asker: Asker) -> AnswerOut:
    """Find the passages that answer a question asked in Chinese or English, with links to their exact places."""
    return _answer(body, asker)


@router.get(
    "/api/v1/query",
    operation_id="queryByLink",
    tags=["questions"],
    summary="Ask by a link",
    responses=_ASKING,
    response_model_exclude_unset=True,
)
def query_by_link(parameters: Annotated[QueryIn, Parameter()], asker: Asker) -> AnswerOut:
    """The same as POST, for links and quick tries. What stands in a link also stands in histories and logs."""
    return _answer(parameters, asker)


@router.post(
    "/api/v1/suggest",
    operation_id="suggest",
    tags=["questions"],
    summary="Complete a question",
    responses=_SUGGESTING_BY_BODY,
)
def suggest(body: SuggestIn, service: CurrentService) -> SuggestionsOut:
    """Questions that the documents answer and that fit what has been typed so far."""
    return _suggest(body, service)


@router.get(
    "/api/v1/suggest",
    operation_id="suggestByLink",
    tags=["questions"],
    summary="Complete a question by a link",
    responses=_SUGGESTING,
)
def suggest_by_link(parameters: Annotated[SuggestIn, Parameter()], service: CurrentService) -> SuggestionsOut:
    """The same as POST, for quick tries. What stands in a link also stands in logs."""
    return _suggest(parameters, service)


@router.get(
    "/api/v1/passages/{passage_id:path}",
    operation_id="getPassage",
    tags=["documents"],
    summary="Read one passage",
    responses=_READING,
)
def passage(passage_id: str, service: CurrentService, presenter: CurrentPresenter) -> PassageOut:
    """A passage by its id, such as `slow-support/zh#no-reply` (write `%23` for `#` in the address)."""
    index = service.engine.index
    row = index.row(passage_id)
    found = index.passages[row]
    if presenter.is_withheld(found):
        raise WithheldError("the review of the passage is long overdue", presenter.source(found).url)
    return presenter.passage(found, [index.passages[other] for other in index.twins.others(row)])


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
    if state.is_draining:
        response.status_code = 503
        return ReadyOut(status="unavailable", reason="shutting-down", cure="ask another server, or wait a moment")
    problem = state.problem
    found = ReadyOut(status="ready", reason=problem.code if problem else None, cure=str(problem) if problem else None)
    try:
        found.snapshot = state.service.manifest.id
    except UnavailableError as error:
        response.status_code = 503
        return ReadyOut(status="unavailable", reason=error.code, cure=str(error))
    return found


@router.get(
    "/api/v1/status",
    operation_id="status",
    tags=["operations"],
    summary="What answers?",
    responses=documented(s503="No index is loaded; /readyz says why."),
)
async def status(state: CurrentState, service: CurrentService) -> StatusOut:
    """The snapshot that answers and what it holds, for people and monitors."""
    manifest = service.manifest
    return StatusOut(
        version=__version__,
        started=state.started,
        snapshot=manifest.id,
        built=datetime.fromisoformat(manifest.created),
        encoder=manifest.encoder,
        documents=manifest.counts["documents"],
        passages={lang: manifest.counts[f"passages_{lang}"] for lang in LANGS},
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(state: CurrentState) -> Response:
    """What this process counts, for Prometheus."""
    return Response(state.metrics.as_text(), media_type=MEDIA_TYPE)


def _suggest(asked: SuggestIn, service: Service) -> SuggestionsOut:
    typed = clean(cut(asked.q).text)
    lang = detect(typed) if asked.lang == "auto" else asked.lang
    found = service.suggestions.matching(typed, lang, SUGGESTIONS)
    return SuggestionsOut(suggestions=[related_out(passage) for passage in found])


def _answer(asked: QueryIn, asker: _Asker) -> AnswerOut:
    started = time.perf_counter()
    service, presenter = asker.service, asker.presenter
    wish = Wish(asked.question, asked.lang, asked.top_k, asked.kind, frozenset(asked.tags or ()), asked.platform)
    found = reply(service, wish, presenter.today, asker.reader)
    out = presenter.answer(found, service.manifest.id, (time.perf_counter() - started) * 1000)
    asker.metrics.answered(found.query, found.answer)
    asker.recorder.note(found.answer, found.query, service.manifest.id, found.removed)
    if asked.debug:
        out.stages = stages_out(found.answer.stages, service.engine.index.passages, DEBUG_DEPTH)
    return out
