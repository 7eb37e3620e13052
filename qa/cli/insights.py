"""``qa insights``."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli.console import IndexOption, chosen, out, told
from qa.insights.report import DAYS, LEAST
from qa.insights.report import insights as report_insights
from qa.service import Service
from qa.terminal import show_insights


def insights(
    least: Annotated[int, typer.Option("--min", min=2, help="Questions that a group must have to be told.")] = LEAST,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Today and the days before it.")] = DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the API would return.")] = False,
    index: IndexOption = None,
) -> None:
    """See what people asked in vain, in groups with documents to fill in, and which passages they did not like."""
    from qa.api.feedback_schemas import InsightsOut

    settings = chosen(index=index)
    with told():
        service = Service.load(settings)
        report = report_insights(service.engine, settings.feedback_path, least, days)
    if as_json:
        print(InsightsOut.model_validate(report).model_dump_json(indent=2))  # noqa: T201
    else:
        show_insights(out, report)
