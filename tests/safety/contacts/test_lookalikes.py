"""Names that look like other names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.contacts.confusables import is_mixed, skeleton
from qa.safety.contacts.lookalikes import resembled
from qa.safety.contacts.registry import Registry
from tests.made import PATIENT

REGISTRY = Registry.from_yaml(
    "platforms:\n"
    "- {platform: harbour, names: {zh: 港湾, en: Harbour}, domains: [harbour.exchange]}\n"
    "- {platform: tide, names: {en: Tide}, aliases: [{text: Tide, with: [wallet]}], domains: [tide.io]}\n"
    "- {platform: fin, names: {en: Fin}, domains: [fin.com]}\n"
    "- {platform: pier, names: {en: Pierhead}, domains: [coin.im]}\n"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("binаnce", "binance"),
        ("bιnance", "binance"),
        ("ĸraken", "kraken"),
        ("кrакеn", "kraken"),
        ("rnetarnask", "metamask"),
        ("trustvvallet", "trustwallet"),
        ("clefi", "defi"),
        ("c01nbase", "coinbase"),
        ("łedger", "ledger"),
        ("lẹdger", "ledger"),
        ("ꓑhantom", "phantom"),
        ("𝐛inance", "binance"),
        ("ＯＫＸ", "okx"),
    ],
)
def test_texts_that_look_alike_have_equal_skeletons(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_texts_that_look_different_have_different_skeletons() -> None:
    names = ["binance", "finance", "bybit", "okx", "htx", "币安", "火币", "ledger", "kraken", "token"]
    assert len({skeleton(name) for name in names}) == len(names)


def test_mixed_alphabets_are_noticed_and_chinese_with_latin_is_none() -> None:
    assert is_mixed("binаnce")
    assert not is_mixed("币安binance")
    assert not is_mixed("бинанс")


@PATIENT
@given(st.text(max_size=60))
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("harbour", "harbour"),
        ("harb-our", "harbour"),
        ("myharbourxyz", "harbour"),
        ("harbor", "harbour"),
        ("harbuor-login", "harbour"),
        ("hаrbour", "harbour"),
        ("港湾客服", "harbour"),
        ("harbourexchange", "harbour"),
        ("harsh", None),
        ("tide", "tide"),
        ("tide-support", "tide"),
        ("tidelogin", "tide"),
        ("high-tide", None),
        ("riptide", None),
        ("tied", None),
        ("fin-abc", "fin"),
        ("finhelp", "fin"),
        ("final", None),
        ("dolfin", None),
        ("coin", "pier"),
        ("coin-support", None),
        ("bitcoin", None),
    ],
)
def test_how_much_of_a_name_must_be_there_depends_on_the_name(name: str, platform: str | None) -> None:
    """A long one counts anywhere, a short one by itself, a word beside words of the trade, a mere label alone."""
    found = resembled(name, REGISTRY)
    assert (found.entry.platform if found else None) == platform
