"""Until its review date a passage is fresh, then due for review, and past a hard limit it is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Passage

Freshness = Literal["fresh", "due", "withheld"]

# A year after its review was due nobody vouches for a text: addresses, fees and steps of platforms change faster.
WITHHELD_AFTER_DAYS = 365

# A day that no review date reaches: for passages without one.
_NEVER = date.max.toordinal()


def freshness(review_by: date | None, today: date, withheld_after_days: int = WITHHELD_AFTER_DAYS) -> Freshness:
    """How a text with this review date is to be shown; without one it is always fresh. The day itself still counts."""
    if review_by is None or today <= review_by:
        return "fresh"
    return "withheld" if today - review_by > timedelta(days=withheld_after_days) else "due"


class ReviewDates:
    """The review dates of all passages, in the order of their rows."""

    def __init__(self, passages: Sequence[Passage], withheld_after_days: int = WITHHELD_AFTER_DAYS) -> None:
        days = (passage.review_by for passage in passages)
        self._last = np.asarray([day.toordinal() if day else _NEVER for day in days], np.int64)
        self._after = withheld_after_days

    def due(self, today: date | None) -> NDArray[np.bool_]:
        """Which are past their review date, bool [passages]; none where the day is not known."""
        return self._last < (today.toordinal() if today else 0)

    def withheld(self, today: date | None) -> NDArray[np.bool_]:
        """Which are past the hard limit, bool [passages]; none where the day is not known."""
        return self._last < (today.toordinal() if today else 0) - self._after
