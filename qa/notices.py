"""What the asker is told beside the passages, in the asker's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from qa.datatypes import Guide, Lang, Level, Notice, Passage
from qa.safety.contacts.messages import told
from qa.safety.contacts.verdict import Known, Verdict
from qa.safety.scams import cards

Find = Callable[[Guide, Lang], Passage | None]
"""Finds the passage that a notice leads to."""


# More warnings than two are not read.
MAX_CARDS = 2

# The scheme of which a removed secret is told already.
_KNOWN = "asks-for-secret"

_LEVELS: Mapping[Known, Level] = {"lookalike": "danger", "unknown": "warning", "official": "info"}

# Not of the calendar module, which speaks the language of the machine.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def of_secrets(kinds: Collection[str], lang: Lang, find: Find) -> list[Notice]:
    """What to do now, once for each group of kinds of secrets, the gravest first."""
    return [
        Notice("secret_removed", group["level"], **_words(group[lang]), passage=find(_guide(group), lang))
        for group in _texts()["secrets"]
        if set(kinds) & set(group["kinds"])
    ]


def question_about(kinds: Collection[str], lang: Lang) -> str:
    """What somebody is likely to need who gave nothing but a secret of these kinds, at least one."""
    group = next(group for group in _texts()["secrets"] if set(kinds) & set(group["kinds"]))
    return _guide(group).question[lang]


def of_scams(codes: Sequence[str], secrets: Collection[str], lang: Lang, find: Find) -> list[Notice]:
    """A warning for each of the gravest schemes that were recognised.

    Whoever has typed a secret is told of that already: then no card says again that secrets are asked for.
    """
    found = [cards()[code] for code in codes if not (secrets and code == _KNOWN)]
    return [
        Notice(f"scam_{card.code}", card.level, card.title[lang], card.message[lang], passage=find(card.guide, lang))
        for card in found[:MAX_CARDS]
    ]


def of_contacts(found: Sequence[Verdict], lang: Lang, find: Find) -> list[Notice]:
    """What is known of each contact that the question names."""
    return [_of_contact(verdict, lang, find) for verdict in found]


def _of_contact(verdict: Verdict, lang: Lang, find: Find) -> Notice:
    words = told(verdict, lang)
    return Notice(
        f"contact_{verdict.verdict}",
        _LEVELS[verdict.verdict],
        words.title,
        words.message,
        steps=(*(reason.message for reason in words.reasons), words.advice),
        passage=find(Guide(**_texts()["contacts"]["guide"]), lang),
        about=verdict.displayed,
    )


def of_withheld(passages: Sequence[Passage], lang: Lang) -> list[Notice]:
    """Where to read what is too old to be shown."""
    words = _texts()["withheld"]
    return [
        Notice(
            "passage_withheld",
            words["level"],
            words[lang]["title"],
            words[lang]["message"].format(title=passage.title, date=_day(passage.review_by, lang)),
            passage=passage,
        )
        for passage in passages
    ]


def choice(lang: Lang) -> str:
    """Asks which platform a question is about."""
    return str(_texts()["clarify"][lang])


def _words(group: Mapping[str, Any]) -> dict[str, Any]:
    return {**group, "steps": tuple(group["steps"])}


def _guide(group: Mapping[str, Any]) -> Guide:
    return Guide(**group["guide"])


def _day(day: date | None, lang: Lang) -> str:
    if day is None:
        return ""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@cache
def _texts() -> Mapping[str, Any]:
    texts: Mapping[str, Any] = json.loads(resources.files("qa").joinpath("data", "notices.json").read_text("utf-8"))
    return texts
