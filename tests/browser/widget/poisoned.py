"""An answer that carries payloads wherever it says anything."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def passage(number: int, said: str) -> Json:
    """A passage that says it wherever it says anything."""
    return {
        "rank": number + 1,
        "confidence": 0.9,
        "doc_id": said,
        "passage_id": f"{number} {said}",
        "lang": said,
        "kind": "faq",
        "title": f"title {said}",
        "heading_path": [f"path {said}", f"heading {said}"],
        "question": None if number % 2 else f"question {said}",
        "text": f"{said}\n- {said}\n1. {said}\nmarked {said}",
        "highlights": [{"start": 0, "end": len(said) // 2}, {"start": len(said), "end": 10_000}],
        "source": {
            "url": said,
            "deep_url": said,
            "title": f"source {said}",
            "domain": said,
            "updated": f"on {said}",
            "review_by": f"on {said}",
            "review_due": True,
        },
        "alternates": [{"lang": said, "passage_id": said, "url": said}],
    }


def notice(said: str) -> Json:
    about, step = f"about {said}", f"step {said}"
    words = {"title": f"title {said}", "message": f"message {said}", "about": about, "steps": [step, step]}
    return {"code": said, "level": said, "passage_id": said, "url": said, **words}


def answer(payloads: tuple[str, ...]) -> Json:
    return {
        "answer_id": payloads[0],
        "state": "answer",
        "lang": "en",
        "confidence": 1,
        "results": [passage(*pair) for pair in enumerate(payloads)],
        "related": [{"question": f"related {said}", "passage_id": said} for said in payloads],
        "notices": [notice(said) for said in payloads],
        "clarify": {
            "message": payloads[0],
            "options": [{"platform": said, "name": f"option {said}"} for said in payloads],
        },
        "snapshot": payloads[0],
        "took_ms": 1,
    }
