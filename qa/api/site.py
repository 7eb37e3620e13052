"""The pages people read: the search page, the list of documents, and each document with an anchor a section."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, cast

import jinja2
from fastapi import APIRouter, Request
from fastapi import Query as Parameter
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.staticfiles import StaticFiles

from qa import __version__
from qa.api.problems import lang_of
from qa.api.state import CurrentPresenter, CurrentService
from qa.datatypes import LANGS, Document, Lang
from qa.errors import DocumentNotFoundError
from qa.freshness import freshness
from qa.question import MAX_QUESTION
from qa.safety.secrets import cut

PAGES = Path(str(resources.files("qa.api") / "pages"))

# What most people who open the page for the first time want to know; one of each topic.
EXAMPLES: Mapping[Lang, tuple[str, ...]] = {
    "zh": (
        "客服一直不回复怎么办？",
        "充值选错网络了，钱还能找回吗？",
        "客服让我先交解冻费，是真的吗？",
        "怎么确认对方真的是客服？",
    ),
    "en": (
        "Support has not answered for days. What now?",
        "I sent coins on the wrong network. Are they lost?",
        "They want a fee before I can withdraw. Is that real?",
        "How do I check that this agent is real?",
    ),
}

router = APIRouter(include_in_schema=False)

LangParameter = Annotated[Lang | None, Parameter()]


@router.get("/")
def search_page(
    request: Request, lang: LangParameter = None, q: Annotated[str, Parameter(max_length=MAX_QUESTION)] = ""
) -> HTMLResponse:
    """The page to ask on. With ``?q=`` it asks at once."""
    lang = lang or lang_of(request)
    context = {"strings_json": _for_script(_strings()), "examples": EXAMPLES[lang], "question": cut(q).text}
    return page("search.html", lang, **context, version=__version__)


@router.get("/sources")
def list_page_without_slash() -> RedirectResponse:
    """Links on the list are relative to the slash. Relative itself: an address made from Host can be forged."""
    return RedirectResponse("sources/", status_code=308)


@router.get("/sources/")
def list_page(request: Request, service: CurrentService, lang: LangParameter = None) -> HTMLResponse:
    """All documents in one language."""
    lang = lang or lang_of(request)
    other = f"?lang={_other(lang)}"
    return page("sources.html", lang, documents=service.documents(lang), other_lang_url=other)


@router.get("/sources/{doc_id}/{lang}")
def source_page(doc_id: str, lang: str, service: CurrentService, presenter: CurrentPresenter) -> HTMLResponse:
    """The readable page of a document: where every source link leads."""
    document = service.document(doc_id, lang)
    try:
        twin = service.document(doc_id, _other(document.lang))
    except DocumentNotFoundError:
        twin = None
    return page(
        "source.html",
        document.lang,
        document=document,
        is_due=freshness(document.review_by, presenter.today) != "fresh",
        twin_url=twin.lang if twin else None,
        home_url=f"../../?lang={document.lang}",
        jsonld=_for_script(_faq_page(document)) if document.kind == "faq" else None,
        base="../../",
    )


def static_files() -> StaticFiles:
    """Scripts, styles and the icon, under plain names: browsers ask each time whether they changed."""
    return StaticFiles(directory=PAGES / "static")


def page(template: str, lang: Lang, **context: Any) -> HTMLResponse:
    """A template of `pages` with the texts of a language."""
    return HTMLResponse(_templates().get_template(template).render(lang=lang, t=_strings()[lang], **context))


def _other(lang: Lang) -> Lang:
    return next(other for other in LANGS if other != lang)


def _faq_page(document: Document) -> Mapping[str, Any]:
    """schema.org FAQPage: https://schema.org/FAQPage."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": document.lang,
        "mainEntity": [
            {
                "@type": "Question",
                "name": section.heading,
                "acceptedAnswer": {"@type": "Answer", "text": "\n".join(block.marked for block in section.blocks)},
            }
            for section in document.sections
            if section.is_question
        ],
    }


def _for_script(value: Any) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _strings() -> Mapping[Lang, Mapping[str, str]]:
    return cast("Mapping[Lang, Mapping[str, str]]", json.loads((PAGES / "strings.json").read_text("utf-8")))


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
