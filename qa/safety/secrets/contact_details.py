"""Telephone numbers and e-mail addresses of the asker, not those that the asker was given or asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.safety.secrets.context import around, leading, nearest
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import any_of, pattern, words
from qa.safety.secrets.reading import Reading

# Characters before and after in which words say whose it is: half a sentence.
REACH = (40, 24)
# Before the word for a telephone: "the agent's phone".
_OWNER = 8

# A Chinese mobile written in one piece may begin as an American line that costs the caller nothing: 1888….
_ELEVEN = re.compile("[0-9]{11}")


def find(reading: Reading) -> Iterator[Secret]:
    """Numbers and addresses that are the asker's own, or of nobody who is named."""
    for name in ("mobile", "international", "national"):
        for found in pattern(name).finditer(reading.low):
            if _is_own_number(reading, found):
                yield Secret("phone", found.start(), found.end(), certain=False)
    for announced in pattern("own_phone").finditer(reading.low):
        value = pattern("phone_value").match(reading.low, announced.end())
        if value and not pattern("public_line").match(value[0]) and not _is_of_others(reading, announced.start()):
            yield Secret("phone", value.start(), value.end(), certain=False)
    if "@" in reading.low:
        yield from _emails(reading)


def _is_own_number(reading: Reading, found: re.Match[str]) -> bool:
    if pattern("public_line").match(found[0]) and not _ELEVEN.fullmatch(found[0]):
        return False
    names = ("own", "others", "order")
    said = leading(reading, found.start(), names, REACH[0]) or nearest(
        reading, found.start(), found.end(), names, REACH
    )
    return said == "own" or (said is None and not pattern("public_line").match(found[0]))


def _is_of_others(reading: Reading, place: int) -> bool:
    return any_of("others").search(reading.low, *around(reading, place, place, (_OWNER, 0))) is not None


def _emails(reading: Reading) -> Iterator[Secret]:
    for found in pattern("email").finditer(reading.low):
        name, _, domain = found[0].partition("@")
        if not words("role_mailboxes").isdisjoint((name, *re.findall("[a-z]+", name))):
            continue
        said = nearest(reading, found.start(), found.end(), ("own", "others"), REACH)
        if (
            _is_announced(reading, found.start())
            or said == "own"
            or (said is None and domain.partition(".")[0] in words("free_mail"))
        ):
            yield Secret("email", found.start(), found.end(), certain=True)


def _is_announced(reading: Reading, place: int) -> bool:
    return pattern("own_email").search(reading.low, max(0, place - REACH[0]), place) is not None
