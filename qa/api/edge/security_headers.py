"""Headers that every answer carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Pages and scripts come from here alone, and nothing of them may be framed, guessed or sent elsewhere.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
}

# Answers may hold what somebody asked; scripts must never be older than the page that loads them.
CACHE_CONTROL = {"/api/": "no-store", "/static/": "no-cache"}

# Swagger's page loads its script from a public host; nothing else is served with this exception.
DOCS = "/docs"


class SecurityHeaders:
    """Adds them where the application has not set them itself."""

    def __init__(self, app: ASGIApp, *, docs: bool = False) -> None:
        self._app = app
        self._without_policy = DOCS if docs else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope["path"], has_policy=scope["path"] != self._without_policy)
            await send(message)

        await self._app(scope, receive, secured)


def _add(headers: MutableHeaders, path: str, *, has_policy: bool) -> None:
    for name, value in SECURITY_HEADERS.items():
        if has_policy or name != "Content-Security-Policy":
            headers.setdefault(name, value)
    for prefix, value in CACHE_CONTROL.items():
        if path.startswith(prefix):
            headers.setdefault("Cache-Control", value)
