from __future__ import annotations

import pytest

from qa.encoding.prompts import choose_prompts
from qa.encoding.store import Prompts

E5_CARD = "# Multilingual-E5-small\nEach input text should start with 'query: ' or 'passage: '."


@pytest.mark.parametrize(
    ("configured", "card", "expected"),
    [
        ({"query": "Q: ", "passage": "P: "}, "", Prompts("Q: ", "P: ")),
        ({"query": "query: ", "document": "", "passage": "passage: "}, "", Prompts("query: ", "passage: ")),
        ({"query": "Q: ", "document": "D: ", "passage": ""}, "", Prompts("Q: ", "D: ")),
        ({"query": "Q: ", "document": "D: ", "passage": "P: "}, "", Prompts("Q: ", "P: ")),
        ({"query": "Q: ", "corpus": "C: "}, "", Prompts("Q: ", "C: ")),
        ({"query": "Q: ", "document": ""}, "", Prompts("Q: ", "")),
        ({}, E5_CARD, Prompts("query: ", "passage: ")),
        ({"query": "", "document": ""}, E5_CARD, Prompts("query: ", "passage: ")),
        ({"query": "Q: "}, E5_CARD, Prompts("Q: ", "passage: ")),
        ({}, "A query: and a passage: of another family, mse50", Prompts("", "")),
        ({}, "e5 without the words", Prompts("", "")),
        ({}, "", Prompts("", "")),
    ],
)
def test_prompts_are_the_first_non_empty_ones_then_what_the_card_says(
    configured: dict[str, str], card: str, expected: Prompts
) -> None:
    assert choose_prompts(configured, card) == expected
