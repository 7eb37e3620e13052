"""Which words together tell of a scheme."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.signs import NEAR, WITHIN, Sign, places, sign
from qa.safety.wording import Mention
from tests.made import PATIENT


def given_in(line: str, *mentions: tuple[str, int]) -> bool:
    """Whether a sign is given by words of one unit at these places."""
    by_place = sorted(mentions, key=lambda mention: mention[1])
    return sign(line).is_in(places([Mention(family, at, at + 1) for family, at in by_place]))


def test_words_in_the_order_of_the_sign_give_it() -> None:
    assert given_in("a > b > c", ("a", 0), ("b", 2), ("c", 5))
    assert not given_in("a > b > c", ("a", 0), ("c", 2), ("b", 5))


def test_a_plus_takes_any_order() -> None:
    assert given_in("a + b", ("b", 0), ("a", 3))
    assert given_in("a + b", ("a", 0), ("b", 3))


def test_every_word_must_be_there() -> None:
    assert not given_in("a + b", ("a", 0))
    assert not given_in("a > b", ("b", 4))
    assert not given_in("a > b")


def test_families_between_slashes_stand_for_each_other() -> None:
    assert given_in("a/b > c", ("b", 0), ("c", 1))


def test_words_too_far_apart_do_not_belong_together() -> None:
    assert given_in("a > b within 10", ("a", 0), ("b", 9))
    assert not given_in("a > b within 10", ("a", 0), ("b", 10))
    assert not given_in("a + b", ("a", 0), ("b", WITHIN))


def test_a_later_word_may_begin_the_row_that_an_earlier_one_is_too_far_from() -> None:
    assert given_in("a > b > c within 5", ("a", 0), ("a", 20), ("b", 21), ("c", 22))
    assert given_in("a + b within 5", ("a", 0), ("a", 20), ("b", 21))


def test_one_mention_does_not_fill_two_places_of_a_row() -> None:
    assert not given_in("a > a", ("a", 0))
    assert given_in("a > a", ("a", 0), ("a", 1))


def test_an_excuse_counts_among_the_words_and_near_them() -> None:
    assert not given_in("a > b unless c", ("a", 0), ("c", 1), ("b", 2))
    assert not given_in("a > b unless c", ("a", 0), ("b", 2), ("c", 2 + NEAR))
    assert given_in("a > b unless c", ("a", 0), ("b", 2), ("c", 3 + NEAR))
    assert not given_in("a > b unless c", ("c", 0), ("a", NEAR), ("b", 1 + NEAR))
    assert given_in("a > b unless c", ("c", 0), ("a", 1 + NEAR), ("b", 2 + NEAR))
    assert not given_in("a > b unless c/d", ("a", 0), ("d", 1), ("b", 2))


def test_an_excuse_for_one_telling_does_not_excuse_another() -> None:
    assert given_in("a > b unless c", ("c", 0), ("a", 1), ("b", 2), ("a", 40), ("b", 41))


@pytest.mark.parametrize("line", ["", "a > b + c"])
def test_a_line_that_means_nothing_is_refused_with_what_was_found(line: str) -> None:
    with pytest.raises(ValueError, match="expected 'a > b"):
        sign(line)


def test_a_sign_knows_all_families_that_it_names() -> None:
    assert sign("a/b > c within 3 unless d").families == {"a", "b", "c", "d"}


def plainly(wanted: Sign, mentions: Iterable[tuple[str, int]]) -> bool:
    """The same by trying everything."""
    at = {family: [place for name, place in mentions if name == family] for family in "abc"}
    for row in product(*(sorted({place for family in slot for place in at[family]}) for slot in wanted.slots)):
        in_order = all(first < second for first, second in pairwise(row))
        if (in_order or not wanted.ordered) and max(row) + 1 - min(row) <= wanted.within:
            return True
    return False


@PATIENT
@given(
    st.sampled_from(["a > b within 6", "a > b > c within 9", "a + b + c within 7", "a/c > b within 5", "a > b > a"]),
    st.sets(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), max_size=12),
)
def test_it_finds_what_trying_every_combination_finds(line: str, mentions: set[tuple[str, int]]) -> None:
    assert given_in(line, *mentions) == plainly(sign(line), mentions)
