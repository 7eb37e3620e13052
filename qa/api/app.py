"""The application: routes, pages, problems and what protects them put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from qa import __version__
from qa.api import contacts, feedback, problems, routes, site, widget
from qa.api.description import describe_problems
from qa.api.edge.protocol import RECEIPT_SECONDS
from qa.api.edge.security_headers import DOCS
from qa.api.edge.stack import protect
from qa.api.signals import drain_on_sigterm, look_on_sighup
from qa.api.state import State
from qa.service import Service
from qa.settings import Settings
from qa.settings.reading import read_settings

_DESCRIPTION = """Finds the passages of guidance and FAQs that answer a question about getting help with a blockchain
platform, in Chinese or English, and returns them word for word with a link to their exact place.
When the documents do not answer, it says so."""

# Threads besides those that answer questions: for pages, scripts and probes.
OTHER_THREADS = 32


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """An application that serves ``service``, or loads the live snapshot of ``settings.index`` when it starts."""
    state = State(settings, service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        state.refresh()
        state.recorder.start()
        following = asyncio.create_task(state.follow())
        drain_on_sigterm(settings.drain_seconds, state.drain)
        look_on_sighup(state.refresh)
        current_default_thread_limiter().total_tokens = settings.at_once + OTHER_THREADS
        yield {RECEIPT_SECONDS: settings.receipt_seconds}
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await asyncio.to_thread(state.recorder.close)
        state.metrics.close()

    app = FastAPI(
        title="Wenda",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=DOCS if settings.docs else None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.wenda = state
    app.include_router(routes.router)
    app.include_router(contacts.router)
    app.include_router(feedback.router)
    app.include_router(site.router)
    app.include_router(widget.router)
    app.mount("/widget/src", widget.source_files(), name="widget")
    app.mount("/static", site.static_files(), name="static")
    if settings.takes_orders:
        from qa.api import admin  # it brings what builds need, 0.15 s

        app.include_router(admin.router)
    problems.install(app)
    describe_problems(app)
    protect(app, settings, state.metrics)
    return app


def from_environment() -> FastAPI:
    """What server processes import: the application with the settings of environment and file."""
    return create_app(read_settings())
