"""A secret that is said again, where nothing announces it: "entered pin 8642 three times, is 8642 gone?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import pattern
from qa.safety.secrets.reading import Reading

# Around a value: punctuation of the sentence, brackets, quotes.
_EDGES = ".,:;?!\"'`()[]{}<>"


def repeated(reading: Reading, found: Sequence[Secret]) -> Iterator[Secret]:
    """Where the value of a find stands again; only values of one piece, as others are found by their own form."""
    kinds = {reading.low[secret.start : secret.end]: secret.kind for secret in found}
    for token in pattern("token").finditer(reading.low):
        value = token[0].strip(_EDGES)
        if value in kinds:
            start = token.start() + token[0].index(value)
            yield Secret(kinds[value], start, start + len(value), certain=False)
