"""The types that flow between the stages. Nothing here imports from ``qa``.

Inside a search index a passage is its *row* (int); outside it is its *id* (str).
Every retrieval stage takes and returns a `Ranking`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Lang = Literal["zh", "en"]
Wanted = Literal["auto", "zh", "en", "any"]
Kind = Literal["guide", "faq"]
State = Literal["answer", "no_answer"]

LANGS: tuple[Lang, ...] = ("zh", "en")

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]
Offsets = NDArray[np.int32]


# Documents --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or list item as plain text, with the list marker that stands before it."""

    text: str
    marker: str = ""

    @property
    def marked(self) -> str:
        """The text as a reader of the source sees it, list marker included."""
        return self.marker + self.text


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading, down to the next heading of any level.

    ``key`` is what the section's versions in different languages share: the editor's anchor,
    or the section's ordinal. ``path`` is the chain of headings, the section's own one last.
    ``html`` is the body, already safe to embed. ``line`` is 1-based, in the source file.
    """

    key: str
    anchor: str
    heading: str
    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    html: str
    line: int
    also: tuple[str, ...] = ()
    is_question: bool = False

    @property
    def level(self) -> int:
        """Heading level: 2 for a section directly under the title, 1 for text before any heading."""
        return len(self.path) + 1


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of a guidance text or FAQ, whatever format it came in.

    ``allow`` are contacts that may stand in it although no registry has them.
    """

    id: str
    lang: Lang
    kind: Kind
    title: str
    path: str
    sections: tuple[Section, ...]
    url: str | None = None
    updated: date | None = None
    review_by: date | None = None
    tags: tuple[str, ...] = ()
    platform: str | None = None
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved and returned word for word.

    ``section_key`` is shared with the passage's twins; ``part`` counts the passages of one section
    from 1. ``fragment`` is the text directive that finds the passage in its page ("" if none is unique).
    """

    id: str
    doc_id: str
    lang: Lang
    kind: Kind
    title: str
    heading_path: tuple[str, ...]
    text: str
    anchor: str
    section_key: str
    part: int = 1
    question: str | None = None
    also: tuple[str, ...] = ()
    fragment: str = ""
    url: str | None = None
    updated: date | None = None
    review_by: date | None = None
    tags: tuple[str, ...] = ()
    platform: str | None = None


# Encoding ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Encoding:
    """What one forward pass gives for n texts.

    ``pooled`` is float32 [n, dim], rows of unit length; ``tokens[i]`` is float32 [tokens of text i, dim],
    the last hidden states of the text's own tokens, not normalised: without padding, special tokens and the prompt's.
    ``offsets[i]`` is int32 [tokens of text i, 2], the half-open range of code points each token stands for.
    """

    pooled: Floats
    tokens: tuple[Floats, ...]
    offsets: tuple[Offsets, ...]

    def __post_init__(self) -> None:
        if not len(self.pooled) == len(self.tokens) == len(self.offsets):
            texts = f"{len(self.tokens)} texts and offsets of {len(self.offsets)}"
            raise ValueError(f"{len(self.pooled)} pooled vectors but token vectors of {texts}")
        for vectors, offsets in zip(self.tokens, self.offsets, strict=True):
            if len(vectors) != len(offsets):
                raise ValueError(f"{len(vectors)} tokens but {len(offsets)} offsets")


class Encoder(Protocol):
    """Text to vectors. Queries and passages have separate methods: models prompt them differently."""

    @property
    def fingerprint(self) -> str:
        """Identifies everything that decides the vectors; equal fingerprints give equal vectors."""

    @property
    def dim(self) -> int:
        """Width of the pooled and of the token vectors."""

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        """Encode what people ask."""

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        """Encode what may answer."""


# Retrieval --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows and their scores, best first; a higher score is always better. No row occurs twice."""

    rows: Rows
    scores: Floats

    def __post_init__(self) -> None:
        if self.rows.shape != self.scores.shape:
            raise ValueError(f"{self.rows.shape} rows but {self.scores.shape} scores")

    def __len__(self) -> int:
        return len(self.rows)

    def score(self, row: int) -> float:
        """The score of a row, 0 if it is not in the ranking."""
        return float(self.scores[self.rows == row].max(initial=0))


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the machine takes it. ``lang`` is the question's own language.

    ``wanted`` is the answers': ``auto`` prefers the question's and falls back to the other, ``zh`` and ``en`` are
    strict, ``any`` takes each passage in the version that matches best. ``platforms`` are those that the asker has to
    do with: passages about others do not answer; none named, none is left out. ``today`` is None where the age of a
    passage does not count.
    """

    text: str
    lang: Lang
    wanted: Wanted = "auto"
    top_k: int = 5
    kind: Kind | None = None
    tags: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points in a passage's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of an answer, with its versions in other languages."""

    passage: Passage
    confidence: float
    highlights: tuple[Span, ...] = ()
    alternates: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says to one query, the ranking of each stage that led to it, and the seconds of each step.

    ``withheld`` are passages that answer but are too long past their review to be shown. ``platforms`` are those
    between which the asker has to choose, because each has a passage of its own that may answer; else there are none.
    """

    state: State
    lang: Lang
    confidence: float
    hits: tuple[Hit, ...]
    related: tuple[Passage, ...] = ()
    withheld: tuple[Passage, ...] = ()
    platforms: tuple[str, ...] = ()
    stages: Mapping[str, Ranking] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)


# What protects the asker ------------------------------------------------------------------------

Level = Literal["danger", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Guide:
    """Where more is said: a section of the shipped documents, or in others whatever answers the question."""

    doc_id: str
    section_key: str
    question: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the asker should know, beside the passages: in the asker's language, with the passage that says more.

    ``about`` is what it speaks of, such as a contact, in a form that can be shown.
    """

    code: str
    level: Level
    title: str
    message: str
    steps: tuple[str, ...] = ()
    passage: Passage | None = None
    about: str | None = None


# Snapshots --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What a file must be: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was made of and consists of.

    ``encoder`` and ``tokens`` are the fingerprints of what made its vectors and terms, ``corpus`` the digest of
    the documents' files. ``counts`` is documents, passages and views, and passages of each language.
    ``files`` names every file of the snapshot but the manifest.
    """

    id: str
    created: str
    parent: str | None
    encoder: str
    tokens: str
    corpus: str
    counts: Mapping[str, int]
    files: Mapping[str, FileDigest]
    format_version: int
