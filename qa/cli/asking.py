"""``qa ask`` and ``qa evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import IndexOption, chosen, err, out, told
from qa.clock import today
from qa.datatypes import Wanted
from qa.encoding.load import load_encoder
from qa.reply import Wish, reply
from qa.service import Service
from qa.terminal import show_answer, show_evaluation, show_progress

# The name of the project's own questions where a data set is asked for.
GOLDEN = "golden"


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    lang: Annotated[Wanted, typer.Option("--lang", help="Language of the answers.")] = "auto",
    top_k: Annotated[int, typer.Option("--top-k", help="How many passages.", min=1, max=20)] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the API would return.")] = False,
    index: IndexOption = None,
) -> None:
    """Answer one question from the live snapshot."""
    from qa.api.present import Presenter

    settings = chosen(index=index)
    with told():
        service = Service.load(settings)
        found = reply(service, Wish(question, lang, top_k), today())
    presenter = Presenter(settings.base_url, today(), settings.withheld_after_days)
    result = presenter.answer(found, service.manifest.id, 0.0)
    if as_json:
        print(json.dumps(result.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        show_answer(out, result)


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

    settings = chosen(index=index, corpus=corpus)
    kind, _, split = dataset.partition(":")
    with told(), show_progress(err) as progress:
        if kind == GOLDEN:
            service = Service.load(settings)
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
