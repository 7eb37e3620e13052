"""Which text a model wants before queries and before passages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.encoding.store import Prompts

QUERY_NAMES = ("query",)
PASSAGE_NAMES = ("passage", "document", "corpus")
E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
E5_PROMPTS = Prompts("query: ", "passage: ")


def choose_prompts(configured: Mapping[str, str], card: str) -> Prompts:
    """Take the first non-empty configured prompt, then what the model card demands, then none.

    ``configured`` is the model's own dictionary, which may hold an *empty* ``document`` beside the right ``passage``
    (sentence-transformers adds it when saving). ``card`` is the text of README.md: the original E5 models configure
    no prompts, but their cards demand ``query: `` and ``passage: ``.
    """
    by_card = E5_PROMPTS if _is_e5(card) else Prompts("", "")
    return Prompts(
        _first(configured, QUERY_NAMES) or by_card.query,
        _first(configured, PASSAGE_NAMES) or by_card.passage,
    )


def _first(configured: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((configured[name] for name in names if configured.get(name)), "")


def _is_e5(card: str) -> bool:
    return E5.search(card) is not None and E5_PROMPTS.query in card and E5_PROMPTS.passage in card
