"""The command line: arguments in, exit codes and readable text out. Logic lives elsewhere."""

from __future__ import annotations

import sys

import typer

from qa.cli import config, corpus, feedback, snapshots, widget
from qa.cli.asking import ask, evaluate
from qa.cli.building import build, prepare
from qa.cli.doctor import doctor
from qa.cli.insights import insights
from qa.cli.logs import start_logging
from qa.cli.serving import serve

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help="Wenda (问答).")
model = typer.Typer(no_args_is_help=True, help="The encoder.")
model.command()(prepare)
app.add_typer(model, name="model")
app.command()(build)
app.command()(serve)
app.command()(ask)
app.command()(evaluate)
app.command()(insights)
app.command()(doctor)
app.add_typer(snapshots.app, name="snapshots")
app.add_typer(config.app, name="config")
app.add_typer(corpus.app, name="corpus")
app.add_typer(feedback.app, name="feedback")
app.add_typer(widget.app, name="widget")


@app.callback()
def start() -> None:
    """Find the passages that answer a question, in Chinese or English."""
    start_logging()


def main() -> None:
    """Entry point of the command ``qa``."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal may not know Chinese
    app()
