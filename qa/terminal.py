"""What a person at a terminal sees: progress bars and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from qa.api.schemas import AnswerOut, ResultOut

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
    if notice := _STATES[answer.state][answer.lang]:
        console.print(f"[bold]{notice}[/bold]\n")
    for result in answer.results:
        _show_result(console, result)


def _show_result(console: Console, result: ResultOut) -> None:
    heading = result.question or " › ".join((result.title, *result.heading_path))
    console.print(f"[bold]{result.rank}. {escape(heading)}[/bold]  [dim]{result.confidence:.2f}[/dim]")
    console.print(escape(result.text))
    console.print(f"[dim]{escape(result.source.title)} ·[/dim] {escape(result.source.url)}\n", soft_wrap=True)
