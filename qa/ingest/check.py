"""What an editor should look at: documents in, findings out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from qa.datatypes import LANGS, Document, Section
from qa.errors import CorpusError
from qa.ingest.chunking import passages
from qa.ingest.formats import Corpus
from qa.ingest.headings import headings
from qa.ingest.links import resolve_links
from qa.ingest.parts import asked
from qa.ingest.quarantine import unlisted
from qa.language import clean
from qa.safety.contacts.registry import Registry

Severity = Literal["error", "warning"]

# An error is something that keeps a build from running, or that a reader of the source pages meets as a fault.
SEVERITIES: Mapping[str, Severity] = {
    "broken-document": "error",
    "duplicate-id": "error",
    "dead-link": "error",
    "future-date": "error",
    "different-anchor": "error",
    "doubtful-file": "warning",
    "empty-heading": "warning",
    "missing-document": "warning",
    "missing-section": "warning",
    "question-twice": "warning",
    "review-due": "warning",
    "unlisted-contact": "warning",
    "no-fragment": "warning",
}

# How readers tell of something with its place.
_PLACED = re.compile(r"(?P<path>.*?):(?P<line>\d+): (?P<problem>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at. ``line`` is 1-based; ``code``, one of `SEVERITIES`, is stable, ``message`` a sentence."""

    path: str
    line: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it is an error or a warning."""
        return SEVERITIES[self.code]


@dataclass(frozen=True, slots=True)
class _Checked:
    """What every check is given: documents that could be read, the text of each file by its path, and the day."""

    documents: Sequence[Document]
    texts: Mapping[str, str]
    today: date
    registry: Registry | None

    def line(self, document: Document, wanted: str, start: int = 1) -> int:
        """The first line from ``start`` on that holds a text; ``start`` if none does."""
        lines = self.texts[document.path].split("\n")
        return next(
            (number for number, line in enumerate(lines, 1) if number >= start and wanted in clean(line)), start
        )


def findings(
    read: Corpus,
    texts: Mapping[str, str],
    today: date,
    errors: Iterable[CorpusError] = (),
    registry: Registry | None = None,
) -> list[Finding]:
    """All findings in the order of files and lines.

    ``texts`` holds the source of every document by its path, "" for one that is no text; ``errors`` are those that
    reading the corpus found. Without a registry there is nothing to check contacts against.
    """
    corpus = _Checked(read.documents, texts, today, registry)
    readable = {document.path for document in read.documents}
    # A file that could be read and is an error all the same has an id that another has taken.
    broken = [
        Finding(error.path, error.line, "duplicate-id" if error.path in readable else "broken-document", error.problem)
        for error in errors
    ]
    return sorted({*broken, *_told(read.warnings), *(finding for check in _CHECKS for finding in check(corpus))})


def _told(warnings: Iterable[str]) -> Iterator[Finding]:
    for warning in warnings:
        if found := _PLACED.fullmatch(warning):
            yield Finding(found["path"], int(found["line"]), "doubtful-file", found["problem"])


def _dead_links(corpus: _Checked) -> Iterator[Finding]:
    for dead in resolve_links(corpus.documents)[1]:
        if found := _PLACED.fullmatch(dead):
            cure = "name a file of the corpus and an anchor in it, or take the link away"
            yield Finding(found["path"], int(found["line"]), "dead-link", f"{found['problem']}; {cure}")


def _dates(corpus: _Checked) -> Iterator[Finding]:
    for document in corpus.documents:
        if document.updated and document.updated > corpus.today:
            problem = f"updated on {document.updated}, which is still to come; set the day of the last change"
            yield Finding(document.path, corpus.line(document, "updated:"), "future-date", problem)
        if document.review_by and document.review_by < corpus.today:
            problem = f"to be reviewed by {document.review_by}, which is over; review it and set another day"
            yield Finding(document.path, corpus.line(document, "review_by:"), "review-due", problem)


def _empty_headings(corpus: _Checked) -> Iterator[Finding]:
    for document in corpus.documents:
        with_text = {section.line for section in document.sections}
        found = headings(corpus.texts[document.path], document.path)
        for heading, following in zip_longest(found, found[1:]):
            groups = following is not None and following.level > heading.level
            if not heading.text:
                problem = "the heading has no words; name it, or take the line away"
            elif heading.level > 1 and heading.line not in with_text and not groups:
                problem = f"nothing stands under the heading {heading.text!r}; write its text, or take it away"
            else:
                continue
            yield Finding(document.path, heading.line, "empty-heading", problem)


def _no_fragments(corpus: _Checked) -> Iterator[Finding]:
    for document in corpus.documents:
        lines = {section.key: section.line for section in document.sections}
        for passage in passages(document):
            if not passage.fragment:
                beginning = passage.text.replace("\n", " ")[:40]
                problem = f"no sentence of '{beginning}…' stands once in its page, so no link can mark it; reword one"
                yield Finding(document.path, lines[passage.section_key], "no-fragment", problem)


def _questions_twice(corpus: _Checked) -> Iterator[Finding]:
    first: dict[tuple[str, str], tuple[Document, Section]] = {}
    for document in corpus.documents:
        for section in document.sections:
            for question in (section.heading, *section.also) if section.is_question else section.also:
                other, taken = first.setdefault((document.lang, asked(question)), (document, section))
                if taken is not section:
                    line = corpus.line(document, question, section.line)
                    problem = f"{question!r} also asks for {other.path}:{taken.line}; keep one of them"
                    yield Finding(document.path, line, "question-twice", problem)


def _missing_documents(corpus: _Checked) -> Iterator[Finding]:
    """Only where both languages are in use: a corpus in one language misses nothing."""
    used = {document.lang for document in corpus.documents}
    there = {(document.id, document.lang) for document in corpus.documents}
    for document in corpus.documents:
        for lang in sorted(used):
            if (document.id, lang) not in there:
                problem = f"there is no {document.id!r} in {lang}; translate it and give the translation the same id"
                yield Finding(document.path, 1, "missing-document", problem)


def _sections_of_twins(corpus: _Checked) -> Iterator[Finding]:
    by_name = {(document.id, document.lang): document for document in corpus.documents}
    for name in sorted({document.id for document in corpus.documents}):
        here, there = (by_name.get((name, lang)) for lang in LANGS)
        if here and there:
            yield from _unpaired(here, there)
            yield from _unpaired(there, here, reported=True)


def _unpaired(here: Document, there: Document, *, reported: bool = False) -> Iterator[Finding]:
    """Sections without a twin. Where one at the same place has none either, they are taken for twins.

    ``reported`` is set for the second language: what both sides have is said once.
    """
    keys = {section.key for section in there.sections}
    own = {section.key for section in here.sections}
    same_length = len(here.sections) == len(there.sections)
    for position, section in enumerate(here.sections):
        if section.key in keys:
            continue
        twin = there.sections[position] if same_length else None
        if twin is None or twin.key in own:
            problem = (
                f"{there.path} has no section {section.key!r}; translate it and give it the anchor {{#{section.key}}}"
            )
            yield Finding(here.path, section.line, "missing-section", problem)
        elif not reported:
            problem = (
                f"the anchor is {section.key!r} here and {twin.key!r} in {there.path}:{twin.line}; make them the same"
            )
            yield Finding(here.path, section.line, "different-anchor", problem)


def _unlisted_contacts(corpus: _Checked) -> Iterator[Finding]:
    if corpus.registry is None:
        return
    for found in unlisted(corpus.documents, corpus.registry):
        line = corpus.line(found.document, found.mention.value, found.line)
        yield Finding(found.document.path, line, "unlisted-contact", found.problem)


_CHECKS: Sequence[Callable[[_Checked], Iterator[Finding]]] = (
    _dead_links,
    _dates,
    _unlisted_contacts,
    _empty_headings,
    _no_fragments,
    _questions_twice,
    _missing_documents,
    _sections_of_twins,
)
