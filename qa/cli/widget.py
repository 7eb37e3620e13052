"""``qa widget``: what site owners put on their pages."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli.console import chosen
from qa.widget.releases import VERSION, snippet

app = typer.Typer(no_args_is_help=True, help="The help widget for other people's pages.")


@app.callback()
def group() -> None:
    """Keep ``snippet`` a command of its own although it is the only one."""


@app.command("snippet")
def print_snippet(
    url: Annotated[
        str | None, typer.Option("--url", help="Address of the service as browsers reach it. Default: QA_PUBLIC_URL.")
    ] = None,
) -> None:
    """Print the tag that puts the widget on a page, with the hash by which browsers check the script.

    Example: qa widget snippet --url https://help.example.com
    """
    typer.echo(snippet(url or chosen().base_url, VERSION))
