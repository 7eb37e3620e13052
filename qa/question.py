"""Whether a question can be asked at all."""

from __future__ import annotations

import re

from qa.errors import QuestionError
from qa.language import clean, has_lone_surrogate, has_words, simplify

# A long story in Chinese is 500 characters. Beyond this nobody is asking a question.
MAX_QUESTION = 2_000


def refuse_unfit(question: str) -> None:
    """Raise QuestionError for what is too long to be a question, or no text. Length first: it bounds the rest."""
    if len(question) > MAX_QUESTION:
        raise QuestionError("question-too-long", f"{len(question)} characters; the longest question has {MAX_QUESTION}")
    if has_lone_surrogate(question):
        raise QuestionError("question-not-text", "the question holds half a character (a lone surrogate)")


def checked(question: str) -> str:
    """The question without what nobody sees. Raises QuestionError when it is unfit or holds nothing to search for."""
    refuse_unfit(question)
    cleaned = clean(question)
    if not has_words(cleaned):
        raise QuestionError("question-blank", "the question holds no letter, digit or Chinese character")
    return cleaned


# What people say before and after a question and what a help desk hears all day: none of it is asked for.
_FILLER = (
    "您好|你好|哈喽|在吗|在么|有人吗|请问一下|请问|想问一下|想问下|麻烦问下|麻烦了|麻烦|拜托了|拜托|求助|求解答|谢谢了|谢谢|感谢您|感谢你|多谢|急急急"
    "|hello there|hello|hi there|hi|hey there|hey|good morning|good afternoon|good evening"
    "|dear support|dear sir or madam"
    "|excuse me|please help me|please help|pls help|help me please|can you help me|could you help me"
    "|thank you very much|thank you so much|thank you|thanks in advance|thanks a lot|many thanks|thanks|thx|please|pls"
)
_MARKS = " \t\n,.!?~，。！？～、:：;；…"
_BEFORE = re.compile(f"(?:{_FILLER})(?![a-z])", re.IGNORECASE)
_AFTER = re.compile(f"(?<![a-z])(?:{_FILLER})$", re.IGNORECASE)
# The longest of them: no need to look further back than this for one at the end.
_REACH = 30


def without_filler(question: str) -> str:
    """The question without greetings, thanks and punctuation around it; as it is where nothing else would be left.

    They are no part of what is asked, and must not move the answer nor its confidence.
    """
    text = question.strip(_MARKS)
    while found := _BEFORE.match(text):
        text = text[found.end() :].lstrip(_MARKS)
    while found := _AFTER.search(text, max(0, len(text) - _REACH)):
        text = text[: found.start()].rstrip(_MARKS)
    return text if has_words(text) else question


def comparable(question: str) -> str:
    """The form in which questions are encoded: in Simplified Chinese, without what is no part of what is asked."""
    return simplify(clean(without_filler(question)))
