"""Reading contacts.yaml, and what is found in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.errors import CorpusError
from qa.safety.contacts.registry import Registry

HARBOUR = """
- platform: harbour
  names: {zh: 港湾, en: Harbour}
  aliases: [HB, 港灣, {text: Pier, with: [exchange, 交易所]}]
  not_meant: [港湾大桥]
  domains: [Harbour-Exchange.com, 港湾.中国]
  email_domains: [mail.harbour-exchange.com]
  emails: [Desk@partner.example.com]
  handles: {telegram: ["@Harbour_Desk"], x: [harbour]}
  phones: ["+1 (202) 555-0100"]
  source: https://harbour-exchange.com/contacts
  verified_at: 2026-10-01
  verify_by: 2027-01-01
- platform: lighthouse
  names: {en: Light House}
"""


def read(entries: str) -> Registry:
    """A registry of a list of entries, which begins in the second line of its file."""
    return Registry.from_yaml(f"platforms:\n{entries}", "contacts.yaml")


@pytest.fixture(scope="module")
def harbour() -> Registry:
    return read(HARBOUR)


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return Registry.from_yaml((Path(__file__).parents[3] / "corpus" / "contacts.yaml").read_text("utf-8"))


def test_every_field_of_an_entry_arrives_in_one_spelling(harbour: Registry) -> None:
    entry = harbour.entries[0]
    assert entry.platform == "harbour"
    assert entry.names == {"zh": "港湾", "en": "Harbour"}
    assert entry.aliases == ("HB", "港灣", "Pier")
    assert entry.hints == {"Pier": ("exchange", "交易所")}
    assert entry.domains == ("harbour-exchange.com", "xn--j6wog.xn--fiqs8s")
    assert entry.emails == ("desk@partner.example.com",)
    assert entry.handles == {"telegram": ("Harbour_Desk",), "x": ("harbour",)}
    assert entry.phones == ("+12025550100",)
    assert (entry.verified_at, entry.verify_by) == (date(2026, 10, 1), date(2027, 1, 1))


def test_a_registry_is_the_same_after_it_was_stored(harbour: Registry) -> None:
    stored = harbour.to_json()
    again = Registry.from_json(stored)
    assert again.entries == harbour.entries
    assert again.to_json() == stored


def test_an_empty_file_is_an_empty_registry() -> None:
    for text in ("", "# nothing yet\n", "~\n", "platforms:\n", "platforms: []\n"):
        assert Registry.from_yaml(text).entries == ()
    assert read("").platforms_in("Binance 币安") == ()
    assert read("").entry("Binance") is None


@pytest.mark.parametrize("name", ["harbour", "Harbour", "ＨＡＲＢＯＵＲ", "港湾", "港灣", "hb", "pier"])
def test_an_entry_is_found_by_any_name_in_any_script_and_case(harbour: Registry, name: str) -> None:
    entry = harbour.entry(name)
    assert entry
    assert entry.platform == "harbour"


def test_spaces_in_a_name_do_not_matter(harbour: Registry) -> None:
    for name in ("light house", "LightHouse", "light-house"):
        assert harbour.platforms_in(f"my {name} account") == ("lighthouse",)
        assert harbour.entry(name) is harbour.entries[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("港灣提现失败", ["harbour"]),
        ("我在harbour提现", ["harbour"]),
        ("the harbours are full", []),
        ("HB 不到账", ["harbour"]),
        ("hb pencil", []),
        ("港湾大桥堵车", []),
        ("walk on the pier", []),
        ("the Pier exchange", ["harbour"]),
        ("pier交易所", ["harbour"]),
        ("Lighthouse or Harbour, then lighthouse", ["lighthouse", "harbour"]),
        ("", []),
    ],
)
def test_platforms_are_recognised_in_the_order_of_their_mention(harbour: Registry, text: str, found: list[str]) -> None:
    assert list(harbour.platforms_in(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("币安binance提现", ["binance"]),
        ("幣安客服電話", ["binance"]),
        ("BN提不出来", ["binance"]),
        ("我的人民币安全吗", []),
        ("货币安全", []),
        ("币安安全吗", ["binance"]),
        ("火币安全吗", ["htx"]),
        ("Binance.US or Binance?", ["binance-us", "binance"]),
        ("okx 提现", ["okx"]),
        ("trustwallet was drained", ["trust-wallet"]),
        ("the gate is closed", []),
        ("Gate交易所充值没到账", ["gate"]),
        ("gate.io不到账", ["gate"]),
        ("一只小狐狸", []),
        ("小狐狸钱包的助记词", ["metamask"]),
        ("a public ledger records each wallet", []),
        ("my ledger wallet broke", ["ledger"]),
    ],
)
def test_the_shipped_names_mean_platforms_and_not_ordinary_words(
    shipped: Registry, text: str, found: list[str]
) -> None:
    assert list(shipped.platforms_in(text)) == found


def test_the_shipped_registry_claims_no_check_that_nobody_made(shipped: Registry) -> None:
    assert len(shipped.entries) >= 25
    for entry in shipped.entries:
        assert entry.domains
        assert entry.verified_at is None
        assert not entry.handles
        assert not entry.phones


def test_the_owner_of_a_host_has_the_nearest_listed_domain() -> None:
    registry = read(
        "- {platform: a, names: {en: Aaa}, domains: [a-site.com]}\n"
        "- {platform: b, names: {en: Bbb}, domains: [b.a-site.com]}\n"
    )
    owners = {host: registry.owner(host) for host in ("a-site.com", "x.a-site.com", "x.b.a-site.com", "xa-site.com")}
    assert [owner and owner.platform for owner in owners.values()] == ["a", "a", "b", None]


A = "- platform: a\n  names: {en: Aa}\n"


@pytest.mark.parametrize(
    ("entries", "line", "said"),
    [
        ("  platform: a", 1, "expected a list"),
        (A + "  domain: [a-site.com]", 3, "did you mean 'domains'?"),
        (A + "  colour: blue", 3, "known are platform"),
        (A + "  names: {en: Bb}", 3, "twice"),
        ("- names: {en: Aa}", 1, "'platform'"),
        ("- platform: a\n  names: {}", 2, "a name in zh"),
        ("- platform: a\n  names: {fr: Aa}", 2, "unknown key 'fr'"),
        ("- platform: A b\n  names: {en: Aa}", 1, "no platform id"),
        (A + "  domains: a-site.com", 3, "a list such as"),
        (A + "  domains: [https://a-site.com/]", 3, "the domain alone"),
        (A + "  domains:\n  - a-site.com\n  - co.uk", 5, "many owners"),
        (A + "  domains: [github.io]", 3, "many owners"),
        (A + "  domains: [a-site.nosuchsuffix]", 3, "many owners or none"),
        (A + "  email_domains: [gmail.com]", 3, "anybody"),
        (A + "  emails: [nobody]", 3, "no e-mail"),
        (A + "  phones: ['five']", 3, "no telephone number"),
        (A + "  handles: {telegramm: [aa]}", 3, "did you mean 'telegram'?"),
        (A + "  handles: {x: [https://x.com/aa]}", 3, "no handle"),
        (A + "  aliases: [{text: Pier}]", 3, "'with'"),
        (A + "  source: http://a-site.com", 3, "https://"),
        (A + "  verified_at: 2026-01-01", 3, "without source"),
        (A + "  source: https://a-site.com\n  verify_by: 2026-01-01", 4, "verified_at"),
        (A + "  source: https://a.com\n  verified_at: 2026-02-01\n  verify_by: 2026-01-01", 5, "is before"),
        (A + "  verified_at: yesterday", 3, "not a date"),
        ("- {platform: a, names: {en: Aa}}\n- platform: a\n  names: {en: Bb}", 2, "already belongs to 'a'"),
        ("- {platform: a, names: {en: Aa}}\n- platform: b\n  names:\n    en: AA", 4, "already belongs to 'a'"),
        ("- {platform: a, names: {zh: 币安}}\n- platform: b\n  names: {en: Bb}\n  aliases: [幣安]", 4, "already"),
        (
            A + "  domains: [a-site.com]\n- platform: b\n  names: {en: Bb}\n  domains: [A-Site.com]",
            6,
            "the domain 'a-site.com' already belongs to 'a'",
        ),
        ("- platform: a\n  names: {en: [Aa", 2, "broken YAML"),
        ("- platform: a\x01", 1, "broken YAML"),
        ("[" * 5000, 1, "broken YAML"),
        ('- {platform: a, names: {en: "\\ud800a"}}', 1, "half a character"),
    ],
)
def test_every_mistake_is_told_with_its_line(entries: str, line: int, said: str) -> None:
    """``line`` counts from the first entry, which stands in the second line of the file."""
    with pytest.raises(CorpusError) as caught:
        read(entries)
    assert (caught.value.path, caught.value.line) == ("contacts.yaml", line + 1), caught.value
    assert said in caught.value.problem
