"""What people think of answers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from qa.api.feedback_schemas import FeedbackIn, StoredOut
from qa.api.problems import lang_of
from qa.api.schemas import ProblemOut
from qa.api.state import CurrentService, CurrentState
from qa.feedback.entries import Vote, today
from qa.safety.secrets import cut

_PROBLEM: dict[str, Any] = {"model": ProblemOut, "content": {"application/problem+json": {}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {**_PROBLEM, "description": "The body is not JSON."},
    404: {**_PROBLEM, "description": "There is no such passage, or feedback is switched off."},
    413: {**_PROBLEM, "description": "The body is too large."},
    415: {**_PROBLEM, "description": "The body is not declared as JSON."},
    422: {**_PROBLEM, "description": "A field is not valid; `errors` says which and why."},
    503: {**_PROBLEM, "description": "It could not be stored, or no index is loaded."},
}

router = APIRouter(tags=["feedback"])


@router.post(
    "/api/v1/feedback", status_code=202, operation_id="sendFeedback", summary="Say what helped", responses=_RESPONSES
)
def send_feedback(body: FeedbackIn, request: Request, service: CurrentService, state: CurrentState) -> StoredOut:
    """Vote on an answer or on one of its passages. Editors read it; it moves no ranking and names nobody."""
    passage_id = body.passage_id or ""
    index = service.engine.index
    lang = index.passages[index.row(passage_id)].lang if passage_id else lang_of(request)
    vote = Vote(
        day=today(),
        answer_id=body.answer_id or "",
        passage_id=passage_id,
        snapshot=service.manifest.id,
        lang=lang,
        vote=body.vote,
        reason=cut(body.reason or "").text,
    )
    state.recorder.vote(vote)
    state.metrics.voted(body.vote)
    return StoredOut()
