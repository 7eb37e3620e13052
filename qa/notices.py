"""What the asker is told beside the passages, in the asker's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from qa.datatypes import Guide, Lang, Notice, Passage
from qa.safety.contacts import Verdict, told
from qa.safety.scams import Card

Find = Callable[[Guide, Lang], Passage | None]
"""Finds the passage that a notice leads to."""


# Not of the calendar module, which speaks the language of the machine.
_MONTHS = "January February March April May June July August September October November December".split()


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


def of_scams(found: Sequence[Card], lang: Lang, find: Find) -> list[Notice]:
    """A warning for each scheme that was recognised."""
    return [
        Notice(f"scam_{card.code}", card.level, card.title[lang], card.message[lang], passage=find(card.guide, lang))
        for card in found
    ]


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
