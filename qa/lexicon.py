"""Different words for the same thing, in both languages: 提现 = 提币 = 提領 = withdraw = cash out.

Every line of a lexicon is one *concept*. Passages and questions gain a term for each concept that they mention in
whatever words, so BM25 weighs a concept by its own rarity, once, however many synonyms it has, and a Chinese
question shares terms with an English passage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from qa import tokens
from qa.errors import LexiconError
from qa.tokens import folded, units

# Before a concept's number, so that no word is mistaken for it.
MARK = "="

# The bundled file, and what an editor's own is called in a corpus.
NAME = "lexicon.tsv"

Expression = tuple[str, ...]


class Lexicon:
    """Finds concepts in text. Of nested expressions the longest counts: 没到账 is not also 到账."""

    def __init__(self, concepts: Mapping[Expression, str], extension: str = "") -> None:
        self._concepts = concepts
        self.extension = extension
        self._longest = max(map(len, concepts), default=0)

    def concepts(self, text: str) -> list[str]:
        """The concepts that the text mentions, as terms, in order, repeats kept."""
        return list(self._walk(units(folded(text))))

    def _walk(self, words: Expression) -> Iterator[str]:
        start = 0
        while start < len(words):
            for end in range(min(start + self._longest, len(words)), start, -1):
                concept = self._concepts.get(words[start:end])
                if concept:
                    yield concept
                    start = end
                    break
            else:
                start += 1


def parse(text: str, name: str) -> Iterator[tuple[Expression, ...]]:
    """The expressions of each line. Chinese before the tab, English after it; commas between; # begins a comment.

    Raises LexiconError, naming file and line, where a line has no tab or fewer than two expressions.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = tuple(dict.fromkeys(units(part) for side in line.split("\t") for part in folded(side).split(",")))
        expressions = tuple(expression for expression in found if expression)
        if line.count("\t") != 1 or len(expressions) < 2:
            raise LexiconError(f"{name}:{number}: expected 'Chinese, Chinese<TAB>English, English', found {line!r}")
        yield expressions


def merged(lines: Iterable[tuple[Expression, ...]], extension: str = "") -> Lexicon:
    """One lexicon of all lines; lines that share an expression are one concept.

    ``extension`` is the text of those lines that an editor added.
    """
    concepts: dict[Expression, int] = {}
    members: dict[int, list[Expression]] = {}
    for number, expressions in enumerate(lines):
        group = list(expressions)
        for other in {concepts[expression] for expression in expressions if expression in concepts}:
            group.extend(members.pop(other))
        members[number] = group
        concepts.update(dict.fromkeys(group, number))
    return Lexicon({expression: _term(members[number]) for expression, number in concepts.items()}, extension)


def _term(expressions: Iterable[Expression]) -> str:
    """A concept's name depends on its words alone, not on the order of the lines."""
    return MARK + min("".join(expression) for expression in expressions)


@lru_cache(2)
def with_bundled(extension: str = "", name: str = NAME) -> Lexicon:
    """The bundled lexicon and an editor's lines. Raises LexiconError."""
    return merged([*_bundled(), *parse(extension, name)], extension)


def fingerprint() -> str:
    """Identifies the program's share in the terms: equal fingerprints, equal terms for equal editors' lines."""
    return hashlib.sha256(f"{tokens.fingerprint()} {_text()}".encode()).hexdigest()[:16]


@cache
def _bundled() -> tuple[tuple[Expression, ...], ...]:
    return tuple(parse(_text(), NAME))


def _text() -> str:
    return resources.files("qa").joinpath("data", NAME).read_text("utf-8")
