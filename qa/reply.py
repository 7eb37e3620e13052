"""A person's question to everything the asker is told. Nothing behind this module sees a secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qa import notices
from qa.datatypes import Answer, Kind, Lang, Notice, Query, Wanted
from qa.engine import target_lang
from qa.language import detect, has_words
from qa.question import checked, refuse_unfit
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.verify import verdicts
from qa.safety.scams import scams
from qa.safety.secrets import Cut, SecretKind, cut
from qa.service import Service


@dataclass(frozen=True, slots=True)
class Wish:
    """A question as it came, and what is wanted of the answer; ``platform`` is a name in any spelling."""

    question: str
    lang: Wanted = "auto"
    top_k: int = 5
    kind: Kind | None = None
    tags: frozenset[str] = frozenset()
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the asker is told. ``query`` is what was searched for, ``removed`` are the kinds of secrets that it held.

    ``choices`` are the platforms to choose from.
    """

    query: Query
    answer: Answer
    notices: tuple[Notice, ...]
    choices: tuple[Entry, ...]
    removed: tuple[SecretKind, ...] = ()


def reply(service: Service, wish: Wish, today: date, reader: Lang | None = None) -> Reply:
    """Answer without what must be kept secret, and say what the asker should know.

    ``reader`` is the language for someone who has typed nothing but a secret. Raises QuestionError.
    """
    refuse_unfit(wish.question)
    kept = cut(wish.question)
    query = _query(service, wish, kept, today, reader or detect(wish.question))
    answer = service.engine.answer(query)
    lang = target_lang(query)
    told = [
        *notices.of_secrets(kept.kinds, lang, service.guide),
        *notices.of_scams(scams(query.text), kept.kinds, lang, service.guide),
        *notices.of_contacts(verdicts(query.text, service.registry, today), lang, service.guide),
        *notices.of_withheld(answer.withheld, lang),
    ]
    choices = tuple(entry for platform in answer.platforms if (entry := service.platforms.entry(platform)))
    return Reply(query, answer, tuple(told), choices, kept.kinds)


def _query(service: Service, wish: Wish, kept: Cut, today: date, reader: Lang) -> Query:
    """Where only a secret was typed, the question that whoever typed it is likely to have."""
    nothing_left = bool(kept.kinds) and not has_words(kept.text)
    lang = reader if nothing_left else detect(kept.text)
    text = notices.question_about(kept.kinds, lang) if nothing_left else checked(kept.text)
    named = (wish.platform,) if wish.platform else service.platforms.platforms_in(text)
    return Query(
        text=text,
        lang=lang,
        wanted=wish.lang,
        top_k=wish.top_k,
        kind=wish.kind,
        tags=wish.tags,
        platforms=frozenset(entry.platform if (entry := service.platforms.entry(name)) else name for name in named),
        today=today,
    )
