"""Whether a new snapshot may replace the live one: what it would answer, beside what is answered now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from qa.datatypes import LANGS, Lang, Passage, Query
from qa.engine import Engine
from qa.errors import CorpusError
from qa.golden import JudgedQuestion, read_golden, section_target

NAME = "gate.yaml"

# Asked of every new snapshot, unless the gate's file names others.
QUESTIONS = "questions/test.jsonl"

# Largest loss that is published without a word: right answers in percentage points, documents and passages in percent.
# 2 points are 7 of the 338 shipped questions: two standard errors of the difference when 12 answers change.
MAX_DROP = 2.0
MAX_SHRINK = 20.0

# Headings of each language that are asked as they stand, to see that anything is found at all, and how far down.
SMOKE_QUESTIONS = 5
SMOKE_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """What the gate asks, and how much may be lost; see `MAX_DROP` and `MAX_SHRINK` for the units."""

    questions: Sequence[JudgedQuestion] = ()
    max_drop: float = MAX_DROP
    max_shrink: float = MAX_SHRINK


@dataclass(frozen=True, slots=True)
class First:
    """What comes first: ids of passage and section, both None where the documents do not answer."""

    passage: str | None
    section: str | None

    def answers(self, question: JudgedQuestion) -> bool:
        """Whether this is what the question's judge expects; nothing, where nothing is expected."""
        return self.section in question.relevant if question.relevant else self.section is None


Answers = Mapping[str, First]
"""Text of a question to what came first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question that is answered otherwise, by ids of passages; None is no answer."""

    question: str
    before: str | None
    after: str | None
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found. ``right`` and ``before`` are shares of the ``asked`` questions, None where none was."""

    reasons: tuple[str, ...]
    asked: int
    right: float | None
    before: float | None
    changes: tuple[Change, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the live snapshot: how much it holds, and what it answers, empty if that is not known."""

    counts: Mapping[str, int]
    answers: Answers


def read_rules(corpus_dir: Path) -> Rules:
    """The rules in ``gate.yaml`` of a corpus, defaults for what it leaves out. Raises CorpusError or DatasetError."""
    path = corpus_dir / NAME
    fields = _fields(path) if path.is_file() else {}
    named = fields.get("questions")
    questions = corpus_dir / str(named or QUESTIONS)
    judged = read_golden(questions) if named or questions.is_file() else []
    drop, shrink = (_percent(fields, key, usual) for key, usual in _PERCENTAGES.items())
    return Rules(judged, drop, shrink)


_PERCENTAGES = {"max_drop": MAX_DROP, "max_shrink": MAX_SHRINK}


def _fields(path: Path) -> Mapping[str, object]:
    try:
        fields = yaml.BaseLoader(path.read_text("utf-8")).get_single_data()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise CorpusError(NAME, 1, f"cannot be read: {error}") from error
    unknown = sorted(set(fields) - {"questions", *_PERCENTAGES}) if isinstance(fields, dict) else []
    if not isinstance(fields, dict | None) or unknown:
        expected = "questions, max_drop, max_shrink"
        raise CorpusError(NAME, 1, f"expected lines of {expected}, found {', '.join(unknown) or 'something else'}")
    return fields or {}


def _percent(fields: Mapping[str, object], key: str, usual: float) -> float:
    value = str(fields.get(key, usual))
    try:
        found = float(value.removesuffix("%"))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise CorpusError(NAME, 1, f"{key}: {value!r} is not a number from 0 to 100")
    return found


def first_answers(engine: Engine, questions: Sequence[JudgedQuestion]) -> dict[str, First]:
    """What comes first for each question."""
    return {question.text: _first(engine, question) for question in questions}


def answers_from(verdict: Mapping[str, Any]) -> dict[str, First]:
    """The answers of a verdict that was written down as JSON; none, if it cannot be read."""
    try:
        return {question: First(**first) for question, first in verdict["answers"].items()}
    except (KeyError, TypeError, AttributeError):
        return {}


def judge(engine: Engine, counts: Mapping[str, int], live: Known | None, rules: Rules) -> Verdict:
    """Compare a candidate, given its engine and counts, with the live snapshot, if there is one."""
    answers = first_answers(engine, rules.questions)
    known = [question for question in rules.questions if live and question.text in live.answers]
    before = _share(live.answers, known) if live else None
    reasons = [*_silent_languages(engine), *(_shrunk(counts, live.counts, rules.max_shrink) if live else ())]
    comparable = _share(answers, known)
    if before is not None and comparable is not None and 100 * (before - comparable) > rules.max_drop:
        lost = f"from {100 * before:.1f} % to {100 * comparable:.1f} % of {len(known)} questions"
        reasons.append(f"right answers fall {lost}; {rules.max_drop:g} points are allowed")
    changes = tuple(_changes(known, live.answers, answers)) if live else ()
    return Verdict(tuple(reasons), len(answers), _share(answers, rules.questions), before, changes, answers)


def _first(engine: Engine, question: JudgedQuestion) -> First:
    answer = engine.answer(Query(question.text, question.lang, top_k=1))
    if answer.state != "answer" or not answer.hits:
        return First(None, None)
    passage = answer.hits[0].passage
    return First(passage.id, section_target(passage))


def _share(answers: Answers, questions: Sequence[JudgedQuestion]) -> float | None:
    right = [answers[question.text].answers(question) for question in questions]
    return sum(right) / len(right) if right else None


def _changes(questions: Sequence[JudgedQuestion], before: Answers, after: Answers) -> Iterator[Change]:
    for question in questions:
        old, new = before[question.text], after[question.text]
        if old.passage != new.passage:
            was, now = old.answers(question), new.answers(question)
            yield Change(question.text, old.passage, new.passage, now if was != now else None)


def _shrunk(counts: Mapping[str, int], live: Mapping[str, int], max_shrink: float) -> Iterator[str]:
    """Of documents, and of the passages of each language: a language can vanish while the number of documents stays."""
    for key in ("documents", *(f"passages_{lang}" for lang in LANGS)):
        was, now = live.get(key, 0), counts.get(key, 0)
        lost = 100 * (was - now) / was if was else 0.0
        if lost > max_shrink:
            what = key.replace("passages_", "passages in ")
            yield f"{what}: {was} become {now}, {lost:.0f} % fewer; {max_shrink:g} % are allowed"


def _silent_languages(engine: Engine) -> Iterator[str]:
    for lang in LANGS:
        mine = [passage for passage in engine.index.passages if passage.lang == lang]
        chosen = [mine[place] for place in np.linspace(0, len(mine) - 1, min(SMOKE_QUESTIONS, len(mine)), dtype=int)]
        if chosen and not any(_finds(engine, passage, lang) for passage in chosen):
            yield f"none of {len(chosen)} headings asked in {lang} finds its own section"


def _finds(engine: Engine, passage: Passage, lang: Lang) -> bool:
    heading = passage.question or (passage.heading_path or (passage.title,))[-1]
    hits = engine.answer(Query(heading, lang, lang, SMOKE_DEPTH)).hits
    return any(section_target(hit.passage) == section_target(passage) for hit in hits)
