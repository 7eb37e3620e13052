"""Whether a question can be asked at all."""

from __future__ import annotations

from qa.errors import QuestionError
from qa.language import clean, has_lone_surrogate, has_words

# A long story in Chinese is 500 characters. Beyond this nobody is asking a question.
MAX_QUESTION = 2_000


def checked(question: str) -> str:
    """The question without what nobody sees. Raises QuestionError when there is nothing to search for.

    Length is checked first, so that nothing here takes longer than a question may.
    """
    if len(question) > MAX_QUESTION:
        raise QuestionError("question-too-long", f"{len(question)} characters; the longest question has {MAX_QUESTION}")
    if has_lone_surrogate(question):
        raise QuestionError("question-not-text", "the question holds half a character (a lone surrogate)")
    cleaned = clean(question)
    if not has_words(cleaned):
        raise QuestionError("question-blank", "the question holds no letter, digit or Chinese character")
    return cleaned
