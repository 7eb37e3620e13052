"""Answers and passages as they go over the wire, with links that lead to the exact place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from qa.api.schemas import (
    AlternateOut,
    AnswerOut,
    HighlightOut,
    PassageOut,
    RelatedOut,
    ResultOut,
    ScoreOut,
    SourceOut,
)
from qa.datatypes import Answer, Hit, Passage, Ranking

# Three digits say all that a probability estimated from hundreds of questions can say.
CONFIDENCE_DIGITS = 3


def answer_out(answer: Answer, snapshot: str, took_ms: float, base_url: str) -> AnswerOut:
    """The answer as a response."""
    return AnswerOut(
        state=answer.state,
        lang=answer.lang,
        confidence=round(answer.confidence, CONFIDENCE_DIGITS),
        results=[_result(rank, hit, base_url) for rank, hit in enumerate(answer.hits, 1)],
        related=[related_out(passage) for passage in answer.related],
        notices=[],
        snapshot=snapshot,
        took_ms=round(took_ms, 1),
    )


def passage_out(passage: Passage, alternates: Sequence[Passage], base_url: str) -> PassageOut:
    """A passage as a response."""
    return PassageOut(
        doc_id=passage.doc_id,
        passage_id=passage.id,
        lang=passage.lang,
        kind=passage.kind,
        title=passage.title,
        heading_path=list(passage.heading_path),
        question=passage.question,
        text=passage.text,
        source=source_out(passage, base_url),
        alternates=[
            AlternateOut(lang=other.lang, passage_id=other.id, url=source_out(other, base_url).url)
            for other in alternates
        ],
    )


def source_out(passage: Passage, base_url: str) -> SourceOut:
    """Links to the passage: in its canonical page if the editor named one, else in the service's own page."""
    page = passage.url or f"{base_url}/sources/{quote(passage.doc_id)}/{passage.lang}"
    url = page if passage.url else f"{page}#{quote(passage.anchor)}"
    place = url if "#" in url else f"{url}#"  # a canonical page may name its own section
    return SourceOut(
        url=url,
        deep_url=f"{place}:~:{passage.fragment}" if passage.fragment else url,
        title=passage.title,
        domain=urlsplit(page).hostname or "",
        updated=passage.updated,
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


def _result(rank: int, hit: Hit, base_url: str) -> ResultOut:
    return ResultOut(
        rank=rank,
        confidence=round(hit.confidence, CONFIDENCE_DIGITS),
        highlights=[HighlightOut(start=span.start, end=span.end) for span in hit.highlights],
        **passage_out(hit.passage, hit.alternates, base_url).model_dump(),
    )
