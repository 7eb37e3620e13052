"""The help widget's files, for any page: its script, the rules and texts that it loads, its modules, a demo."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from qa.api.site import page
from qa.widget.bundle import SOURCES
from qa.widget.data import rules_for_browsers
from qa.widget.releases import VERSION, compressed, script

# A version never changes, so that browsers need not ask again for a year (RFC 9111 has no "forever").
_FOREVER = "public, max-age=31536000, immutable"

# What moves is asked for again after an hour, and then only whether it has changed.
_HOUR = "public, max-age=3600"

# Any page may load these files: there is nothing in them that not everybody may know.
_FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}

router = APIRouter(include_in_schema=False)

AcceptEncoding = Annotated[str, Header()]
IfNoneMatch = Annotated[str, Header()]


@router.get("/widget/{version}/qa-help.js")
def widget_script(version: str, accept_encoding: AcceptEncoding = "", if_none_match: IfNoneMatch = "") -> Response:
    """The script of a version, or of the newest with this first number."""
    data = script(version)
    if data is None:
        raise HTTPException(404)
    cache_control = _FOREVER if "." in version else _HOUR
    return _file(data, "text/javascript", cache_control, (accept_encoding, if_none_match))


@router.get("/widget/1/rules.json")
def widget_rules(accept_encoding: AcceptEncoding = "", if_none_match: IfNoneMatch = "") -> Response:
    """What the widget needs before it may send a question: the rules for secrets, and texts."""
    return _file(rules_for_browsers(), "application/json", _HOUR, (accept_encoding, if_none_match))


@router.get("/demo")
def demo_page() -> Response:
    """The widget on pages of several styles."""
    return page("demo.html", "en", version=VERSION)


def source_files() -> StaticFiles:
    """The widget's modules as they are written: for its development, and for the search page, which shares some."""
    return StaticFiles(directory=SOURCES)


def _file(data: bytes, media_type: str, cache_control: str, asked: tuple[str, str]) -> Response:
    """A file, compressed for who takes that; 304 for who has it."""
    accepted, known = asked
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {**_FOR_ALL, "Cache-Control": cache_control, "ETag": etag}
    if etag in known:
        return Response(status_code=304, headers=headers)
    if "gzip" in accepted:
        return Response(compressed(data), headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type)
    return Response(data, headers=headers, media_type=media_type)
