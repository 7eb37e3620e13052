"""``qa doctor``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from qa.cli.console import EXIT_FAILED, IndexOption, out
from qa.doctor.examine import examine

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


def doctor(
    index: IndexOption = None, as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> None:
    """Look whether everything is there, whole and in its place, and say the cure. The exit status is 1 if not."""
    checks = examine(index)
    if as_json:
        print(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2))  # noqa: T201
    else:
        for check in checks:
            out.print(f"{check.state:8}", end="", style=_STYLES[check.state], highlight=False)
            cure = f"\n{'':8}{check.cure}" if check.cure else ""
            out.print(f"{check.name}: {check.told}{cure}", markup=False, highlight=False, soft_wrap=True)
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(EXIT_FAILED)
