"""``qa model prepare`` and ``qa build``."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.builder import Build
from qa.builder import build as build_snapshot
from qa.cli.console import CorpusOption, IndexOption, chosen, err, told
from qa.encoding.load import load_encoder
from qa.terminal import show_progress


def prepare(
    source: Annotated[str, typer.Argument(help="bundled, a folder, or the id of a sentence-transformers model.")] = (
        "bundled"
    ),
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Prepare again what is prepared already.")] = False,
) -> None:
    """Make a model ready to build and serve with: export, quantise, compare with the original, store."""
    from qa.encoding import prepare as preparation

    with told(), show_progress(err) as progress:
        prepared = preparation.prepare(source, chosen(index=index).index, force=force, progress=progress)
    record = prepared.record
    state = "already prepared" if prepared.reused else "prepared"
    err.print(f"Encoder {prepared.fingerprint} {state}: {record.source}, {record.dim} dimensions.")
    err.print(f"Cosine with the original: mean {record.cosine_mean:.4f}, lowest {record.cosine_min:.4f}.")


def build(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build although nothing has changed.")] = False,
) -> None:
    """Build a snapshot from the documents and make it the live one."""
    settings = chosen(corpus=corpus, index=index)
    with told(), show_progress(err) as progress:
        encoder = load_encoder(settings.index, threads=settings.threads)
        built = build_snapshot(settings.corpus, settings.index, encoder, force=force, progress=progress)
    _report(built)


def _report(built: Build) -> None:
    for warning in built.warnings:
        err.print(f"warning: {warning}", style="yellow", markup=False, soft_wrap=True)
    counts = built.manifest.counts
    what = f"{counts['documents']} documents, {counts['passages_zh']} passages in zh, {counts['passages_en']} in en"
    state = "is live" if built.changed else "is up to date"
    err.print(f"Snapshot {built.manifest.id} {state}: {what}.", soft_wrap=True, highlight=False)
