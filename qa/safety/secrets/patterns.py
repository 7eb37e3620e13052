"""The words and patterns of `qa/data/secrets.json`, which the widget reads as well."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from qa.language import HAN

# Stands where a secret stood. No rule looks past it, so nothing becomes a secret because another one has gone: no class
# of a pattern holds it, and those that name what they do not hold are given it when they are read.
GAP = "…"

_NAME = re.compile(r"\{\{([a-z_]+)\}\}")
# A $ that is an assertion, or what holds one that is not: an escape, a class. Python's own $ stands before a last line
# end as well, JavaScript's does not.
_END = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern by its name. Raises KeyError for a name that the file does not hold."""
    return _patterns()[name]


@cache
def words(name: str) -> frozenset[str]:
    """The words of a name, lower case, Simplified."""
    return frozenset(_data()["words"][name])


def spoken_words() -> dict[str, list[str]]:
    """The words that rules look up, by their names, sorted; not those that only patterns hold."""
    found = _data()
    inserted = {name[1] for name in _NAME.finditer(json.dumps(found["patterns"]))}
    return {name: sorted(words(name)) for name in found["words"] if name not in inserted}


@cache
def words_of(*names: str) -> frozenset[str]:
    """The words of several names together."""
    return frozenset().union(*map(words, names))


@cache
def variants() -> dict[int, str]:
    """Characters and the ones that they are read as, for `str.translate`."""
    return {ord(written): read for written, read in _data()["variants"].items()}


@cache
def any_of(*names: str) -> re.Pattern[str]:
    """Any word of some names, English ones only as whole words, and never as part of an e-mail address.

    Words are read by their first letter, for speed, and the longest first: of two that begin alike the longer.
    """
    initials: dict[str, list[str]] = {}
    for word in sorted(words_of(*names), key=lambda word: (-len(word), word)):
        ends = "(?![a-z@])" if word.isascii() else ""
        initials.setdefault(word[0], []).append(re.escape(word[1:]) + ends)
    return re.compile(
        "|".join(
            f"{re.escape(first)}{'(?<![a-z@.].)' if first.isascii() else ''}(?:{'|'.join(rest)})"
            for first, rest in initials.items()
        )
    )


@cache
def name_of(*names: str) -> dict[str, str]:
    """Each word of some names and the first of them that holds it."""
    return {word: name for name in reversed(names) for word in words(name)}


@cache
def sources() -> dict[str, dict[str, str]]:
    """The patterns as JavaScript reads them, with their words and the gap put in: for lower case, and for any case."""
    return {
        case: {name: _NAME.sub(_inserted, written).replace("[^", f"[^{GAP}") for name, written in patterns.items()}
        for case, patterns in _data()["patterns"].items()
    }


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(_END.sub(lambda found: found[1] or r"\Z", written))
        for patterns in sources().values()
        for name, written in patterns.items()
    }


def _inserted(name: re.Match[str]) -> str:
    return HAN if name[1] == "han" else "|".join(sorted(words(name[1])))


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files("qa").joinpath("data", "secrets.json").read_text("utf-8"))
    return found
