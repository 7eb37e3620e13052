"""What the program's processes write about their work, and how much."""

from __future__ import annotations

import logging


def start_logging() -> None:
    """Write to standard error from INFO on."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when imported
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # every change would be announced twice
