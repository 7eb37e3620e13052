"""Passwords and one-time codes that are given as such. Only the value is found, never the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.safety.secrets.context import nearest
from qa.safety.secrets.kinds import Secret, SecretKind
from qa.safety.secrets.patterns import any_of, pattern, words, words_of
from qa.safety.secrets.reading import GAP, Reading

# How a value is led to, from plainest to least plain: "password: x", "password is x", "password x".
_EXACTLY, _STATED, _LED_TO = 1, 2, 3
# The shortest PIN has four digits; fewer count something.
_LEAST_DIGITS = 4
_LEAST = 3
# A word with a sign in it, and nothing that leads to it, must be longer than "e-mail" or "n/a".
_LEAST_SIGNS = 7
_SIGN = re.compile(r"[a-z0-9][@#$%^&*!_+=~][a-z0-9]|[a-z0-9][@#$%^&*!~]$")
# What ends a word that says how a password is: "leaked", "missing", "constantly".
_SAYS_HOW = ("ed", "ing", "ly", "able", "ible")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`", "「": "」", "『": "』", "《": "》", "【": "】"}
# The longest quoted password that is looked for.
_QUOTED = 64
# Words of a passphrase: so many are no sentence without everyday words; fewer when it is called a phrase.
_LEAST_WORDS = 4
_LEAST_WORDS_PHRASE = 2
# Between an announced code and its six digits: "the code that he asked me for on the phone".
_FAR = 48
# The longest word that makes "code" a verification code, and what is before it.
_NAMED = 20
# A code that is no secret, in Chinese, where the word before it is not apart.
_OTHERS_CODES = ("错误", "邀请", "推荐", "优惠", "状态", "国家", "二维")
# Characters before and after a token that can only be a password in which the word for it stands.
_REACH = (30, 24)
# Characters before and after six digits in which a code is spoken of, where nothing leads from one to the other: long
# enough for "as the verification code".
_CODE_REACH = (24, 30)


def find(reading: Reading) -> Iterator[Secret]:
    """Values that follow an announcing word, and values that one follows: "hunter2 is my password"."""
    yield from _codes(reading)
    if pattern("password").search(reading.low):
        yield from _passwords(reading)


def _codes(reading: Reading) -> Iterator[Secret]:
    for announced in pattern("code").finditer(reading.low):
        if not announced[0].startswith("code") or _is_named(reading.low, announced.start()):
            yield from _span(_code_after(reading.low, announced.end()), "one_time_code")
    for found in pattern("code_before").finditer(reading.low):
        yield from _span(found.span(1), "one_time_code")
    for found in pattern("lone_six_digits").finditer(reading.low):
        if _is_near_code(reading, *found.span()):
            yield Secret("one_time_code", found.start(), found.end(), certain=False)


def _passwords(reading: Reading) -> Iterator[Secret]:
    for announced in pattern("password").finditer(reading.low):
        yield from _span(_password_after(reading, announced), "password")
    for found in pattern("password_before").finditer(reading.low):
        if _is_mixed(found[1]):
            yield from _span(found.span(1), "password")
    for found in pattern("login_pair").finditer(reading.low):
        yield from _span(_value(reading.low, found.end(), _EXACTLY), "password")
    for found in pattern("strong_token").finditer(reading.low):
        if _is_strong(reading.text[found.start() : found.end()]) and _is_near_password(reading, *found.span()):
            yield Secret("password", found.start(), found.end(), certain=False)


def _span(found: tuple[int, int] | None, kind: SecretKind) -> Iterator[Secret]:
    if found:
        yield Secret(kind, *found, certain=False)


def _is_named(low: str, place: int) -> bool:
    """Whether "code" is called a verification code, my code, …, not an error code or a referral code."""
    before = low[max(0, place - _NAMED) : place].rstrip(" -")
    last = re.split(r"[^a-z0-9-]", before)[-1]
    return last in words("code_name") or (not last and not before.endswith(_OTHERS_CODES))


def _code_after(low: str, place: int) -> tuple[int, int] | None:
    led = pattern("lead").match(low, place)
    if led:
        found = pattern("code_value").match(low, led.end())
        if not found and led.lastindex != _LED_TO:
            found = pattern("code_letters").match(low, led.end())
        if found and not _counts_something(low, found.end()):
            return found.span()
    return _digits_after(low, place)


def _digits_after(low: str, place: int) -> tuple[int, int] | None:
    """Six digits some words after a code was spoken of, unless they are called something else."""
    found = pattern("six_digits").search(low, place, place + _FAR)
    if not found or not pattern("code_filler").fullmatch(low, place, found.start()):
        return None
    named = any_of("order").search(low, place, found.start())
    return None if named or _counts_something(low, found.end()) else found.span()


def _password_after(reading: Reading, announced: re.Match[str]) -> tuple[int, int] | None:
    led = pattern("lead").match(reading.low, announced.end())
    if not led:
        return None
    place, lead = led.end(), led.lastindex or _LED_TO
    if not pattern("value").match(reading.low, place):
        return _quoted(reading.low, place)
    least = _LEAST_WORDS_PHRASE if "phrase" in announced[0] else _LEAST_WORDS
    several = _several_words(reading.low, place, least) if lead != _LED_TO else None
    return several or _grouped(reading, place) or _quoted(reading.low, place) or _value(reading.low, place, lead)


def _grouped(reading: Reading, place: int) -> tuple[int, int] | None:
    """The secret of an authenticator: groups of four capitals and digits."""
    found = pattern("grouped_secret").match(reading.low, place)
    return found.span() if found and reading.text[place : found.end()].isupper() else None


def _quoted(low: str, place: int) -> tuple[int, int] | None:
    closing = _QUOTES.get(low[place - 1 : place], "")
    end = low.find(closing, place, place + _QUOTED) if closing else -1
    inside = low[place:end] if end > place else ""
    if GAP in inside or "\n" in inside or not inside.strip() or inside in words("not_password"):
        return None
    return place, end


def _several_words(low: str, place: int, least: int) -> tuple[int, int] | None:
    """A passphrase: words up to the end of a clause, none of which, after the first, makes a sentence of them."""
    found = pattern("words_value").match(low, place)
    if not found:
        return None
    first, *rest = found[0].split()
    ordinary = words_of("function", "everyday", "not_password")
    if len(rest) + 1 < least or not ordinary.isdisjoint(rest) or (least < _LEAST_WORDS and first in ordinary):
        return None
    return found.span()


def _value(low: str, place: int, lead: int) -> tuple[int, int] | None:
    found = pattern("value").match(low, place)
    if not found:
        return None
    start, end = _without_edges(low, found.start(), found.end())
    return (start, end) if _is_value(low, start, end, lead) else None


def _without_edges(low: str, start: int, end: int) -> tuple[int, int]:
    while start < end and low[start] in "\"'`(<[{":
        start += 1
    while start < end and low[end - 1] in "\"'`)>]}":
        end -= 1
    is_end = start < end and low[end - 1] in ".,;:?" and low[end - 2] != low[end - 1]
    return start, end - 1 if is_end else end


def _is_value(low: str, start: int, end: int, lead: int) -> bool:
    """A value with digits or signs in it stands anywhere; a mere word must be stated, and say nothing of a password."""
    value = low[start:end]
    if len(value) < _LEAST or value in words("not_password") or pattern("date").match(value):
        return False
    if pattern("looks_like_link").match(value) or _counts_something(low, end):
        return False
    if _is_mixed(value):
        return lead != _LED_TO or any(char in "0123456789" for char in value) or len(value) >= _LEAST_SIGNS
    return lead == _EXACTLY or (lead == _STATED and value.isalpha() and not _says_how(low, start, end))


def _is_mixed(value: str) -> bool:
    digits = sum(char in "0123456789" for char in value)
    if digits == len(value):
        return digits >= _LEAST_DIGITS
    return (digits > 0 and len(value) > _LEAST) or _SIGN.search(value) is not None


def _is_strong(token: str) -> bool:
    """Letters, digits, and a sign or both cases: what a form asks of a password, and few other words have."""
    kinds = (
        any("a" <= char <= "z" for char in token),
        any("A" <= char <= "Z" for char in token),
        any("0" <= char <= "9" for char in token),
        any(char in "@#$%^&*!+=~_" for char in token),
    )
    return kinds[2] and (kinds[0] or kinds[1]) and sum(kinds) > 2 and not _is_address(token)


def _is_address(token: str) -> bool:
    return pattern("looks_like_link").match(token) is not None or pattern("mail_like").search(token) is not None


def _is_near_password(reading: Reading, start: int, end: int) -> bool:
    return nearest(reading, start, end, ("password_word", "order", "own_name"), _REACH) == "password_word"


def _is_near_code(reading: Reading, start: int, end: int) -> bool:
    if _counts_something(reading.low, end):
        return False
    return nearest(reading, start, end, ("code_word", "order"), _CODE_REACH) == "code_word"


def _says_how(low: str, start: int, end: int) -> bool:
    return low.endswith(_SAYS_HOW, start, end) or pattern("preposition_after").match(low, end) is not None


def _counts_something(low: str, end: int) -> bool:
    return pattern("unit_after").match(low, end) is not None
