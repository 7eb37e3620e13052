"""Digits that are no code and no PIN: they count something, or are the number that a message came from."""

from __future__ import annotations

from qa.safety.secrets.patterns import pattern

# From six digits on, a number counts money, not days or attempts.
SIX = 6
# Services that send messages have numbers of five digits, codes four, six or eight.
_SENDER = 5


def is_other(low: str, start: int, end: int) -> bool:
    """Whether digits count something, or send messages: "the code is from 10086"."""
    if end - start == _SENDER and pattern("sender_after").match(low, end):
        return True
    return pattern("amount_after" if end - start >= SIX else "unit_after").match(low, end) is not None
