"""Errors as application/problem+json (RFC 9457): one table from what went wrong to what the asker is told.

Nothing of the request is ever repeated in a problem, nor any path of the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from qa.api.contact_schemas import ContactIn
from qa.api.feedback_schemas import FeedbackIn, InsightsIn
from qa.api.schemas import QueryIn
from qa.datatypes import LANGS, Lang
from qa.errors import (
    BuildInProgressError,
    BuildNotFoundError,
    DocumentNotFoundError,
    FeedbackError,
    FeedbackOffError,
    NoFormerSnapshotError,
    PassageNotFoundError,
    QuestionError,
    SnapshotError,
    UnavailableError,
    WithheldError,
)

MEDIA_TYPE = "application/problem+json"

# Stable, and no address of any deployment: what a client may compare with.
TYPE_PREFIX = "urn:wenda:problem:"

# More than this is no help to anyone.
MAX_ERRORS = 20

# Seconds after which asking again makes sense while an operator brings an index.
RETRY_AFTER = "10"

# The same for a disk that is full or a file that is held: longer, for a vote can wait.
FEEDBACK_RETRY_AFTER = "60"

# Names that a client cannot have made up, so that they may be repeated.
_FIELDS = frozenset(chain.from_iterable(model.model_fields for model in (QueryIn, ContactIn, FeedbackIn, InsightsIn)))


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of error: its status, and what to say in each language."""

    status: int
    title: Mapping[Lang, str]
    detail: Mapping[Lang, str]


PROBLEMS: Mapping[str, Problem] = {
    "question-blank": Problem(
        422,
        {"en": "Nothing to search for", "zh": "没有可以查找的内容"},
        {"en": "Please describe your problem in a few words.", "zh": "请用几个字描述你遇到的问题。"},
    ),
    "question-too-long": Problem(
        422,
        {"en": "The question is too long", "zh": "问题太长"},
        {
            "en": "A question has at most 2,000 characters. Please keep to the main point.",
            "zh": "问题最多2000个字符，请只写最要紧的部分。",
        },
    ),
    "question-not-text": Problem(
        422,
        {"en": "The question is not valid text", "zh": "问题中有无效字符"},
        {
            "en": "The question holds half a character (a lone surrogate). Please type it again.",
            "zh": "问题里有不完整的字符，请重新输入。",
        },
    ),
    "invalid-request": Problem(
        422,
        {"en": "The request is not valid", "zh": "请求参数有误"},
        {"en": "See 'errors' for each field and what it must be.", "zh": "各字段的问题和要求见errors。"},
    ),
    "invalid-json": Problem(
        400,
        {"en": "The body is not valid JSON", "zh": "请求正文不是有效的JSON"},
        {"en": "Send one JSON object in UTF-8.", "zh": "请发送一个UTF-8编码的JSON对象。"},
    ),
    "body-too-large": Problem(
        413,
        {"en": "The body is too large", "zh": "请求正文过大"},
        {"en": "A request's body has at most 64 KiB.", "zh": "请求正文最大64 KiB。"},
    ),
    "unsupported-media-type": Problem(
        415,
        {"en": "The body must be JSON", "zh": "请求正文必须是JSON"},
        {"en": "Send it with 'Content-Type: application/json'.", "zh": "请使用Content-Type: application/json。"},
    ),
    "not-found": Problem(
        404,
        {"en": "Not found", "zh": "未找到"},
        {"en": "There is nothing at this address.", "zh": "这个地址没有内容。"},
    ),
    "passage-not-found": Problem(
        404,
        {"en": "No such passage", "zh": "没有这段内容"},
        {
            "en": "No passage has this id; it may have been renamed or removed.",
            "zh": "没有使用这个编号的段落，它可能已改名或删除。",
        },
    ),
    "passage-withheld": Problem(
        410,
        {"en": "The passage is withheld", "zh": "这段内容暂不显示"},
        {
            "en": "Its review is long overdue, so it may be wrong by now. 'document' is where it stands.",
            "zh": "这段内容太久没有核对，可能已经过时。document是它在原文中的位置。",
        },
    ),
    "document-not-found": Problem(
        404,
        {"en": "No such document", "zh": "没有这份文档"},
        {
            "en": "No document has this id in this language; it may have been renamed or removed.",
            "zh": "没有这个编号和语言的文档，它可能已改名或删除。",
        },
    ),
    "build-not-found": Problem(
        404,
        {"en": "No such build", "zh": "没有这次构建"},
        {"en": "No build that is remembered has this id.", "zh": "没有使用这个编号的构建记录。"},
    ),
    "unauthorized": Problem(
        401,
        {"en": "Not allowed", "zh": "没有权限"},
        {
            "en": "Send the operator's token as 'Authorization: Bearer ...', or sign the webhook's body.",
            "zh": "请用Authorization: Bearer标头发送管理令牌；webhook请对正文签名。",
        },
    ),
    "build-running": Problem(
        409,
        {"en": "A build is running", "zh": "正在构建"},
        {
            "en": "One build at a time: wait for it to end. 'build' is its address, if it is known.",
            "zh": "同一时间只能有一次构建，请等它结束。build是它的地址（已知时）。",
        },
    ),
    "snapshot-unusable": Problem(
        409,
        {"en": "The snapshot cannot be used", "zh": "这个快照无法使用"},
        {
            "en": "There is no such snapshot, or it is damaged. The live one has not changed.",
            "zh": "没有这个快照，或者它已损坏。正在使用的快照没有变动。",
        },
    ),
    "no-former-snapshot": Problem(
        409,
        {"en": "Nothing to go back to", "zh": "没有可以退回的快照"},
        {
            "en": "The snapshot before the live one is not kept any more. Activate one of the list.",
            "zh": "上一个快照已不再保留，请从列表中选一个启用。",
        },
    ),
    "method-not-allowed": Problem(
        405,
        {"en": "Method not allowed", "zh": "不支持这种请求方法"},
        {"en": "See the Allow header for what this address takes.", "zh": "这个地址支持的方法见Allow标头。"},
    ),
    "request-failed": Problem(
        400,
        {"en": "The request cannot be served", "zh": "无法处理这个请求"},
        {"en": "See the status code.", "zh": "请查看状态码。"},
    ),
    "head-too-large": Problem(
        431,
        {"en": "The headers are too large", "zh": "请求头过大"},
        {"en": "The headers of a request have at most 16 KiB.", "zh": "请求头最大16 KiB。"},
    ),
    "request-too-slow": Problem(
        408,
        {"en": "The request came too slowly", "zh": "请求传得太慢"},
        {"en": "It did not arrive in time. Please send it again.", "zh": "请求没有在规定时间内传完，请重新发送。"},
    ),
    "too-many-requests": Problem(
        429,
        {"en": "Too many questions", "zh": "提问太频繁"},
        {
            "en": "That was a lot in a short time. Retry-After says in how many seconds you can go on.",
            "zh": "短时间内请求太多，请按Retry-After给出的秒数等一会儿再试。",
        },
    ),
    "timed-out": Problem(
        504,
        {"en": "The answer took too long", "zh": "查询超时"},
        {
            "en": "The search was stopped. Please try again in a moment. 'step' is what took so long.",
            "zh": "这次查询已停止，请稍后再试。step是耗时过长的步骤。",
        },
    ),
    "overloaded": Problem(
        503,
        {"en": "Too many people are asking right now", "zh": "现在提问的人太多"},
        {"en": "Please try again in a moment.", "zh": "请稍等一会儿再试。"},
    ),
    "feedback-off": Problem(
        404,
        {"en": "This site takes no feedback", "zh": "本站不收集反馈"},
        {
            "en": "Nothing was stored. You can go on asking as before.",
            "zh": "没有保存任何内容。你可以照常提问。",
        },
    ),
    "feedback-unavailable": Problem(
        503,
        {"en": "Feedback cannot be stored right now", "zh": "暂时无法保存反馈"},
        {
            "en": "Please try again in a while. Answers are not affected.",
            "zh": "请过一会儿再试。提问和回答不受影响。",
        },
    ),
    "index-unavailable": Problem(
        503,
        {"en": "Not ready to answer", "zh": "服务暂时无法回答"},
        {
            "en": "The search index is not available. Please try again later; operators find the cure at /readyz.",
            "zh": "检索索引暂不可用，请稍后再试；运维人员可在/readyz查看处理办法。",
        },
    ),
    "internal": Problem(
        500,
        {"en": "Something went wrong", "zh": "服务出错了"},
        {
            "en": "This is our fault and has been recorded. Please try again.",
            "zh": "这是我们的问题，已经记录，请稍后再试。",
        },
    ),
}

_BY_STATUS = {
    400: "invalid-json",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
}


def problem_response(
    code: str,
    lang: Lang = "en",
    *,
    status: int | None = None,
    members: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response that tells of a problem; ``members`` are what RFC 9457 calls extensions."""
    problem = PROBLEMS[code]
    body: dict[str, object] = {
        "type": TYPE_PREFIX + code,
        "title": problem.title[lang],
        "status": status or problem.status,
        "detail": problem.detail[lang],
    }
    content = json.dumps({**body, **(members or {})}, ensure_ascii=False).encode("utf-8", "replace")
    told = {"Content-Language": lang, **(headers or {})}
    return Response(content, status or problem.status, told, MEDIA_TYPE)


def reader_lang(accept_language: str) -> Lang:
    """The language that a request's Accept-Language puts first, English where it names neither."""
    return preferred_lang(accept_language) or "en"


def preferred_lang(accept_language: str) -> Lang | None:
    """The same, None where it names neither."""
    first = accept_language.split(",", maxsplit=1)[0].strip().lower()
    return next((lang for lang in LANGS if first.startswith(lang)), None)


def install(app: FastAPI) -> None:
    """Make every error of the application a problem."""
    app.add_exception_handler(QuestionError, _question)
    app.add_exception_handler(PassageNotFoundError, _passage)
    app.add_exception_handler(WithheldError, _withheld)
    app.add_exception_handler(DocumentNotFoundError, _document)
    app.add_exception_handler(UnavailableError, _unavailable)
    app.add_exception_handler(FeedbackOffError, _feedback_off)
    app.add_exception_handler(FeedbackError, _feedback)
    app.add_exception_handler(BuildInProgressError, _busy)
    app.add_exception_handler(BuildNotFoundError, _build)
    app.add_exception_handler(NoFormerSnapshotError, _no_former)
    app.add_exception_handler(SnapshotError, _snapshot)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _internal)


def lang_of(request: Request) -> Lang:
    """The language in which to tell this client of a problem."""
    return reader_lang(request.headers.get("accept-language", ""))


async def _question(request: Request, error: Exception) -> Response:
    code = error.code if isinstance(error, QuestionError) else "question-not-text"
    return problem_response(code, lang_of(request))


async def _passage(request: Request, error: Exception) -> Response:
    return problem_response("passage-not-found", lang_of(request))


async def _withheld(request: Request, error: Exception) -> Response:
    members = {"document": error.place} if isinstance(error, WithheldError) else None
    return problem_response("passage-withheld", lang_of(request), members=members)


async def _document(request: Request, error: Exception) -> Response:
    return problem_response("document-not-found", lang_of(request))


async def _unavailable(request: Request, error: Exception) -> Response:
    return problem_response("index-unavailable", lang_of(request), headers={"Retry-After": RETRY_AFTER})


async def _feedback_off(request: Request, error: Exception) -> Response:
    return problem_response("feedback-off", lang_of(request))


async def _feedback(request: Request, error: Exception) -> Response:
    return problem_response("feedback-unavailable", lang_of(request), headers={"Retry-After": FEEDBACK_RETRY_AFTER})


async def _busy(request: Request, error: Exception) -> Response:
    running = error.build_id if isinstance(error, BuildInProgressError) else None
    members = {"build": request.url_for("get_build", build_id=running).path} if running else None
    return problem_response("build-running", lang_of(request), members=members)


async def _build(request: Request, error: Exception) -> Response:
    return problem_response("build-not-found", lang_of(request))


async def _no_former(request: Request, error: Exception) -> Response:
    return problem_response("no-former-snapshot", lang_of(request))


async def _snapshot(request: Request, error: Exception) -> Response:
    return problem_response("snapshot-unusable", lang_of(request))


async def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if any(entry["type"] == "json_invalid" for entry in found):
        return problem_response("invalid-json", lang_of(request))
    errors = [{"pointer": _pointer(entry["loc"]), "message": _message(entry)} for entry in found[:MAX_ERRORS]]
    return problem_response("invalid-request", lang_of(request), members={"errors": errors} if errors else None)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem_response(_BY_STATUS.get(status, "request-failed"), lang_of(request), status=status, headers=headers)


async def _internal(request: Request, error: Exception) -> Response:
    # Starlette raises the error again after this answer, and the server logs it with its traceback.
    return problem_response("internal", lang_of(request))


def _message(entry: Mapping[str, Any]) -> str:
    if entry["type"] == "extra_forbidden":
        return "there is an unknown field; /openapi.json lists the known ones"
    return str(entry["msg"]).removeprefix("Value error, ")


def _pointer(place: Sequence[str | int]) -> str:
    """JSON Pointer (RFC 6901) into the body, or the parameter's name. A made-up field's name is not repeated."""
    known = [str(part) for part in place[1:] if isinstance(part, int) or part in _FIELDS]
    return "/" + "/".join(known) if known else ""
