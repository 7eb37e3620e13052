"""What every command shares: where it writes, its settings, and how it tells of failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from qa.errors import QaError, SettingsError
from qa.settings import Settings
from qa.settings.reading import read_settings

# sysexits.h: what failed is the data or the environment, not the program.
EXIT_FAILED = 1

out = Console()
err = Console(stderr=True)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of snapshots and encoders.")]
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of the documents.")]


def chosen(**options: object) -> Settings:
    """Settings from environment and file, overridden by the options that were given."""
    try:
        return read_settings(**{name: value for name, value in options.items() if value is not None})
    except SettingsError as error:
        for problem in error.problems:
            tell(problem)
        raise typer.Exit(EXIT_FAILED) from error


@contextmanager
def told() -> Iterator[None]:
    """Turn expected failures into one clear message and an exit code."""
    try:
        yield
    except (QaError, OSError) as error:
        tell(error)
        raise typer.Exit(EXIT_FAILED) from error


def tell(error: Exception | str) -> None:
    """Say what failed."""
    err.print(f"error: {error}", style="red", markup=False, soft_wrap=True)
