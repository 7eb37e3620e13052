"""When a text is fresh, due, or withheld."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from qa.freshness import WITHHELD_AFTER_DAYS, ReviewDates, freshness
from tests.made import passage

REVIEW_BY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, "fresh"),
        (0, "fresh"),
        (1, "due"),
        (WITHHELD_AFTER_DAYS, "due"),
        (WITHHELD_AFTER_DAYS + 1, "withheld"),
    ],
)
def test_the_day_of_the_review_still_counts_and_a_year_later_is_the_end(days: int, expected: str) -> None:
    assert freshness(REVIEW_BY, REVIEW_BY + timedelta(days)) == expected


def test_what_nobody_has_to_review_stays_fresh() -> None:
    assert freshness(None, date.max) == "fresh"


@pytest.mark.parametrize("days", [-1, 0, 1, 30, 31])
def test_many_dates_are_judged_as_each_alone(days: int) -> None:
    today = REVIEW_BY + timedelta(days)
    reviews = [REVIEW_BY, None, REVIEW_BY + timedelta(days=10), date.min]
    dates = ReviewDates([passage("d", "en", "text", review_by=day) for day in reviews], 30)
    states = [freshness(day, today, 30) for day in reviews]
    assert dates.due(today).tolist() == [state != "fresh" for state in states]
    assert dates.withheld(today).tolist() == [state == "withheld" for state in states]


def test_where_the_day_is_not_known_nothing_is_old() -> None:
    dates = ReviewDates([passage("d", "en", "text", review_by=date.min)])
    assert not np.any([dates.due(None), dates.withheld(None)])
