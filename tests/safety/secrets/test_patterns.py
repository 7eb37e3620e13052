"""The data that the widget reads as well: what Python and JavaScript read alike, and nothing that nobody uses."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import qa.safety.secrets
from qa.safety.secrets.patterns import GAP, any_of, name_of, pattern, words

DATA: dict[str, Any] = json.loads(resources.files("qa").joinpath("data", "secrets.json").read_text("utf-8"))
PATTERNS = DATA["patterns"]["in_lower_case"] | DATA["patterns"]["in_case"]
SOURCES = "".join(path.read_text("utf-8") for path in Path(qa.safety.secrets.__path__[0]).glob("*.py"))
INSERTED = set(re.findall(r"\{\{(\w+)\}\}", "".join(PATTERNS.values()))) - {"han"}
# All that both read alike: characters of syntax escaped, groups without names, bounded repetitions, greedy or not.
ESCAPES = re.compile(r"\\[^n.()\[\]{}+*?^$|/\\-]")
GROUPS = re.compile(r"\(\?(?!:|=|!|<=|<!)")
ENDLESS = re.compile(r"[+*]|[+*?}][+]|\{[0-9]*,\}")
CLASSES = re.compile(r"\[(?:[^\]\\]|\\.)*\]")


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_read_alike_in_both_languages(name: str) -> None:
    assert not ESCAPES.search(PATTERNS[name])
    assert not GROUPS.search(re.sub(r"\\.", "", CLASSES.sub("", PATTERNS[name])))
    assert "\\-" not in CLASSES.sub("", PATTERNS[name])


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_repeats_nothing_without_end(name: str) -> None:
    """But the two that are one class and nothing else, which cannot be slow."""
    endless = ENDLESS.search(re.sub(r"\\.", "", CLASSES.sub("", PATTERNS[name])))
    assert endless is None or name in {"english_word", "han_run"}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_reads_past_a_gap(name: str) -> None:
    """A class that names what it does not hold is given the gap when it is read; no other holds it."""
    for found in CLASSES.findall(pattern(name).pattern):
        assert (GAP in found) == found.startswith("[^")
    assert GAP not in CLASSES.sub("", pattern(name).pattern)
    assert "." not in re.sub(r"\(\?<[!=][^()]*\)", "", CLASSES.sub("", re.sub(r"\\.", "", PATTERNS[name])))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_for_lower_case_names_no_capital(name: str) -> None:
    if name in DATA["patterns"]["in_lower_case"]:
        assert not re.search("[A-Z]", PATTERNS[name])


@pytest.mark.parametrize("name", [*PATTERNS, *DATA["words"]])
def test_everything_is_used(name: str) -> None:
    assert f'"{name}"' in SOURCES or name in INSERTED


def test_words_are_in_the_form_in_which_they_are_read() -> None:
    for name in DATA["words"]:
        for word in words(name):
            assert word == word.lower() == "".join(DATA["variants"].get(char, char) for char in word)


def test_the_longest_of_words_that_begin_alike_is_read() -> None:
    found = any_of("order", "identity").search("my id number 1")
    assert found is not None
    assert name_of("order", "identity")[found[0]] == "identity"


def test_words_inside_other_words_or_addresses_are_not_read() -> None:
    assert any_of("others").search("supported support@kraken.com hers") is None


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="unheard"):
        pattern("unheard")
