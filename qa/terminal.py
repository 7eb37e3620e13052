"""What a person at a terminal sees: progress bars and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from qa.api.schemas import AnswerOut, NoticeOut, ResultOut
    from qa.gate import Verdict
    from qa.insights.report import Gap, Insights

# Characters of a full bar in the reliability diagram.
BAR = 20

# Changed answers that are listed; all of them are in the record of the build.
SHOWN_CHANGES = 20

_NO_ANSWER = "no answer"

_COLOURS = {"danger": "red", "warning": "yellow", "info": "blue"}

_STATES = {
    "answer": {"zh": "", "en": ""},
    "no_answer": {
        "zh": "现有的文档没有回答这个问题。最接近的内容：",
        "en": "The documents do not answer this question. The nearest passages:",
    },
}


@contextmanager
def show_progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar a step with count and time left, on a terminal; nothing where output goes to a file."""
    columns = (TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield report


def show_answer(console: Console, answer: AnswerOut) -> None:
    """The passages of an answer, best first, with what to follow to their source."""
    for notice in answer.notices:
        _show_notice(console, notice)
    if answer.clarify:
        names = ", ".join(option.name for option in answer.clarify.options)
        console.print(f"[bold]{escape(answer.clarify.message)}[/bold] {escape(names)}\n")
    if state := _STATES[answer.state][answer.lang]:
        console.print(f"[bold]{state}[/bold]\n")
    for result in answer.results:
        _show_result(console, result)


def show_evaluation(console: Console, report: Mapping[str, Any]) -> None:
    """The figures of `qa.evaluation.report.as_json`, in percent with 95 % intervals."""
    latency = report["latency_ms"]
    console.print(
        f"{report['dataset']}: {report['questions']} questions; "
        f"{latency['mean']:.1f} ms a question (p50 {latency['p50']:.1f}); "
        f"{100 * report['own_language_first']['final']:.1f} % of first results in the question's language"
    )
    console.print("p50 by step, ms: " + ", ".join(f"{step} {value:.1f}" for step, value in latency["steps"].items()))
    for pair, stages in report["pairs"].items():
        table = Table(pair, *next(iter(stages.values())), box=None)
        for stage, measures in stages.items():
            table.add_row(stage, *(_percent(value) for value in measures.values()))
        console.print(table)
    if "trust" in report:
        _show_trust(console, report)


def show_verdict(console: Console, verdict: Verdict) -> None:
    """How many golden questions are answered rightly, and which are answered otherwise than before."""
    for reason in verdict.reasons:
        console.print(f"warning: {reason}", style="yellow", markup=False, soft_wrap=True)
    if verdict.right is not None:
        before = "" if verdict.before is None else f"{100 * verdict.before:.1f} % → "
        console.print(f"Right answers: {before}{100 * verdict.right:.1f} % of {verdict.asked} golden questions.")
    if verdict.changes:
        console.print(f"{len(verdict.changes)} of them are answered otherwise than before:")
    for change in verdict.changes[:SHOWN_CHANGES]:
        mark = {True: "+", False: "-", None: " "}[change.better]
        line = f"{mark} {change.question}: {change.before or _NO_ANSWER} → {change.after or _NO_ANSWER}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(verdict.changes) > SHOWN_CHANGES:
        console.print(f"  … and {len(verdict.changes) - SHOWN_CHANGES} more")


def show_insights(console: Console, report: Insights) -> None:
    """Groups of unanswered questions, each with a document to fill in, and the passages that were voted on."""
    said = f"{report.questions} questions without a good answer since {report.since}; groups of {report.least} or more:"
    console.print(f"{said} {len(report.gaps)}.")
    for number, gap in enumerate(report.gaps, 1):
        _show_gap(console, number, gap)
    if report.votes:
        table = Table("passage", "up", "down", "why not", box=None)
        for votes in report.votes:
            table.add_row(escape(votes.passage_id), str(votes.up), str(votes.down), escape(" · ".join(votes.reasons)))
        console.print("Votes, the least liked first. They go to this report, never to the ranking.")
        console.print(table)


def _show_gap(console: Console, number: int, gap: Gap) -> None:
    asked = ", ".join(f"{count} in {lang}" for lang, count in gap.by_lang.items() if count)
    console.print(f"\n[bold]{number}. {escape(gap.question)}[/bold]  [dim]{gap.size}: {asked}[/dim]", soft_wrap=True)
    for example in gap.examples:
        console.print(f"   {example}", markup=False, highlight=False, soft_wrap=True)
    if gap.nearest:
        state = "now answered by" if gap.nearest.answered else "nearest"
        near = f"{state}: {gap.nearest.passage_id} ({gap.nearest.confidence:.2f}) {gap.nearest.title}"
        console.print(near, style="dim", markup=False, highlight=False, soft_wrap=True)
    for stub in gap.stubs.values():
        console.print(f"\n{stub}", end="", markup=False, highlight=False, soft_wrap=True)


def _show_trust(console: Console, report: Mapping[str, Any]) -> None:
    trust = report["trust"]
    console.print("R@1 by style: " + ", ".join(f"{name} {100 * v:.1f}" for name, v in report["styles"].items()))
    console.print("AUROC against " + ", ".join(f"{name} {value:.3f}" for name, value in trust["auroc"].items()))
    refused = ", ".join(f"{name} {100 * value:.1f} %" for name, value in trust["refused"].items())
    console.print(f"Answered {100 * trust['answered']:.1f} % of the answerable; refused {refused}")
    console.print(f"Expected calibration error {trust['calibration_error']:.3f}")
    table = Table("confidence", "answers", "mean confidence", "right", "", box=None)
    for found in trust["reliability"]:
        bar = "█" * round(BAR * found["right"])
        bounds = f"{found['low']:.1f}-{found['high']:.1f}"
        table.add_row(bounds, str(found["count"]), f"{found['confidence']:.2f}", f"{found['right']:.2f}", bar)
    console.print(table)
    for wrong in report["worst"]:
        line = f"{wrong['confidence']:.2f} {wrong['question']} → {wrong['found'][0]}, not {wrong['expected'][0]}"
        console.print(line, markup=False, soft_wrap=True)


def _percent(value: Mapping[str, float]) -> str:
    return f"{100 * value['value']:.1f} [{100 * value['low']:.1f}, {100 * value['high']:.1f}]"


def _show_notice(console: Console, notice: NoticeOut) -> None:
    console.print(f"[bold {_COLOURS[notice.level]}]{escape(notice.title)}[/]")
    console.print(escape(notice.message))
    for number, step in enumerate(notice.steps, 1):
        console.print(f"{number}. {escape(step)}")
    if notice.url:
        console.print(escape(notice.url), style="dim", soft_wrap=True)
    console.print()


def _show_result(console: Console, result: ResultOut) -> None:
    heading = result.question or " › ".join((result.title, *result.heading_path))
    console.print(f"[bold]{result.rank}. {escape(heading)}[/bold]  [dim]{result.confidence:.2f}[/dim]")
    console.print(escape(result.text))
    console.print(f"[dim]{escape(result.source.title)} ·[/dim] {escape(result.source.url)}\n", soft_wrap=True)
