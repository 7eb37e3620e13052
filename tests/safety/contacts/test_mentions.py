"""Contacts in running text, with their places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.contacts.mentions import find_contacts
from tests.made import PATIENT

ETH = "0x52908400098527886E0F7030069857D2E4169EE7"
TRON = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
BTC = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"


@pytest.mark.parametrize(
    ("text", "kind", "value", "shown"),
    [
        ("去binance.com看看", "domain", "binance.com", "binance.com"),
        ("去https://binance.com/a?b=c看看", "url", "https://binance.com/a?b=c", "https://binance.com/a?b=c"),
        ("见ｂｉｎａｎｃｅ．ｃｏｍ。", "domain", "binance.com", "ｂｉｎａｎｃｅ．ｃｏｍ"),
        ("binance。com是真的吗", "domain", "binance.com", "binance。com"),
        ("（https://evil.io/x）", "url", "https://evil.io/x", "https://evil.io/x"),
        ("(see https://a.org/b_(c)).", "url", "https://a.org/b_(c)", "https://a.org/b_(c)"),
        ("Is it binance.com?", "domain", "binance.com", "binance.com"),
        ("hxxps://evil[.]io/x", "url", "https://evil.io/x", "hxxps://evil[.]io/x"),
        ("evil(dot)com", "domain", "evil.com", "evil(dot)com"),
        ("https://币安.com/x", "url", "https://币安.com/x", "https://币安.com/x"),
        ("https://binance.com@evil.io", "url", "https://binance.com@evil.io", "https://binance.com@evil.io"),
        ("bіnance.com", "domain", "bіnance.com", "bіnance.com"),
        ("Write to help@binance.com.", "email", "help@binance.com", "help@binance.com"),
        ("邮箱：kefu（at）x.com", "email", "kefu@x.com", "kefu（at）x.com"),
        ("t.me/binance_kefu", "telegram", "binance_kefu", "t.me/binance_kefu"),
        ("加电报 @kefu_01 联系", "telegram", "kefu_01", "@kefu_01"),
        ("Telegram: BinanceHelp24.", "telegram", "BinanceHelp24", "BinanceHelp24"),
        ("https://x.com/binance,", "x", "binance", "https://x.com/binance"),
        ("推特@binance", "x", "binance", "@binance"),
        ("wa.me/12025550100", "whatsapp", "12025550100", "wa.me/12025550100"),
        ("WhatsApp +1 202 555 0100", "whatsapp", "+1 202 555 0100", "+1 202 555 0100"),
        ("discord.gg/abc123", "discord", "abc123", "discord.gg/abc123"),
        ("微信号：abc_123", "wechat", "abc_123", "abc_123"),
        ("加微信 abc123 解冻", "wechat", "abc123", "abc123"),
        ("QQ：1234567", "qq", "1234567", "1234567"),
        ("ask @somebody", "handle", "somebody", "@somebody"),
        ("客服电话：400-123-4567", "phone", "400-123-4567", "400-123-4567"),
        ("call 1-888-555-0100 now", "phone", "1-888-555-0100", "1-888-555-0100"),
        ("打+86 138 0013 8000", "phone", "+86 138 0013 8000", "+86 138 0013 8000"),
        ("加我13800138000", "phone", "13800138000", "13800138000"),
        ("拨打96110", "phone", "96110", "96110"),
        (f"转到{ETH}", "wallet", ETH, ETH),
        (f"send to {TRON}.", "wallet", TRON, TRON),
        (f"{BTC}", "wallet", BTC, BTC),
    ],
)
def test_a_contact_is_found_with_its_place(text: str, kind: str, value: str, shown: str) -> None:
    (mention,) = find_contacts(text)
    assert (mention.kind, mention.value, text[mention.start : mention.end]) == (kind, value, shown)


@pytest.mark.parametrize(
    "text",
    [
        "readme.md",
        "node.js v1.2.3 at 10:30",
        "e.g. 3.5 BTC in the U.S. costs 100,000.00",
        "it is done.In case",
        "wallet.It is",
        "2026-11-20 12:00",
        "订单号 202611200001234567",
        "区块 18000000",
        "192.168.1.1",
        f"0x{'ab' * 32}",
        "ab" * 32,
        "Telegram: never share your seed phrase",
        "Telegram and Discord: scams",
        "微信客服",
        "Binance.US",
        "me@home",
        "50% of 12345678",
        "a@b",
        "",
    ],
)
def test_what_is_no_contact_is_left_alone(text: str) -> None:
    assert find_contacts(text) == ()


def test_several_contacts_come_in_order_and_do_not_overlap() -> None:
    text = "先看binance.com，再写信help@binance.com，别加t.me/kefu_1，也别打400-123-4567"
    found = find_contacts(text)
    assert [mention.kind for mention in found] == ["domain", "email", "telegram", "phone"]
    for before, after in pairwise(found):
        assert before.end <= after.start


@PATIENT
@given(st.text(max_size=200))
def test_any_text_can_be_searched_and_places_lie_in_it(text: str) -> None:
    for mention in find_contacts(text):
        assert 0 <= mention.start < mention.end <= len(text)


@PATIENT
@given(st.text("a1.@-/:+ 微信0x([{", min_size=1, max_size=12))
def test_repetitions_are_searched_to_their_end(unit: str) -> None:
    """A quadratic search of this would not end within the test's time."""
    find_contacts(unit * 4000)
