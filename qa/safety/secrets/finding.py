"""What must never leave the asker's hands: found, and cut out before anything else sees the text.

Seed phrases, private keys, passwords and codes, cards and identity numbers, the asker's own number and address. The
rules are words, forms and checksums (`qa/data/secrets.json`); no model judges. Where harm is weighed against
precision, a leaked key costs its owner everything and a cut word costs an answer little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from qa.safety.secrets import contact_details, credentials, han_phrases, identity, keys, mnemonics
from qa.safety.secrets.kinds import BY_GRAVITY, Secret, SecretKind
from qa.safety.secrets.reading import GAP, Reading, read

# A question has 2 000 characters (qa.question), in which so many secrets of one family have no room: what holds more is
# no question but a leaked list, and all of it from the first secret on is cut.
MOST = 200

_FAMILIES = (mnemonics.find, han_phrases.find, keys.find, credentials.find, identity.find, contact_details.find)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with GAP in place of its secrets, and their kinds, the gravest first, each once."""

    text: str
    kinds: tuple[SecretKind, ...]


def find(text: str) -> tuple[Secret, ...]:
    """The secrets of a text, in order, never overlapping, never ending inside a grapheme. Never raises."""
    reading = read(text)
    return tuple(_as_written(reading, secret) for secret in _apart(_found(reading)))


def cut(text: str) -> Cut:
    """The text without its secrets; what is cut once holds none that a second cut would find. Never raises."""
    kinds: set[SecretKind] = set()
    while found := find(text):
        kinds.update(secret.kind for secret in found)
        text = _without(text, found)
    return Cut(text, tuple(kind for kind in BY_GRAVITY if kind in kinds))


def _found(reading: Reading) -> Iterator[Secret]:
    for family in _FAMILIES:
        found = list(islice(family(reading), MOST + 1))
        if len(found) > MOST:
            first = reduce(_joined, found)
            yield Secret(first.kind, first.start, len(reading.low), certain=False)
        else:
            yield from found


def _apart(found: Iterable[Secret]) -> list[Secret]:
    """Finds that overlap are one, of the gravest kind among them: nothing of either is left."""
    apart: list[Secret] = []
    for secret in sorted(found, key=lambda secret: (secret.start, -secret.end)):
        if apart and secret.start < apart[-1].end:
            apart[-1] = _joined(apart[-1], secret)
        else:
            apart.append(secret)
    return apart


def _joined(one: Secret, other: Secret) -> Secret:
    graver = min(one, other, key=lambda secret: (BY_GRAVITY.index(secret.kind), not secret.certain))
    return Secret(graver.kind, min(one.start, other.start), max(one.end, other.end), graver.certain)


def _as_written(reading: Reading, secret: Secret) -> Secret:
    return Secret(secret.kind, *reading.span(secret.start, secret.end), secret.certain)


def _without(text: str, found: Iterable[Secret]) -> str:
    pieces: list[str] = []
    place = 0
    for secret in found:
        pieces += (text[place : secret.start], GAP)
        place = secret.end
    return "".join((*pieces, text[place:]))
