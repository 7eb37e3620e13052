"""``qa corpus``: what editors run before a build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import EXIT_FAILED, CorpusOption, chosen, err, out, told
from qa.clock import today
from qa.errors import BrokenCorpusError, CorpusError, LexiconError
from qa.ingest.check import Finding, findings
from qa.ingest.contacts import read_registry
from qa.ingest.corpus import read_corpus
from qa.ingest.formats import Corpus
from qa.ingest.source_file import decode
from qa.ingest.unanswered import read_unanswered
from qa.lexicon import NAME as LEXICON
from qa.lexicon import parse
from qa.safety.contacts.registry import Registry

app = typer.Typer(no_args_is_help=True, help="The documents.")

_STYLES = {"error": "red", "warning": "yellow"}


@app.callback()
def group() -> None:
    """Keep ``check`` a command of its own although it is the only one."""


@app.command()
def check(
    corpus: CorpusOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings decide the exit status too.")] = False,
) -> None:
    """Look for what is wrong with the documents, or may be. The exit status is 1 if there are errors."""
    folder = chosen(corpus=corpus).corpus
    with told():
        read, errors = _read(folder)
        registry = _registry(folder, errors)
        texts = {document.path: _text(folder, document.path) for document in read.documents}
        found = findings(read, texts, today(), errors, registry)
    wrong = sum(finding.severity == "error" for finding in found)
    if as_json:
        listed = [{**asdict(finding), "severity": finding.severity} for finding in found]
        print(json.dumps(listed, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        _show(found)
        err.print(f"{wrong} errors, {len(found) - wrong} warnings in {len(read.documents)} documents.", highlight=False)
    if wrong or (strict and found):
        raise typer.Exit(EXIT_FAILED)


def _read(folder: Path) -> tuple[Corpus, list[CorpusError]]:
    """The documents that can be read, and what is wrong with the other files."""
    errors: list[CorpusError] = []
    for read_beside in (read_unanswered, _read_lexicon):
        try:
            read_beside(folder)
        except CorpusError as error:
            errors.append(error)
    try:
        return read_corpus(folder), errors
    except BrokenCorpusError as error:
        return Corpus(tuple(error.documents)), [*errors, *error.errors]


def _registry(folder: Path, errors: list[CorpusError]) -> Registry | None:
    """The registry of contacts; what is wrong with it is added to ``errors``."""
    try:
        return read_registry(folder)
    except CorpusError as error:
        errors.append(error)
        return None


def _text(folder: Path, path: str) -> str:
    """The source of a document, nothing where it is no text."""
    try:
        return decode(path, (folder / path).read_bytes()).text
    except CorpusError:
        return ""


def _read_lexicon(folder: Path) -> None:
    path = folder / LEXICON
    try:
        list(parse(decode(LEXICON, path.read_bytes()).text if path.is_file() else "", LEXICON))
    except LexiconError as error:
        raise CorpusError(LEXICON, 1, str(error)) from error


def _show(found: Sequence[Finding]) -> None:
    for finding in found:
        place = f"{finding.path}:{finding.line}: "
        out.print(place, end="", markup=False, highlight=False, soft_wrap=True)
        out.print(finding.severity, end="", style=_STYLES[finding.severity], highlight=False, soft_wrap=True)
        out.print(f": {finding.message} [{finding.code}]", markup=False, highlight=False, soft_wrap=True)
