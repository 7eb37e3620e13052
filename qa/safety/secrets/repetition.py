"""A secret that is said again, where nothing announces it: "entered pin 8642 three times, is 8642 gone?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import pattern
from qa.safety.secrets.reading import Reading


def repeated(reading: Reading, found: Sequence[Secret]) -> Iterator[Secret]:
    """Where the value of a find stands again; only values of one piece, as others are found by their own form."""
    kinds = {reading.low[secret.start : secret.end]: secret.kind for secret in found}
    for token in pattern("token").finditer(reading.low):
        kind = kinds.get(token[0])
        if kind:
            yield Secret(kind, token.start(), token.end(), certain=False)
