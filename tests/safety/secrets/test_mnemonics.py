"""Seed phrases, as people write them down, and sentences that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from qa.safety.secrets import GAP, cut, find
from qa.safety.secrets.wordlists import LENGTHS, chinese, english, is_checked, is_mistyped
from tests.safety.secrets.planted import mistaken, phrase

WAYS: dict[str, Callable[[list[str]], str]] = {
    "spaces": " ".join,
    "several spaces": "   ".join,
    "commas": ", ".join,
    "full-width commas": "，".join,
    "enumeration commas": "、".join,
    "lines": "\n".join,
    "tabs": "\t".join,
    "slashes": " / ".join,
    "hyphens": "-".join,
    "numbers": lambda words: " ".join(f"{place}. {word}" for place, word in enumerate(words, 1)),
    "numbers on lines": lambda words: "\n".join(f"{place}) {word}" for place, word in enumerate(words, 1)),
    "circled numbers": lambda words: " ".join(f"{chr(0x245F + place)}{word}" for place, word in enumerate(words, 1)),
    "labels": lambda words: " ".join(f"word{place}: {word}" for place, word in enumerate(words, 1)),
    "ordinals": lambda words: ", ".join(f"第{place}个 {word}" for place, word in enumerate(words, 1)),
    "capitals": lambda words: " ".join(words).upper(),
    "and before the last": lambda words: ", ".join(words[:-1]) + " and " + words[-1],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [12, 24])
def test_an_english_phrase_is_cut_however_it_is_written(way: str, words: int) -> None:
    result = cut(WAYS[way](phrase(words)))
    assert result.kinds == ("seed_phrase",)
    assert not any(word in result.text.lower() for word in phrase(words))


@pytest.mark.parametrize("way", ["spaces", "commas", "full-width commas", "lines", "numbers", "circled numbers"])
@pytest.mark.parametrize("language", ["chinese_simplified", "chinese_traditional"])
def test_a_chinese_phrase_is_cut_however_it_is_written(way: str, language: str) -> None:
    result = cut(WAYS[way](phrase(12, language)))
    assert result.kinds == ("seed_phrase",)
    assert not any(word in result.text for word in phrase(12, language))


@pytest.mark.parametrize("words", LENGTHS)
@pytest.mark.parametrize("language", ["english", "chinese_simplified", "chinese_traditional"])
def test_the_right_checksum_makes_it_certain_and_a_wrong_one_does_not(words: int, language: str) -> None:
    assert [secret.certain for secret in find(" ".join(phrase(words, language)))] == [True]
    assert [secret.certain for secret in find(" ".join(mistaken(words, language)))] == [False]


@pytest.mark.parametrize("before", ["my seed is ", "我的助记词是 ", "recovery phrase: ", "請看我的助記詞："])
def test_of_a_sentence_around_it_nothing_else_is_cut(before: str) -> None:
    assert cut(f"{before}{' '.join(phrase(12))} please help").text == f"{before}{GAP} please help"


@pytest.mark.parametrize("place", range(12))
def test_one_mistyped_word_saves_no_announced_phrase(place: int) -> None:
    words = phrase(12)
    words[place] = words[place][:1] + "q" + words[place][1:]
    left = cut("my recovery phrase: " + " ".join(words)).text
    assert not set(words) - {words[place]} & set(left.split())
    assert "seed_phrase" in cut("my recovery phrase: " + " ".join(words)).kinds


@pytest.mark.parametrize("missing", range(12))
def test_one_missing_word_saves_no_announced_phrase(missing: int) -> None:
    words = phrase(12, seed=5)
    del words[missing]
    assert cut("seed phrase: " + " ".join(words)).text == f"seed phrase: {GAP}"


def test_half_a_phrase_that_is_called_so_is_cut() -> None:
    half = " ".join(phrase(24)[:12])
    assert half not in cut(f"my first 12 words of 24 are {half}").text


def test_the_first_four_letters_are_the_word() -> None:
    assert cut(" ".join(word[:4] for word in phrase(12))).text == GAP


@pytest.mark.parametrize(
    "text",
    [
        "我的助记词是的一是在不了有和人这中大",
        "助记词：" + "".join(phrase(12, "chinese_simplified")),
        "助記詞是" + "".join(phrase(12, "chinese_traditional", seed=4)),
        "".join(phrase(12, "chinese_simplified", seed=6)),
        "".join(phrase(24, "chinese_traditional", seed=7)),
    ],
)
def test_a_chinese_phrase_without_anything_between_is_cut_where_it_is_announced_or_alone(text: str) -> None:
    assert cut(text).kinds == ("seed_phrase",)


@pytest.mark.parametrize(
    "text",
    [
        "my seed phrase has 12 words is that normal",
        "your account balance will increase once you submit correct answer before February",
        "please help fix this problem today before they steal more money from my wallet again",
        "today someone enter inside office copy account then coin vanish before dawn",
        "seed phrase: when there will people ask about again before other change",
        "email phone wallet exchange network token coin balance address fee error code",
        "should I enter my seed phrase when this website asks for it to verify my wallet",
        "recovery phrase not accepted: the last word is wrong, what can I do about it now",
        "I wrote my seed phrase on paper and keep it in a safe at home together with my passport",
        "我的助记词是写在纸上的现在找不到了",
        "助记词忘了怎么办我的钱包打不开了",
        "我的钱不见了怎么办呢急急",
        "我在平台上买的币不见了怎么办",
        "买、卖、充、提、转、换、借、还、存、取、投、贷，哪个要实名",
        "求 助 我 的 钱 包 被 盗 了 怎 么 办",
        "为什么我的账户里面没有钱",
        "助记词是不是被别人看到就完了",
        "他说要我把助记词发给他才能把钱转回来",
        "Can someone explain what happened to my account this morning when I woke up",
    ],
)
def test_a_sentence_is_no_phrase(text: str) -> None:
    assert cut(text).text == text


def test_a_chinese_sentence_with_the_right_checksum_by_chance_is_no_phrase() -> None:
    begun = "我们现在没有时间等他回"
    numbers = [chinese()[char] for char in begun]
    by_chance = next(char for char, number in chinese().items() if is_checked([*numbers, number]))
    assert len(begun + by_chance) in LENGTHS
    assert cut(begun + by_chance).text == begun + by_chance


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 2047), min_size=1, max_size=25))
def test_the_checksum_is_that_of_the_reference(numbers: list[int]) -> None:
    made = Mnemonic("english")
    assert is_checked(numbers) == made.check(" ".join(made.wordlist[number] for number in numbers))


def test_checked_phrases_of_the_reference_are_checked() -> None:
    for words in LENGTHS:
        assert is_checked([english()[word] for word in phrase(words)])


def test_a_character_has_one_number_in_both_chinese_lists() -> None:
    for language in ("chinese_simplified", "chinese_traditional"):
        assert [chinese()[word] for word in Mnemonic(language).wordlist] == list(range(2048))


@pytest.mark.parametrize(
    ("word", "mistyped"), [("abandn", True), ("piigeon", True), ("everything", False), ("app", False)]
)
def test_one_letter_more_or_less_is_a_mistyped_word(word: str, mistyped: bool) -> None:
    assert is_mistyped(word) is mistyped
