"""What people are told about a contact."""

from __future__ import annotations

import re
from datetime import date

import pytest

from qa.datatypes import LANGS, Lang
from qa.safety.contacts.messages import Told, told
from qa.safety.contacts.verdict import Verdict
from qa.safety.contacts.verify import verify
from tests.safety.contacts.test_verify import REGISTRY, TODAY, cases

# What a list of contacts can never know.
PROMISES = re.compile(r"\bsafe|secure\b|trusted|legit|genuine|安全|可信|放心|可靠|正规", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")


def verdicts() -> list[Verdict]:
    found = [verify(case["contact"], REGISTRY, TODAY) for case in cases()]
    return [*found, verify("t.me/binance_news_room", REGISTRY, date(2030, 1, 1))]


def texts(words: Told) -> list[str]:
    return [words.title, words.message, words.advice, *(reason.message for reason in words.reasons)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_verdict_can_be_told_and_nothing_is_promised(lang: Lang) -> None:
    for verdict in verdicts():
        for text in texts(told(verdict, lang)):
            assert text.strip() == text != ""
            assert not PROMISES.search(text), text
            assert "{" not in text
            assert "None" not in text
            assert (HAN.search(text) is not None) == (lang == "zh") or verdict.entry, text


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("binance.com", {"en": "checked it on 2026-10-01", "zh": "2026-10-01核对过"}),
        ("gate.io", {"en": "nobody at this site has verified it", "zh": "还没有核实"}),
        ("okx.com", {"en": "should have been checked again by 2025-07-01", "zh": "已经过期"}),
        ("binance-help.com", {"en": "not among those listed for Binance", "zh": "币安的登记里没有它"}),
        ("example.org", {"en": "does not mean that it is fine", "zh": "不等于没问题"}),
        ("hello", {"en": "does not mean that it is fine", "zh": "不等于没问题"}),
        ("help@binance.com", {"en": "can be forged", "zh": "可以伪造"}),
        ("+12025550177", {"en": "can be faked", "zh": "可以伪造"}),
        ("@binance", {"en": "account on X (Twitter)", "zh": "X（推特）上的账号"}),
    ],
)
def test_the_message_says_how_much_is_known(contact: str, said: dict[Lang, str]) -> None:
    verdict = verify(contact, REGISTRY, TODAY)
    for lang in LANGS:
        assert said[lang] in told(verdict, lang).message


def test_unverified_and_expired_stand_in_the_title_too() -> None:
    assert told(verify("gate.io", REGISTRY, TODAY), "en").title.endswith("not yet verified by this site’s operator")
    assert "尚未核实" in told(verify("gate.io", REGISTRY, TODAY), "zh").title
    assert "out of date" in told(verify("okx.com", REGISTRY, TODAY), "en").title
    assert "过期" in told(verify("okx.com", REGISTRY, TODAY), "zh").title


def test_reasons_name_the_platform_that_is_imitated() -> None:
    words = told(verify("https://binance.com@evil.io", REGISTRY, TODAY), "zh")
    assert [reason.code for reason in words.reasons] == ["userinfo"]
    words = told(verify("binance.com.evil.io", REGISTRY, TODAY), "en")
    assert "Binance" in words.reasons[0].message


def test_every_platform_is_called_by_a_name_even_without_one_in_the_language() -> None:
    assert "MetaMask" in told(verify("metamask-help.com", REGISTRY, TODAY), "zh").title
