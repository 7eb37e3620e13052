"""Answers in the service's form, laid out by hand so that each state of the panel is sure to be seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa.api.schemas import AnswerOut, PassageOut

Json = dict[str, Any]

ADDRESS = "https://help.example/"

# What they say, by language.
CONTENT = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
QUESTIONS: dict[str, list[str]] = CONTENT["questions"]

# The document whose review is overdue.
OVERDUE = "fees"

OTHER = {"zh": "en", "en": "zh"}


def passage(name: str, lang: str) -> Json:
    """A passage of a document, and its twin in the other language."""
    title, content = CONTENT["documents"][name][lang], CONTENT["passages"][name][lang]
    question = content["question"]
    found = {
        "doc_id": name,
        "passage_id": f"{name}/{lang}",
        "lang": lang,
        "kind": "faq" if question else "guide",
        "platform": None,
        "title": title,
        "heading_path": [] if question else [CONTENT["heading"][lang]],
        "question": question,
        "text": content["text"],
        "source": {
            "url": f"{ADDRESS}sources/{name}/{lang}",
            "deep_url": f"{ADDRESS}sources/{name}/{lang}#place",
            "title": title,
            "domain": "help.example",
            "updated": "2026-09-14",
            "review_by": "2026-11-01",
            "review_due": name == OVERDUE,
        },
        "alternates": [{"lang": OTHER[lang], "passage_id": f"{name}/{OTHER[lang]}", "url": f"{ADDRESS}sources/{name}"}],
    }
    return PassageOut.model_validate(found).model_dump(mode="json")


def answer(lang: str, **changes: Any) -> Json:
    """Two passages, the first in the language asked and the second only in the other, and related questions."""
    results = [ranked(passage("withdrawal", lang), 1), ranked(passage("fees", OTHER[lang]), 2)]
    found = {
        "answer_id": "2b7c1f60",
        "state": "answer",
        "lang": lang,
        "confidence": 0.93,
        "results": results,
        "related": [{"question": question, "passage_id": "fees/zh"} for question in QUESTIONS[lang][:3]],
        "notices": [],
        "clarify": None,
        "snapshot": "20261114-1",
        "took_ms": 4.2,
    }
    return AnswerOut.model_validate({**found, **changes}).model_dump(mode="json", exclude_none=True)


def ranked(found: Json, rank: int) -> Json:
    """A passage as a result, with what answers in it highlighted."""
    marked = CONTENT["passages"][found["doc_id"]][found["lang"]]["marked"]
    start = found["text"].index(marked)
    highlights = [{"start": start, "end": start + len(marked)}]
    return {**found, "rank": rank, "confidence": 0.9, "highlights": highlights}


def no_answer(lang: str) -> Json:
    return answer(lang, state="no_answer", confidence=0.12)


def noticed(lang: str, level: str) -> Json:
    """An answer below something that the asker should know first."""
    return answer(lang, notices=[CONTENT["notices"][level][lang]])


def unclear(lang: str, **changes: Any) -> Json:
    """An answer that differs from platform to platform."""
    message = {"zh": "你说的是哪个平台？", "en": "Which platform is this about?"}[lang]
    options = [{"platform": name.lower(), "name": name} for name in ("Harbour", "Northpay", "Lantern Exchange")]
    return answer(lang, clarify={"message": message, "options": options}, **changes)


def everything(lang: str) -> Json:
    """All that can stand above an answer at once."""
    return unclear(lang, notices=[notice[lang] for notice in CONTENT["notices"].values()])


def suggestions(lang: str) -> Json:
    return {"suggestions": [{"question": question, "passage_id": "fees/zh"} for question in QUESTIONS[lang]]}
