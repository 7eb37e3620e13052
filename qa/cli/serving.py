"""``qa serve``."""

from __future__ import annotations

import os
import socket
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from qa.cli.console import IndexOption, chosen, err
from qa.settings import SECRETS


def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Server processes.", min=1, max=64)] = None,
) -> None:
    """Serve the API and the pages. Without a usable index it still runs and says the cure at /readyz."""
    import uvicorn

    from qa.api import log_lines
    from qa.api.edge.protocol import DeadlineProtocol

    settings = chosen(index=index, host=host, port=port, workers=workers)
    if settings.port == 0:  # found here, so that links to sources name the port that is served
        settings = settings.model_copy(update={"port": _free_port(settings.host)})
    # Worker processes read environment and file, as this one did; secrets they find there too.
    told = {name: value for name, value in settings if value is not None and name not in SECRETS}
    os.environ.update({f"QA_{name.upper()}": str(value) for name, value in told.items()})
    err.print(f"Serving on {settings.base_url}")
    with TemporaryDirectory(prefix="wenda-metrics-") as folder:
        if settings.workers > 1:  # where their counters lie together; Prometheus' client asks the environment
            os.environ.update(PROMETHEUS_MULTIPROC_DIR=folder)
        uvicorn.run(
            "qa.api.app:from_environment",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=DeadlineProtocol,
            log_config=log_lines.config(settings.log_style),
            proxy_headers=False,  # QA_TRUSTED_PROXIES decides whom to believe, and nothing else
            server_header=False,
            access_log=False,  # it would record the questions of GET requests
        )


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
