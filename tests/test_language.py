"""Raw text to text that is safe and comparable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language import (
    MAX_COMBINING_RUN,
    MAX_GROWTH,
    clean,
    detect,
    fold,
    has_lone_surrogate,
    has_words,
    joint,
    simplify,
)

# Where normalisation surprises: marks in every order, compositions, expansions, special case foldings.
SURPRISING = (
    "\u0300\u0345\u0344\u0323\u302e\u3099か\u1fb4\u0390\u00b4\u00a8\u1e96\ufdfa"
    "\u0130ßﬃ薴苧著乾αh\u1100\u1161\u11a8\u0f73 "
)
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(SURPRISING)), max_size=80)
MANY = settings(max_examples=500, deadline=None)


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("提现", "失败", ""),
        ("提现，", "失败", ""),
        ("他说", "“失败”", ""),
        ("提现", "failed", " "),
        ("withdrawal", "失败", " "),
        ("withdrawal", "failed", " "),
    ],
)
def test_lines_are_joined_without_a_space_only_within_chinese(before: str, after: str, between: str) -> None:
    assert joint(before, after) == between


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\x00\x07", "\ud800", "\u3000", "\ufeff\u00ad"])
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert clean(text) == ""


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  two\r\n\tlines\u2028 ", "two lines"),
        ("全角\u3000空格", "全角 空格"),
        ("pass\u200bword\u00ad", "password"),
        ("\u202egnihsihp\u202c", "gnihsihp"),
        ("a\x00b\x1bc\x85d", "abc d"),
        ("half \ud83d gone", "half gone"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("❤\ufe0f", "❤"),
        ("ＵＳＤＴ 帳戶 ABC", "ＵＳＤＴ 帳戶 ABC"),
        ("नमस्ते é", "नमस्ते é"),
    ],
)
def test_clean_text_is_what_a_person_sees(text: str, seen: str) -> None:
    assert clean(text) == seen


@pytest.mark.parametrize("marks", ["\u0300", "\u0300\u0323", "\u20dd", "\u302e\U0001d165"])
def test_runs_of_combining_marks_are_capped(marks: str) -> None:
    assert clean("a" + marks * 100 + "b") == "a" + (marks * 100)[:MAX_COMBINING_RUN] + "b"


def test_marks_up_to_the_cap_and_on_several_letters_are_kept() -> None:
    text = ("e" + "\u0301" * MAX_COMBINING_RUN) * 3
    assert clean(text) == text


@pytest.mark.timeout(10)
@pytest.mark.parametrize("marks", ["\u0300\u0323", "\u302e\U0001d165", "\u0344\u0323", "\u0f73\u0f71"])
def test_two_hundred_thousand_alternating_marks_are_folded_in_time(marks: str) -> None:
    assert len(fold("a" + marks * 100_000)) <= MAX_GROWTH * MAX_COMBINING_RUN + 3


@pytest.mark.timeout(10)
def test_characters_that_expand_eighteen_times_do_not() -> None:
    assert len(fold("\ufdfa" * 10_000)) <= MAX_GROWTH * 10_000 + 1


@MANY
@given(ANY_TEXT)
def test_clean_text_has_one_line_no_control_no_half_character_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == cleaned.strip()
    assert not has_lone_surrogate(cleaned)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")]
    assert longest_run_of_marks(cleaned) <= MAX_COMBINING_RUN
    assert "  " not in cleaned


@MANY
@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_single_character_twice_is_folding_it_once() -> None:
    compatible = [*range(0x3400), *range(0xF900, 0xFB00), *range(0xFE00, 0x10000)]
    assert [hex(code) for code in compatible if fold(fold(chr(code))) != fold(chr(code))] == []


def test_folding_all_characters_of_unicode_twice_is_folding_them_once() -> None:
    assigned = [char for char in map(chr, range(0x110000)) if unicodedata.category(char) not in ("Cn", "Co", "Cs")]
    for start in range(0, len(assigned), 1000):
        once = fold("\n".join(assigned[start : start + 1000]))
        assert fold(once) == once


@MANY
@given(ANY_TEXT)
def test_folded_text_is_bounded(text: str) -> None:
    # A case folding has at most three characters.
    assert len(fold(text)) <= 3 * (MAX_GROWTH * len(clean(text)) + 1)
    assert longest_run_of_marks(fold(text)) <= MAX_COMBINING_RUN


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＵＳＤＴ２０２６", "usdt2026"),
        ("ﾊﾞｲﾅﾝｽ", "バイナンス"),
        ("⽅法", "方法"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("e\u0301", "\u00e9"),
        ("①②", "12"),
        ("帳戶被凍結", "账户被冻结"),
        ("回覆", "回复"),
        ("等著回覆", "等着回复"),
        ("甚麼", "什么"),
    ],
)
def test_forms_of_one_word_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_simplifying_leaves_case_width_and_latin_alone() -> None:
    assert simplify("ＵＳＤＴ Ticket 幣") == "ＵＳＤＴ Ticket 币"


@pytest.mark.parametrize("text", ["著名", "显著", "著作权", "原著", "乾坤", "甚至"])
def test_words_that_the_mainland_writes_alike_are_left_alone(text: str) -> None:
    assert simplify(text) == text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", "en"),
        ("?!", "en"),
        ("123", "en"),
        ("提现", "zh"),
        ("withdraw", "en"),
        ("币安 binance support 怎么联系", "zh"),
        ("What does 提现 mean on this page?", "en"),
        ("KYC 怎么过", "zh"),
        ("幣", "zh"),
        ("客 a", "zh"),
        ("客 a b", "en"),
    ],
)
def test_the_language_is_chinese_where_han_characters_are_not_outnumbered_by_words(text: str, lang: str) -> None:
    assert detect(text) == lang


@given(ANY_TEXT)
def test_every_text_has_a_language_and_words_or_not(text: str) -> None:
    assert detect(text) in ("zh", "en")
    assert isinstance(has_words(text), bool)


@pytest.mark.parametrize(
    ("text", "has"), [("", False), ("？！ …", False), ("😀", False), ("7", True), ("币", True), ("x", True)]
)
def test_only_letters_digits_and_han_characters_can_be_searched_for(text: str, has: bool) -> None:
    assert has_words(text) is has


def test_half_a_character_is_noticed_and_a_whole_one_is_not() -> None:
    assert has_lone_surrogate("a\udc00")
    assert not has_lone_surrogate("😀")
