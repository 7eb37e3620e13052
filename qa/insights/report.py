"""What is missing from the documents and what people did not like. It is for editors: no vote moves the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from qa.confidence import answers
from qa.datatypes import LANGS, Lang, Query
from qa.engine import Engine
from qa.feedback.entries import today
from qa.feedback.store import Asked, Store, Votes
from qa.insights.groups import Group, grouped
from qa.insights.stubs import stubs

# Fewer than five questions may all be one person's, told in five ways; five that are alike are worth a section. It is
# what comparable systems take too.
LEAST = 5

DAYS = 30

# The newest questions that are grouped. So many took 15 to 19 s with the bundled encoder on 2 cores, of which grouping
# was 0.2 s, and 180 MB.
MAX_QUESTIONS = 2_000

# Digits of a probability, as in answers.
DIGITS = 3

# What is shown of a group and of a passage's votes: as much as is read at a glance.
EXAMPLES = 5
REASONS = 3


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the engine answers a group's most typical question today; ``answered`` if documents now cover it."""

    passage_id: str
    title: str
    confidence: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A group of questions that were asked in vain. ``stubs`` are documents to fill in, by language."""

    size: int
    by_lang: Mapping[Lang, int]
    question: str
    examples: tuple[str, ...]
    nearest: Nearest | None
    stubs: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Insights:
    """``questions`` were asked in vain since that day; only those in groups are told."""

    since: date
    least: int
    questions: int
    gaps: tuple[Gap, ...]
    votes: tuple[Votes, ...]


def insights(engine: Engine, path: Path, least: int = LEAST, days: int = DAYS) -> Insights:
    """Read what was stored in the last days, if anything was. Raises FeedbackError where it cannot be read."""
    since = today() - timedelta(days=days - 1)
    questions, votes = _stored(path, since)
    gaps = [_gap(group, engine) for group in grouped(questions, engine, least)]
    return Insights(since, least, len(questions), tuple(gaps), tuple(votes))


def _stored(path: Path, since: date) -> tuple[list[Asked], list[Votes]]:
    if not path.exists():
        return [], []
    with closing(Store(path)) as store:
        return store.asked(since, MAX_QUESTIONS), store.votes(since, REASONS)


def _gap(group: Group, engine: Engine) -> Gap:
    typical = group.phrasings[0]
    return Gap(
        size=group.size,
        by_lang={lang: sum(phrasing.days for phrasing in group.in_lang(lang)) for lang in LANGS},
        question=typical.text,
        examples=tuple(phrasing.text for phrasing in group.phrasings[1 : EXAMPLES + 1]),
        nearest=_nearest(Query(typical.text, typical.lang), engine),
        stubs=stubs(group),
    )


def _nearest(query: Query, engine: Engine) -> Nearest | None:
    hits = engine.answer(query).hits
    if not hits:
        return None
    passage, likely = hits[0].passage, hits[0].confidence
    title = passage.question or " › ".join((passage.title, *passage.heading_path))
    return Nearest(passage.id, title, round(likely, DIGITS), answers(likely))
