"""The guard as a whole: what it promises of any text."""

from __future__ import annotations

import random
from collections import Counter

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.safety.secrets import BY_GRAVITY, GAP, cut, find, finding
from qa.safety.secrets.finding import MOST
from tests.safety.secrets import planted

PLANTED = (
    " ".join(planted.phrase(12)),
    " ".join(planted.phrase(24, seed=2)).upper(),
    " ".join(planted.phrase(12, "chinese_simplified", seed=3)),
    f"private key {planted.HEX}",
    planted.wallet_import(compressed=True),
    planted.extended_private(),
    "my password is Tulip!4471",
    "密码是Tulip4471",
    "验证码是 482913",
    planted.card("622202", 19),
    planted.identity(),
    "my phone is 13912345678",
    "my email is joe.miller@gmail.com",
)
# What rules look for and what hides it: so that chance makes near-secrets, not noise.
WORDS = "password is 密码 是 code 验证码 my tx support seed 助记词 1. 0x [1, 482913 abc123 13812345678 411111 a@b.co"
HIDING = '的一是在不了:：\n，。…\u0301\u200d\ufe0f👩\ud800\x00１２\u0600\u0d4e"'
PIECES = st.sampled_from([*PLANTED, *planted.phrase(12, seed=9), *WORDS.split(), *HIDING, planted.HEX])
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=120),
    st.lists(PIECES, max_size=24).map("".join),
    st.lists(PIECES, max_size=24).map(" ".join),
)
MANY = settings(max_examples=400, deadline=None)
CARRIERS = (
    "help, someone asked me for this: {} and now my funds are gone",
    "客服让我发这个：{}，我已经发了，怎么办",
    "{}",
    "line one\n{}\nline two",
    "（{}）",
)


@MANY
@given(ANY_TEXT)
def test_what_was_cut_once_is_not_cut_again(text: str) -> None:
    once = cut(text)
    assert cut(once.text) == (once.__class__(once.text, ()))


@MANY
@given(ANY_TEXT, ANY_TEXT)
def test_nothing_beyond_a_gap_makes_a_secret_or_saves_one(before: str, after: str) -> None:
    gapped = f"{before} {GAP} {after}"
    place = len(before) + 1
    alone = _covered(f"{before} {GAP}", 0) | _covered(f"{GAP} {after}", place)
    together = _covered(gapped, 0)
    assert alone <= together
    assert bool(alone) == bool(together)  # what is found on one side is cut on the other side as well


def _covered(text: str, place: int) -> set[int]:
    return {place + at for secret in find(text) for at in range(secret.start, secret.end)}


@MANY
@given(ANY_TEXT)
def test_finds_are_in_order_apart_and_inside_the_text(text: str) -> None:
    place = 0
    for secret in find(text):
        assert place <= secret.start < secret.end <= len(text)
        place = secret.end


@MANY
@given(ANY_TEXT)
def test_no_find_ends_inside_a_grapheme(text: str) -> None:
    boundaries = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    for secret in find(text):
        assert {secret.start, secret.end} <= boundaries


@MANY
@given(ANY_TEXT)
def test_what_is_not_a_secret_stays_as_it_was(text: str) -> None:
    kept, place = "", 0
    for secret in find(text):
        kept += text[place : secret.start] + GAP
        place = secret.end
    if not find(kept + text[place:]):
        assert cut(text).text == kept + text[place:]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from((12, 15, 18, 21, 24)), st.sampled_from(CARRIERS))
def test_a_planted_phrase_is_gone_whatever_it_stands_in(seed: int, words: int, carrier: str) -> None:
    phrase = " ".join(planted.phrase(words, seed=seed))
    result = cut(carrier.format(phrase))
    assert result.kinds == ("seed_phrase",)
    assert Counter(result.text.split()) <= Counter(carrier.format(GAP).split())


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("secret", PLANTED)
def test_a_planted_secret_is_gone_whatever_it_stands_in(secret: str, carrier: str) -> None:
    result = cut(carrier.format(secret))
    assert len(result.kinds) == 1
    assert secret.rsplit(maxsplit=1)[-1] not in result.text


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufe0f", "\u0301"])
@pytest.mark.parametrize("secret", PLANTED)
def test_a_character_that_nobody_sees_hides_no_secret(secret: str, hidden: str) -> None:
    result = cut(hidden.join(secret))
    assert len(result.kinds) == 1
    assert hidden.join(secret.rsplit(maxsplit=1)[-1]) not in result.text


@pytest.mark.parametrize("secret", PLANTED)
def test_full_width_characters_hide_no_secret(secret: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in secret)
    assert cut(wide).kinds == cut(secret).kinds


def test_what_a_first_cut_leaves_without_its_context_is_cut_as_well() -> None:
    text = f"hash password: abc123 {planted.HEX}"
    assert [secret.kind for secret in find(text)] == ["password"]
    assert cut(text).text == f"hash password: {GAP} {GAP}"
    assert cut(cut(text).text).kinds == ()


def test_a_piece_that_holds_a_secret_in_its_last_reading_is_cut_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "READINGS", 2)
    assert cut(f"hash password: abc123 {planted.HEX} and more").text == f"hash password: {GAP}"


def test_a_value_that_was_announced_is_cut_wherever_it_stands_again() -> None:
    assert cut("Entered pin 8642 three times, is 8642 gone?").text == f"Entered pin {GAP} three times, is {GAP} gone?"
    assert cut("is 8642 gone?").kinds == ()


def test_kinds_are_named_once_and_the_gravest_first() -> None:
    text = f"my email is joe@gmail.com, {' '.join(planted.phrase(12))}, password: abc123, password: xyz789"
    assert cut(text).kinds == ("seed_phrase", "password", "email")
    assert cut(text).text == f"my email is {GAP}, {GAP}, password: {GAP}, password: {GAP}"


def test_offsets_are_those_of_the_text_as_it_was_written() -> None:
    text = "👩‍👩‍👧 ｐａｓｓ\u200bword: ｈｕｎｔｅｒ２\u0301 ok"
    (secret,) = find(text)
    assert text[secret.start : secret.end] == "ｈｕｎｔｅｒ２\u0301"


def test_overlapping_finds_are_one_of_the_graver_kind() -> None:
    phrase = " ".join(planted.phrase(12))
    (secret,) = find(f"my wallet password is {phrase}")
    assert secret.kind == "seed_phrase"
    assert secret.certain


def test_a_text_with_more_secrets_than_a_question_holds_is_cut_from_the_first_on() -> None:
    text = "hello " + " and ".join(f"password: abc{number}" for number in range(MOST + 1)) + " bye"
    assert cut(text).text == f"hello password: {GAP}"
    fewer = "hello " + " and ".join(f"password: abc{number}" for number in range(MOST)) + " bye"
    assert cut(fewer).text.endswith(f"{GAP} bye")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800\udfff", GAP * 3, "\u0301" * 50, "👩‍👩‍👧"])
def test_what_holds_no_secret_is_returned_as_it_is(text: str) -> None:
    assert cut(text).text == text
    assert cut(text).kinds == ()


def test_long_texts_of_one_piece_are_read_to_their_end() -> None:
    chosen = random.Random(1)
    text = "".join(chosen.choice("ab1 \n的…") for _ in range(50_000)) + " my password is Tulip!4471"
    assert cut(text).text.endswith(f"password is {GAP}")


def test_every_kind_has_its_place_in_the_order_of_gravity() -> None:
    assert BY_GRAVITY[0] == "seed_phrase"
    assert BY_GRAVITY[-1] == "email"
    assert len(set(BY_GRAVITY)) == 9
