"""The order in which requests meet what protects the routes."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from qa.api.admin_guard import AdminGuard
from qa.api.edge.body_limits import BodyLimits
from qa.api.edge.clients import networks
from qa.api.edge.concurrency import Concurrency, Limits
from qa.api.edge.last_resort import LastResort
from qa.api.edge.rate_limit import RateLimit
from qa.api.edge.receipt import Receipt
from qa.api.edge.request_id import HEADER, RequestId
from qa.api.edge.request_log import RequestLog
from qa.api.edge.security_headers import SecurityHeaders
from qa.api.metrics import Metrics
from qa.settings import Settings

# How long browsers remember what a page may ask for: as long as they ever do (Chromium: two hours).
_PREFLIGHT_SECONDS = 7200

# What a page of another site may read of an answer's headers.
_EXPOSED = ("Retry-After", "RateLimit", "RateLimit-Policy", HEADER)


def protect(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Put it all around the application. What is added last stands outermost."""
    limits = Limits(settings.at_once, settings.waiting, settings.waiting_seconds, settings.answer_seconds)
    app.add_middleware(Concurrency, limits=limits, watch=metrics.at_work)
    if settings.rate_per_minute:
        proxies = networks(settings.trusted_proxies)
        app.add_middleware(RateLimit, per_minute=settings.rate_per_minute, burst=settings.rate_burst, proxies=proxies)
    if settings.takes_orders:
        app.add_middleware(AdminGuard, keys=settings.admin_keys, webhook_secret=settings.webhook_secret)
    app.add_middleware(BodyLimits)
    app.add_middleware(Receipt, seconds=settings.receipt_seconds)
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders, docs=settings.docs)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type",),
        expose_headers=_EXPOSED,
        max_age=_PREFLIGHT_SECONDS,
    )
    app.add_middleware(RequestLog, watch=metrics.handled)
    app.add_middleware(RequestId)
