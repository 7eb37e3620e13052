from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.spelling import LONG, MAX_WORDS, Spelling
from tests.made import ENCODER, PATIENT, passage, search_index

WORDS = ["withdraw", "deposit", "wallet", "ticket", "fee", "提现", "2fa"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("withdrow", ["withdraw"]),  # replaced
        ("withdrw", ["withdraw"]),  # left out; seven letters may hold one mistake
        ("walllet", ["wallet"]),  # too many
        ("tikcet", ["ticket"]),  # exchanged
        ("wihtdrwa", ["withdraw"]),  # two mistakes in a long word
        ("walt", []),  # two in a short one
        ("fae", []),  # too short to tell
        ("提線", []),
        ("2fo", []),
        ("zebra", []),
        ("wallet", []),  # known
    ],
)
def test_an_unknown_word_is_taken_for_the_nearest_known_one(written: str, meant: list[str]) -> None:
    assert Spelling(WORDS).corrections([written]) == meant


def test_of_equally_near_words_the_first_in_the_alphabet_is_taken() -> None:
    assert Spelling(["mint", "lint", "tint"]).corrections(["xint"]) == ["lint"]


def test_repeats_count_once_and_a_long_text_is_looked_up_in_part() -> None:
    assert Spelling(["wallet"]).corrections(["walet", "walet"]) == ["wallet"]
    many = [f"zzzz{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(MAX_WORDS)]
    assert Spelling(["wallet"]).corrections([*many, "walet"]) == []


def edits(one: str, other: str) -> int:
    """Optimal string alignment, written out (Boytsov, 2011)."""
    rows = [[i + j if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


LATIN = st.text("abc", min_size=4, max_size=10)


@PATIENT
@given(st.lists(LATIN, min_size=1, max_size=6, unique=True), LATIN)
def test_what_is_found_is_the_nearest_within_reach(words: list[str], written: str) -> None:
    allowed = 2 if len(written) >= LONG else 1
    found = Spelling(words).corrections([written])
    near = sorted((edits(written, word), word) for word in words if edits(written, word) <= allowed)
    if written in words or not near:
        assert found == []
    else:
        assert edits(written, found[0]) == near[0][0]


def test_a_misspelt_question_finds_by_words_in_both_languages() -> None:
    index = search_index([passage("out", "en", "Withdrawals take a day."), passage("out", "zh", "提现需要一天。")])
    asked = index.asked("withdrawel", "en", ENCODER.encode_queries(["withdrawel"]))
    assert [float(asked.word_scores[lang][0]) > 0 for lang in ("zh", "en")] == [True, True]
    assert all(one != other for one, other in pairwise(asked.terms))
