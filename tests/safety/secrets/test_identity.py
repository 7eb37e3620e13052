"""Bank cards and identity numbers, and the numbers that look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from qa.safety.secrets import GAP, cut, find
from qa.safety.secrets.identity import is_luhn
from tests.safety.secrets.planted import card, identity

CARDS = [card("4", 16), card("51", 16), card("2221", 16), card("37", 15), card("622202", 19), card("6228", 16)]


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("text", ["{}", "my card is {} and they charged it", "银行卡号{}被骗子知道了", "卡號：{}"])
def test_a_card_is_cut_with_certainty(number: str, text: str) -> None:
    assert cut(text.format(number)).text == text.format(GAP)
    assert [(secret.kind, secret.certain) for secret in find(text.format(number))] == [("bank_card", True)]


@pytest.mark.parametrize("separator", [" ", "-", ".", "/", "_", ","])
def test_a_card_in_groups_is_cut(separator: str) -> None:
    groups = separator.join(CARDS[0][place : place + 4] for place in range(0, 16, 4))
    assert cut(f"visa {groups}").text == f"visa {GAP}"


def test_a_mistyped_card_is_cut_only_where_it_is_called_one() -> None:
    mistyped = CARDS[0][:-1] + str((int(CARDS[0][-1]) + 1) % 10)
    assert cut(f"card number {mistyped}").text == f"card number {GAP}"
    assert cut(mistyped).text == mistyped


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("text", ["订单号 {}", "order number {}", "ticket #{}", "流水号：{}", "UID {}", "区块高度{}"])
def test_an_order_with_the_digits_of_a_card_is_not_cut(number: str, text: str) -> None:
    assert cut(text.format(number)).text == text.format(number)


@pytest.mark.parametrize("number", [identity(), identity("44030619851123001"), identity("51010219991231999")])
@pytest.mark.parametrize("text", ["{}", "身份证号{}", "我的身份證：{}", "my ID card {} was uploaded"])
def test_an_identity_number_is_cut_with_certainty(number: str, text: str) -> None:
    assert cut(text.format(number)).text == text.format(GAP)
    assert [(secret.kind, secret.certain) for secret in find(text.format(number))] == [("identity_number", True)]


@pytest.mark.parametrize("text", ["her Chinese ID is {}", "my father's ID: {}"])
def test_an_id_with_the_form_of_a_residents_number_is_one(text: str) -> None:
    assert cut(text.format("110105195210193847")).text == text.format(GAP)


@given(st.text("0123456789", min_size=2, max_size=20))
def test_the_check_digit_of_a_card_is_that_of_the_reference(digits: str) -> None:
    assert is_luhn(digits) == luhn.is_valid(digits)


def test_an_identity_number_is_cut_wherever_it_is_parted() -> None:
    parted = f"{identity()[:15]} {identity()[15:]}"
    assert cut(f"身份证{parted}").text == f"身份证{GAP}"


def test_a_check_character_in_lower_case_is_one() -> None:
    number = next(
        found for found in map(identity, map(str, range(11010519900307100, 11010519900307200))) if "X" in found
    )
    assert cut(number.lower()).text == GAP


def test_a_wrong_check_digit_is_cut_only_where_it_is_called_an_identity_number() -> None:
    wrong = identity()[:-1] + ("0" if identity()[-1] != "0" else "1")
    assert cut(f"身份证 {wrong}").text == f"身份证 {GAP}"
    assert cut(f"订单 {wrong}").text == f"订单 {wrong}"


@pytest.mark.parametrize(
    "text", ["passport number E12345678", "护照号 E12345678", "ssn 123-45-6789", "身份證號 A123456789"]
)
def test_another_document_is_cut_where_it_is_named(text: str) -> None:
    assert cut(text).kinds == ("identity_number",)


def test_the_code_on_the_back_of_a_card_is_cut() -> None:
    assert cut("cvv 123").text == f"cvv {GAP}"


@pytest.mark.parametrize(
    "text",
    [
        "block 871234 is confirmed",
        "1732345678901",
        "2026-11-20 08:15:30",
        "amount 1234567890.12 USDT",
        "20261122081500123456",
        "I lost 4500000 USDT",
        "gas 21000 nonce 4821",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert cut(text).text == text
