"""The command line: arguments in, exit codes and readable text out. Logic lives elsewhere."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Column, Table

from qa import snapshot
from qa.builder import Build
from qa.builder import build as build_snapshot
from qa.datatypes import Query, Wanted
from qa.encoding.load import load_encoder
from qa.errors import QaError, SnapshotError
from qa.language import detect
from qa.question import checked
from qa.service import Service
from qa.settings import Settings
from qa.terminal import show_answer, show_evaluation, show_progress

# sysexits.h: what failed is the data or the environment, not the program.
EXIT_FAILED = 1

# The name of the project's own questions where a data set is asked for.
GOLDEN = "golden"

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help="Wenda (问答).")
model_app = typer.Typer(no_args_is_help=True, help="The encoder.")
snapshots_app = typer.Typer(no_args_is_help=True, help="What has been built.")
app.add_typer(model_app, name="model")
app.add_typer(snapshots_app, name="snapshots")

out = Console()
err = Console(stderr=True)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of snapshots and encoders.")]


@app.callback()
def start() -> None:
    """Find the passages that answer a question, in Chinese or English."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when imported


@model_app.command("prepare")
def model_prepare(
    source: Annotated[str, typer.Argument(help="bundled, a folder, or the id of a sentence-transformers model.")] = (
        "bundled"
    ),
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Prepare again what is prepared already.")] = False,
) -> None:
    """Make a model ready to build and serve with: export, quantise, compare with the original, store."""
    from qa.encoding.prepare import prepare

    with _told(), show_progress(err) as progress:
        prepared = prepare(source, _settings(index=index).index, force=force, progress=progress)
    record = prepared.record
    state = "already prepared" if prepared.reused else "prepared"
    err.print(f"Encoder {prepared.fingerprint} {state}: {record.source}, {record.dim} dimensions.")
    err.print(f"Cosine with the original: mean {record.cosine_mean:.4f}, lowest {record.cosine_min:.4f}.")


@app.command()
def build(
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Folder of the documents.")] = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build although nothing has changed.")] = False,
) -> None:
    """Build a snapshot from the documents and make it the live one."""
    settings = _settings(corpus=corpus, index=index)
    with _told(), show_progress(err) as progress:
        encoder = load_encoder(settings.index, threads=settings.threads)
        built = build_snapshot(settings.corpus, settings.index, encoder, force=force, progress=progress)
    _report(built)


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Server processes.", min=1, max=64)] = None,
) -> None:
    """Serve the API and the pages. Without a usable index it still runs and says the cure at /readyz."""
    import uvicorn

    settings = _settings(index=index, host=host, port=port, workers=workers)
    if settings.port == 0:  # found here, so that links to sources name the port that is served
        settings = settings.model_copy(update={"port": _free_port(settings.host)})
    # Worker processes read the settings from the environment, as this one did.
    os.environ.update({f"QA_{name.upper()}": str(value) for name, value in settings if value is not None})
    err.print(f"Serving on {settings.base_url}")
    uvicorn.run(
        "qa.api.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level="info",
        access_log=False,  # it would record the questions of GET requests
    )


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    lang: Annotated[Wanted, typer.Option("--lang", help="Language of the answers.")] = "auto",
    top_k: Annotated[int, typer.Option("--top-k", help="How many passages.", min=1, max=20)] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the API would return.")] = False,
    index: IndexOption = None,
) -> None:
    """Answer one question from the live snapshot."""
    from qa.api.present import answer_out

    settings = _settings(index=index)
    with _told():
        service = Service.load(settings.index, settings.threads)
        text = checked(question)
        answer = service.engine.answer(Query(text, detect(text), lang, top_k))
    result = answer_out(answer, service.manifest.id, 0.0, settings.base_url)
    if as_json:
        print(json.dumps(result.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        show_answer(out, result)


@app.command()
def evaluate(
    dataset: Annotated[str, typer.Argument(help="A folder in BEIR's layout, or: golden, golden:dev, golden:hard.")],
    index: IndexOption = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Folder that holds questions/ for golden.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure retrieval: figures for each stage and language pair, beside the same encoder used plainly.

    A folder is indexed in memory; golden questions (those of the test split unless another is named) are asked of the
    live snapshot.
    """
    from qa.evaluation.evaluate import evaluate_beir, evaluate_golden
    from qa.evaluation.report import as_json as json_report

    settings = _settings(index=index, corpus=corpus)
    kind, _, split = dataset.partition(":")
    with _told(), show_progress(err) as progress:
        if kind == GOLDEN:
            service = Service.load(settings.index, settings.threads)
            path = settings.corpus / "questions" / f"{split or 'test'}.jsonl"
            outcomes = evaluate_golden(path, service.engine)
        else:
            encoder = load_encoder(settings.index, threads=settings.threads)
            outcomes = evaluate_beir(Path(dataset), encoder, progress)
    report = json_report(dataset, outcomes)
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        show_evaluation(out, report)


@snapshots_app.command("list")
def snapshots_list(index: IndexOption = None) -> None:
    """List the snapshots on disk, oldest first; the live one is marked."""
    folder = _settings(index=index).index
    with _told():
        live = snapshot.current_id(folder)
    names = snapshot.snapshot_ids(folder)
    table = Table("", Column("id", no_wrap=True), "documents", "zh", "en", Column("encoder", no_wrap=True), box=None)
    for name in names:
        table.add_row("live" if name == live else "", name, *_summary(folder, name))
    out.print(table if names else f"No snapshot in {folder}; build one with: qa build")


@snapshots_app.command("verify")
def snapshots_verify(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="All, unless named.")] = None,
    index: IndexOption = None,
) -> None:
    """Read snapshots as a server would, checksums first. The exit status is 1 if one of them cannot be used."""
    folder = _settings(index=index).index
    wrong = 0
    for name in ids or snapshot.snapshot_ids(folder):
        try:
            snapshot.load(folder, name)
        except SnapshotError as error:
            wrong += 1
            err.print(f"{name} cannot be used: {error}", style="red", markup=False, soft_wrap=True)
        else:
            out.print(f"{name} ok")
    if wrong:
        raise typer.Exit(EXIT_FAILED)


@snapshots_app.command("activate")
def snapshots_activate(
    snapshot_id: Annotated[str, typer.Argument(metavar="ID", help="See: qa snapshots list")], index: IndexOption = None
) -> None:
    """Go back to a snapshot, or forward again. It is verified first."""
    from qa.builder import activate

    with _told():
        activate(_settings(index=index).index, snapshot_id)
    err.print(f"Snapshot {snapshot_id} is live.")


@snapshots_app.command("prune")
def snapshots_prune(
    keep: Annotated[int, typer.Option("--keep", min=0, help="How many of the newest to keep.")] = snapshot.KEEP,
    index: IndexOption = None,
) -> None:
    """Delete old snapshots. The live one is always kept."""
    from qa.builder import prune

    folder = _settings(index=index).index
    with _told():
        deleted = prune(folder, keep) if folder.is_dir() else []
    err.print(f"Deleted {len(deleted)}: {', '.join(deleted)}" if deleted else "Nothing to delete.")


def _summary(folder: Path, name: str) -> tuple[str, ...]:
    """Documents, passages of each language and encoder of a snapshot, or that it cannot be used."""
    try:
        manifest = snapshot.read_manifest(folder, name)
    except SnapshotError as error:
        err.print(f"warning: {error}", style="yellow", markup=False, soft_wrap=True)
        return ("damaged",)
    return (*(str(manifest.counts[key]) for key in ("documents", "passages_zh", "passages_en")), manifest.encoder)


def _settings(**options: object) -> Settings:
    """Settings from the environment, overridden by the options that were given."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        for wrong in error.errors():
            name = f"QA_{str(wrong['loc'][0]).upper()}"
            err.print(f"error: {name}={wrong['input']}: {wrong['msg']}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(EXIT_FAILED) from error


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _report(built: Build) -> None:
    for warning in built.warnings:
        err.print(f"warning: {warning}", style="yellow", markup=False, soft_wrap=True)
    counts = built.manifest.counts
    what = f"{counts['documents']} documents, {counts['passages_zh']} passages in zh, {counts['passages_en']} in en"
    state = "is live" if built.changed else "is up to date"
    err.print(f"Snapshot {built.manifest.id} {state}: {what}.", soft_wrap=True, highlight=False)


@contextmanager
def _told() -> Iterator[None]:
    """Turn expected failures into one clear message and an exit code."""
    try:
        yield
    except (QaError, OSError) as error:
        err.print(f"error: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(EXIT_FAILED) from error


def main() -> None:
    """Entry point of the command ``qa``."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal may not know Chinese
    app()
