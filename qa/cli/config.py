"""``qa config``: what is set, and whether it will do."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from qa.cli.console import EXIT_FAILED, chosen, err, out, told
from qa.settings.dangers import dangers
from qa.settings.shown import Plain, shown
from qa.settings.sources import settings_file

app = typer.Typer(no_args_is_help=True, help="The settings.")


@app.command()
def show(as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """Show every setting with its value and where it comes from: environment, file or default. Secrets are masked."""
    with told():
        rows, file = list(shown(chosen())), settings_file()
    if as_json:
        content = {"file": str(file) if file else None, "settings": [asdict(row) for row in rows]}
        print(json.dumps(content, ensure_ascii=False, indent=2))  # noqa: T201
        return
    width = max(len(row.variable) for row in rows)
    for row in rows:
        line = " ".join(filter(None, (f"{row.variable:{width}}", _written(row.value), f"({row.origin})")))
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    err.print(f"File: {file or 'none'}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings decide the exit status too.")] = False,
) -> None:
    """Check the settings without starting anything. The exit status is 1 if they cannot be used."""
    with told():
        found = dangers(chosen())
    for danger in found:
        err.print(f"warning: {danger}", style="yellow", markup=False, soft_wrap=True)
    out.print(f"The settings can be used; {len(found)} warnings.", highlight=False)
    if strict and found:
        raise typer.Exit(EXIT_FAILED)


def _written(value: Plain) -> str:
    """As it is written in the environment."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
