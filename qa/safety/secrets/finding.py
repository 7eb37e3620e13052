"""What must never leave the asker's hands: found, and cut out before anything else sees the text.

Seed phrases, private keys, passwords and codes, cards and identity numbers, the asker's own number and address. The
rules are words, forms and checksums (`qa/data/secrets.json`); no model judges. Where harm is weighed against
precision, a leaked key costs its owner everything and a cut word costs an answer little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice, repeat

from qa.safety.secrets import codes, contact_details, credentials, han_phrases, identity, keys, mnemonics
from qa.safety.secrets.kinds import BY_GRAVITY, Secret, SecretKind
from qa.safety.secrets.patterns import GAP
from qa.safety.secrets.reading import Reading, read
from qa.safety.secrets.repetition import repeated

# A question has 2 000 characters (qa.question), in which so many secrets of one family have no room: what holds more is
# no question but a leaked list, and all of it from the first secret on is cut.
MOST = 200
# How often a text is read at most: as it is, each piece between its cuts, each piece between theirs.
READINGS = 3

_FAMILIES = (
    mnemonics.find,
    han_phrases.find,
    keys.find,
    codes.find,
    credentials.find,
    identity.find,
    contact_details.find,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with GAP in place of its secrets, and their kinds, the gravest first, each once."""

    text: str
    kinds: tuple[SecretKind, ...]


def find(text: str) -> tuple[Secret, ...]:
    """The secrets of a text, in order, never overlapping, never ending inside a grapheme. Never raises."""
    reading = read(text)
    found = _apart(secret for family in _FAMILIES for secret in _bounded(reading, family(reading)))
    if found:
        found = _apart([*found, *_bounded(reading, repeated(reading, found))])
    return tuple(_apart(_as_written(reading, secret) for secret in found))


def cut(text: str) -> Cut:
    """The text without its secrets; what is cut once holds none that a second cut would find. Never raises.

    A cut may take away what spoke against a secret ("hash" in a password). So each piece between cuts is read again,
    with the gaps beside it, and what is found there is cut as well; a piece that holds a secret even in the last
    reading is cut whole. As no rule looks past a gap, no piece of what is left holds a secret where it stands.
    """
    kinds: set[SecretKind] = set()
    left = _left(text, ("", ""), READINGS, kinds)
    return Cut(left, tuple(kind for kind in BY_GRAVITY if kind in kinds))


def _left(piece: str, beside: tuple[str, str], readings: int, kinds: set[SecretKind]) -> str:
    """What is left of a piece that stands between the ends of the text or gaps. Adds to ``kinds`` what was cut."""
    before, after = beside
    found = find(before + piece + after)
    kinds.update(secret.kind for secret in found)
    if not found:
        return piece
    if readings == 1:
        return ""
    starts = [0, *(secret.end - len(before) for secret in found)]
    ends = [*(secret.start - len(before) for secret in found), len(piece)]
    befores = [before, *[GAP] * len(found)]
    afters = [*[GAP] * len(found), after]
    pieces = (piece[start:end] for start, end in zip(starts, ends, strict=True))
    return GAP.join(map(_left, pieces, zip(befores, afters, strict=True), repeat(readings - 1), repeat(kinds)))


def _bounded(reading: Reading, found: Iterator[Secret]) -> Iterator[Secret]:
    """All of some finds, or one from the first of too many to the end."""
    first = list(islice(found, MOST + 1))
    if len(first) <= MOST:
        yield from first
    else:
        joined = reduce(_joined, first)
        yield Secret(joined.kind, joined.start, len(reading.low), certain=False)


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
