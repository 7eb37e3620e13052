"""What of a passage is encoded and indexed: its text with its headings, and each phrasing of its question."""

from __future__ import annotations

from qa.datatypes import Passage


def text_view(passage: Passage) -> str:
    """The passage's text under its title and headings, which say what a pronoun in the text is about."""
    return context(passage) + passage.text


def context(passage: Passage) -> str:
    """What stands before the text in its view; "" where there is neither title nor heading."""
    return "".join(f"{line}\n" for line in (passage.title, *passage.heading_path) if line)


def question_views(passage: Passage) -> tuple[str, ...]:
    """The question and its other phrasings, each to be matched on its own."""
    return (passage.question, *passage.also) if passage.question else passage.also


def lexical_view(passage: Passage) -> str:
    """All words a person may use to find the passage."""
    return "\n".join((text_view(passage), *passage.also))
