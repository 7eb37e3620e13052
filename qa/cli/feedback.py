"""``qa feedback``: what is stored of votes and unanswered questions."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import Annotated

import typer

from qa.cli.console import IndexOption, chosen, err, told
from qa.feedback.store import Store

app = typer.Typer(no_args_is_help=True, help="Votes and unanswered questions.")


@app.callback()
def group() -> None:
    """Keep ``delete`` a command of its own although it is the only one."""


@app.command()
def delete(
    everything: Annotated[bool, typer.Option("--all", help="Delete all of it.")] = False,
    before: Annotated[
        datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="Delete what is older than this day.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """Delete what was stored, so that its bytes are gone from the file. A running server goes on."""
    if everything == bool(before):
        raise typer.BadParameter("say --all or --before YYYY-MM-DD, and not both")
    path = chosen(index=index).feedback_path
    if not path.exists():
        err.print(f"Nothing is stored in {path}.", soft_wrap=True, highlight=False)
        return
    with told(), closing(Store(path)) as store:
        deleted = store.delete(before.date() if before else None)
    err.print(f"Deleted {deleted} entries from {path}.", soft_wrap=True, highlight=False)
