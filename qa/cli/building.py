"""``qa model prepare`` and ``qa build``."""

from __future__ import annotations

import signal
from contextlib import nullcontext, suppress
from typing import Annotated

import typer

from qa.builder import Build, Wishes, build_locked
from qa.builds import Journal, locked
from qa.cli.console import CorpusOption, IndexOption, chosen, err, tell, told
from qa.datatypes import Encoder
from qa.encoding.load import load_encoder
from qa.errors import BuildInProgressError, QaError
from qa.settings import Settings
from qa.terminal import show_progress, show_verdict


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
    force: Annotated[
        bool,
        typer.Option("--force", help="Build although nothing has changed, and publish even if answers get worse."),
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on building whenever a document changes.")] = False,
    *,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Build nothing while documents hold contacts that are not listed or allowed."),
    ] = False,
    begun: Annotated[str | None, typer.Option("--begun", hidden=True)] = None,
) -> None:
    """Build a snapshot from the documents and make it the live one.

    With --watch it is built again half a second after the last change; what is wrong is told, and the next change
    awaited.
    """
    settings = chosen(corpus=corpus, index=index)
    with told():
        encoder = load_encoder(settings.index, threads=settings.threads, bulk=True)
        if watch:
            _watch(settings, encoder, strict=strict)
        else:
            _build(settings, encoder, force=force, strict=strict, begun=begun)


def _build(
    settings: Settings, encoder: Encoder, *, force: bool = False, strict: bool = False, begun: str | None = None
) -> None:
    """``begun`` is the id of a build whose journal and lock are held by whoever started this process."""
    with show_progress(err) as progress, nullcontext() if begun else locked(settings.index):
        wishes = Wishes(Journal(settings.index, begun), progress, force, strict, settings.base_url)
        built = build_locked(settings.corpus, settings.index, encoder, wishes)
    _report(built)


def _watch(settings: Settings, encoder: Encoder, *, strict: bool) -> None:
    from qa.watch import follow

    def rebuild() -> bool:
        try:
            _build(settings, encoder, strict=strict)
        except BuildInProgressError:
            return False
        except (QaError, OSError) as error:
            tell(error)
        return True

    err.print(f"Watching {settings.corpus}; end with Ctrl-C.", highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager ends it as Ctrl-C does
    with suppress(KeyboardInterrupt):
        follow(settings.corpus, rebuild)


def _report(built: Build) -> None:
    for warning in built.warnings:
        err.print(f"warning: {warning}", style="yellow", markup=False, soft_wrap=True)
    if built.verdict:
        show_verdict(err, built.verdict)
    counts = built.manifest.counts
    what = f"{counts['documents']} documents, {counts['passages_zh']} passages in zh, {counts['passages_en']} in en"
    state = "is live" if built.changed else "is up to date"
    err.print(f"Snapshot {built.manifest.id} {state}: {what}.", soft_wrap=True, highlight=False)
