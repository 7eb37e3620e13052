"""Schemes that an asker tells of, and the cards that warn of them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import opencc
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import LANGS, Lang
from qa.ingest.corpus import read_corpus
from qa.language import detect, fold
from qa.safety.scams import cards, scams
from qa.safety.signs import sign
from tests.made import PATIENT

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"

# One glance: what a title may be long, in Chinese characters and in English words.
MAX_TITLE = {"zh": 14, "en": 8}
MAX_SENTENCES = 3


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def tellings() -> list[tuple[str, str]]:
    """Code and text."""
    found, code = [], ""
    for line in lines("tellings.txt"):
        if line.startswith("["):
            code = line.strip("[]")
        else:
            found.append((code, line))
    return found


@cache
def traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def patterns() -> Any:
    text = resources.files("qa").joinpath("data", "scam_patterns.yaml").read_text("utf-8")
    return yaml.BaseLoader(text).get_single_data()


@pytest.mark.parametrize(("code", "text"), tellings())
def test_a_telling_gets_the_card_of_its_scheme(code: str, text: str) -> None:
    assert code in scams(text)


@pytest.mark.parametrize("text", lines("ordinary.txt"))
def test_an_ordinary_question_gets_no_card(text: str) -> None:
    assert scams(text) == ()


@pytest.mark.parametrize("lang", LANGS)
def test_there_are_tellings_of_every_scheme_in_each_language(lang: Lang) -> None:
    assert {code for code, text in tellings() if detect(text) == lang} == set(cards())


@pytest.mark.parametrize("lang", LANGS)
def test_questions_of_other_fields_seldom_get_a_card(lang: Lang) -> None:
    text = resources.files("qa").joinpath("data", f"generic_questions_{lang}.txt").read_text("utf-8")
    questions = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert sum(bool(scams(question)) for question in questions) <= 0.01 * len(questions)


@pytest.mark.parametrize("text", ["", " ", "?", "。", "你好", "thanks"])
def test_nothing_is_told_by_nothing(text: str) -> None:
    assert scams(text) == ()


def test_several_schemes_come_gravest_first() -> None:
    found = scams("客服私聊我，要我先交20%保证金才能提现，还要我的助记词")
    assert found == ("asks-for-secret", "pay-to-unlock", "support-contacted-first")
    assert list(found) == [code for code in cards() if code in found]


def test_a_long_story_is_read_to_its_end() -> None:
    story = "上周我买了一些比特币，价格涨了不少。" * 40
    assert scams(story) == ()
    assert scams(story + "今天客服让我下载向日葵给他远程。") == ("remote-access",)


def test_support_that_asks_is_told_from_support_that_is_asked() -> None:
    assert scams("客服让我把验证码发给他") == ("asks-for-secret",)
    assert scams("我让客服重新发验证码") == ()
    assert scams("Support asked me for the verification code") == ("asks-for-secret",)
    assert scams("I asked support why the verification code does not arrive") == ()


def test_languages_may_be_mixed() -> None:
    assert "pay-to-unlock" in scams("support 说要先付 unlock fee 才能 withdraw")
    assert "wallet-validation" in scams("The 客服 wants me to sync my 钱包 on a 网站")


def test_a_slip_of_the_pen_changes_nothing() -> None:
    assert "pay-to-unlock" in scams("客服说要先教解东费才能体现")
    assert "recovery-service" in scams("a hackr says he can recovr my stolen coins for a fee")


@pytest.mark.parametrize(("code", "text"), [telling for telling in tellings() if detect(telling[1]) == "zh"])
def test_traditional_and_simplified_characters_are_told_alike(code: str, text: str) -> None:
    assert code in scams(traditional().convert(text))


@pytest.mark.parametrize(("code", "text"), tellings())
def test_capitals_and_full_width_letters_are_told_alike(code: str, text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" < char <= "~" else char for char in text.upper())
    assert scams(wide) == scams(text.upper()) == scams(text)


@PATIENT
@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert set(scams(text)) <= set(cards())


@PATIENT
@given(st.lists(st.sampled_from([text for _, text in tellings()] + lines("ordinary.txt")), max_size=4))
def test_the_same_words_always_get_the_same_cards(texts: list[str]) -> None:
    text = "\n".join(texts)
    assert scams(text) == scams(text) == scams(fold(text))


def test_every_scheme_has_a_card_and_every_card_a_scheme_in_the_same_order() -> None:
    assert list(cards()) == list(patterns()["schemes"])


@pytest.mark.parametrize("code", cards())
def test_a_card_says_everything_in_both_languages(code: str) -> None:
    card = cards()[code]
    assert card.code == code
    assert card.level in {"danger", "warning"}
    for texts in (card.title, card.message, card.guide.question):
        assert set(texts) == set(LANGS)
        assert detect(texts["zh"]) == "zh"
        assert detect(texts["en"]) == "en"


@pytest.mark.parametrize("code", cards())
def test_a_card_is_short(code: str) -> None:
    card = cards()[code]
    assert len(card.title["zh"]) <= MAX_TITLE["zh"]
    assert len(card.title["en"].split()) <= MAX_TITLE["en"]
    for message in card.message.values():
        assert len(re.findall(r"[。？！]|[.?!](?=\s|$)", message)) <= MAX_SENTENCES


def test_every_card_leads_to_a_passage_of_the_shipped_documents() -> None:
    sections = {
        (document.id, section.key, document.lang)
        for document in read_corpus(CORPUS).documents
        for section in document.sections
    }
    wanted = {(card.guide.doc_id, card.guide.section_key, lang) for card in cards().values() for lang in LANGS}
    assert wanted - sections == set()


def test_every_sign_names_families_that_exist_and_every_family_is_named() -> None:
    data = patterns()
    named = {family for signs in data["schemes"].values() for line in signs for family in sign(line).families}
    assert named == set(data["families"]) - {"harmless"}


def test_a_character_sounds_like_one_group_only() -> None:
    groups = "".join(patterns()["homophones"].split())
    assert len(groups) == len(set(groups))


def test_a_phrase_is_written_with_letters_numbers_and_a_star_at_the_end_of_a_word() -> None:
    phrases = [
        phrase.strip()
        for by_lang in patterns()["families"].values()
        for line in by_lang.values()
        for phrase in line.split(",")
    ]
    assert [phrase for phrase in phrases if not re.fullmatch(r"(?:[\w.%'&/-]+\*?)(?: [\w.%'&/-]+\*?)*", phrase)] == []
