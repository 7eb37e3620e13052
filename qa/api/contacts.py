"""Whose contact is this? What is asked is neither stored nor logged."""

from __future__ import annotations

from fastapi import APIRouter, Request

from qa.api.contact_schemas import ContactIn, PlatformOut, ReasonOut, VerdictOut
from qa.api.description import documented
from qa.api.problems import lang_of
from qa.api.state import CurrentService
from qa.clock import today
from qa.datatypes import Lang
from qa.safety.contacts.messages import told
from qa.safety.contacts.verdict import Verdict
from qa.safety.contacts.verify import verify

_RESPONSES = documented(
    s400="The body is not JSON.",
    s413="The body is too large.",
    s415="The body is not declared as JSON.",
    s422="The contact or a field is not valid; `errors` says which and why.",
    s503="No index is loaded; /readyz says why.",
)

router = APIRouter(tags=["contacts"])


@router.post(
    "/api/v1/verify-contact", operation_id="verifyContact", summary="Ask whose a contact is", responses=_RESPONSES
)
def verify_contact(body: ContactIn, request: Request, service: CurrentService) -> VerdictOut:
    """Look a contact up that somebody was given: `official`, `lookalike` of a platform, or `unknown`.

    There is no GET: what stands in an address also stands in histories and logs.
    """
    lang = lang_of(request) if body.lang == "auto" else body.lang
    return verdict_out(verify(body.contact, service.registry, today()), lang)


def verdict_out(verdict: Verdict, lang: Lang) -> VerdictOut:
    """A verdict as a response. Where and when an entry was checked is told of official contacts only."""
    words = told(verdict, lang)
    entry = verdict.entry
    checked = entry if verdict.verdict == "official" else None
    return VerdictOut(
        verdict=verdict.verdict,
        kind=verdict.kind,
        contact=verdict.displayed,
        platform=PlatformOut(id=entry.platform, name=entry.name(lang)) if entry else None,
        reasons=[ReasonOut(code=reason.code, message=reason.message) for reason in words.reasons],
        source=checked.source if checked else None,
        verified_at=checked.verified_at if checked else None,
        verify_by=checked.verify_by if checked else None,
        status=verdict.status,
        title=words.title,
        message=words.message,
        advice=words.advice,
    )
