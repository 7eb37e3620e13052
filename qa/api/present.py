"""Answers and passages as they go over the wire, with links that lead to the exact place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from qa import notices
from qa.api.schemas import (
    AlternateOut,
    AnswerOut,
    ClarifyOut,
    HighlightOut,
    NoticeOut,
    OptionOut,
    PassageOut,
    RelatedOut,
    ResultOut,
    ScoreOut,
    SourceOut,
)
from qa.datatypes import Hit, Notice, Passage, Ranking
from qa.engine import target_lang
from qa.feedback.entries import answer_id
from qa.freshness import WITHHELD_AFTER_DAYS, freshness
from qa.reply import Reply

# Three digits say all that a probability estimated from hundreds of questions can say.
CONFIDENCE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Presenter:
    """Knows where the service is reached and which day it is."""

    base_url: str
    today: date
    withheld_after_days: int = WITHHELD_AFTER_DAYS

    def answer(self, reply: Reply, snapshot: str, took_ms: float) -> AnswerOut:
        """The answer as a response."""
        answer = reply.answer
        return AnswerOut(
            answer_id=answer_id(snapshot, answer.lang, [hit.passage.id for hit in answer.hits]),
            state=answer.state,
            lang=answer.lang,
            confidence=round(answer.confidence, CONFIDENCE_DIGITS),
            results=[self._result(rank, hit) for rank, hit in enumerate(answer.hits, 1)],
            related=[related_out(passage) for passage in answer.related],
            notices=[self._notice(notice) for notice in reply.notices],
            clarify=_clarify(reply),
            snapshot=snapshot,
            took_ms=round(took_ms, 1),
        )

    def passage(self, passage: Passage, alternates: Sequence[Passage]) -> PassageOut:
        """A passage as a response."""
        return PassageOut(
            doc_id=passage.doc_id,
            passage_id=passage.id,
            lang=passage.lang,
            kind=passage.kind,
            platform=passage.platform,
            title=passage.title,
            heading_path=list(passage.heading_path),
            question=passage.question,
            text=passage.text,
            source=self.source(passage),
            alternates=[
                AlternateOut(lang=other.lang, passage_id=other.id, url=self.source(other).url) for other in alternates
            ],
        )

    def source(self, passage: Passage) -> SourceOut:
        """Links to the passage: in its canonical page if the editor named one, else in the service's own page."""
        page = passage.url or f"{self.base_url}/sources/{quote(passage.doc_id)}/{passage.lang}"
        url = page if passage.url else f"{page}#{quote(passage.anchor)}"
        place = url if "#" in url else f"{url}#"  # a canonical page may name its own section
        return SourceOut(
            url=url,
            deep_url=f"{place}:~:{passage.fragment}" if passage.fragment else url,
            title=passage.title,
            domain=urlsplit(page).hostname or "",
            updated=passage.updated,
            review_by=passage.review_by,
            review_due=freshness(passage.review_by, self.today) != "fresh",
        )

    def is_withheld(self, passage: Passage) -> bool:
        """Whether the passage is too long past its review to be shown."""
        return freshness(passage.review_by, self.today, self.withheld_after_days) == "withheld"

    def _result(self, rank: int, hit: Hit) -> ResultOut:
        return ResultOut(
            rank=rank,
            confidence=round(hit.confidence, CONFIDENCE_DIGITS),
            highlights=[HighlightOut(start=span.start, end=span.end) for span in hit.highlights],
            **self.passage(hit.passage, hit.alternates).model_dump(),
        )

    def _notice(self, notice: Notice) -> NoticeOut:
        passage = notice.passage
        return NoticeOut(
            code=notice.code,
            level=notice.level,
            title=notice.title,
            message=notice.message,
            about=notice.about,
            steps=list(notice.steps),
            passage_id=passage.id if passage else None,
            url=self.source(passage).url if passage else None,
        )


def related_out(passage: Passage) -> RelatedOut:
    """A question as something to ask next."""
    return RelatedOut(question=passage.question or passage.title, passage_id=passage.id)


def stages_out(stages: Mapping[str, Ranking], passages: Sequence[Passage], k: int) -> dict[str, list[ScoreOut]]:
    """The first k rows of each stage's ranking."""
    return {
        name: [
            ScoreOut(passage_id=passages[row].id, score=float(score))
            for row, score in zip(ranking.rows[:k], ranking.scores[:k], strict=True)
        ]
        for name, ranking in stages.items()
    }


def _clarify(reply: Reply) -> ClarifyOut | None:
    if not reply.choices:
        return None
    lang = target_lang(reply.query)
    options = [OptionOut(platform=choice.platform, name=choice.name(lang)) for choice in reply.choices]
    return ClarifyOut(message=notices.choice(lang), options=options)
