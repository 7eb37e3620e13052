"""What a password looks like, after something that leads to it."""

from __future__ import annotations

from qa.safety.secrets.amounts import is_other
from qa.safety.secrets.leading import EXACTLY, LED_TO, STATED
from qa.safety.secrets.patterns import pattern, words, words_of
from qa.safety.secrets.reading import Reading

# Words of a passphrase: so many are no sentence without everyday words; fewer when it is called a phrase.
_LEAST_WORDS = 4
_LEAST_WORDS_PHRASE = 2

Span = tuple[int, int]


def password_at(reading: Reading, place: int, lead: int, *, phrase: bool) -> Span | None:
    """The password that begins at a place. ``phrase``: it is called one, so that two words may be one."""
    low = reading.low
    spoken = pattern("spoken_digits").match(low, place) if lead != LED_TO else None
    if spoken:
        return spoken.span()
    if not pattern("value").match(low, place):
        return _quoted(low, place)
    least = _LEAST_WORDS_PHRASE if phrase else _LEAST_WORDS
    several = _several_words(low, place, least) if lead != LED_TO else None
    return several or _grouped(reading, place) or _quoted(low, place) or value(low, place, lead)


def value(low: str, place: int, lead: int) -> Span | None:
    """A password without blanks, nor the brackets, quotes and punctuation of the sentence around it."""
    found = pattern("value").match(low, place)
    bare = pattern("bare").search(low, *found.span()) if found else None
    return bare.span() if bare and _is_value(low, *bare.span(), lead) else None


def is_mixed(low: str, start: int, end: int) -> bool:
    """Whether a word is none of a sentence: four digits, digits among letters, signs among letters."""
    return pattern("mixed").match(low, start, end) is not None


def _grouped(reading: Reading, place: int) -> Span | None:
    """The secret of an authenticator in groups of four capitals and digits, or a PIN whose digits stand apart."""
    found = pattern("grouped_secret").match(reading.text, place) or pattern("spaced_digits").match(reading.low, place)
    return found.span() if found else None


def _quoted(low: str, place: int) -> Span | None:
    found = pattern("quoted").match(low, place)
    return found.span() if found and found[0] not in words("not_password") else None


def _several_words(low: str, place: int, least: int) -> Span | None:
    """A passphrase: words up to the end of a clause, none of which, after the first, makes a sentence of them."""
    ordinary = words_of("function", "everyday", "not_password")
    begun = pattern("second_word").match(low, place)
    found = pattern("words_value").match(low, place) if begun and begun[1] not in ordinary else None
    if not found:
        return None
    first, *rest = found[0].split()
    if len(rest) + 1 < least or not ordinary.isdisjoint(rest) or (least < _LEAST_WORDS and first in ordinary):
        return None
    return found.span()


def _is_value(low: str, start: int, end: int, lead: int) -> bool:
    """A value with digits or signs in it stands anywhere; a mere word must be stated, and say nothing of a password."""
    if low[start:end] in words("not_password") or pattern("no_password").match(low, start, end):
        return False
    if is_other(low, start, end):
        return False
    if lead == EXACTLY or pattern("clearly_mixed" if lead == LED_TO else "mixed").match(low, start, end):
        return True
    is_word = lead == STATED and pattern("stated_word").match(low, start, end)
    return bool(is_word) and not pattern("preposition_after").match(low, end)
