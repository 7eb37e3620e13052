"""Verdicts on contacts, judged case by case in vectors/contacts.jsonl."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.contacts.mentions import find_contacts
from qa.safety.contacts.registry import NO_CONTACTS, Registry
from qa.safety.contacts.verify import check_mention, verify
from tests.made import PATIENT

VECTORS = Path(__file__).parent / "vectors"
REGISTRY = Registry.from_yaml((VECTORS / "contacts.yaml").read_text("utf-8"), "contacts.yaml")
SHIPPED = Registry.from_yaml((Path(__file__).parents[3] / "corpus" / "contacts.yaml").read_text("utf-8"))
TODAY = date(2026, 11, 23)


def cases() -> Iterator[dict[str, Any]]:
    for line in (VECTORS / "contacts.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


@pytest.mark.parametrize("case", [*cases()], ids=lambda case: ascii(case["contact"])[:60])
def test_a_contact_gets_its_verdict(case: dict[str, Any]) -> None:
    verdict = verify(case["contact"], REGISTRY, TODAY)
    assert verdict.verdict == case["verdict"], (case["why"], verdict)
    assert (verdict.entry.platform if verdict.entry else None) == case["platform"]


def test_the_cases_are_many_and_of_every_kind() -> None:
    counts = Counter(case["verdict"] for case in cases())
    assert counts["official"] >= 60
    assert counts["lookalike"] >= 120
    assert counts["unknown"] >= 60


@pytest.mark.parametrize(
    ("contact", "today", "status"),
    [
        ("binance.com", date(2026, 11, 23), "verified"),
        ("binance.com", date(2027, 4, 1), "verified"),
        ("binance.com", date(2027, 4, 2), "expired"),
        ("binance.com", date(2026, 9, 30), "unverified"),
        ("okx.com", date(2026, 11, 23), "expired"),
        ("gate.io", date(2026, 11, 23), "unverified"),
    ],
)
def test_an_official_contact_says_whether_somebody_checked_it_in_time(contact: str, today: date, status: str) -> None:
    verdict = verify(contact, REGISTRY, today)
    assert (verdict.verdict, verdict.status) == ("official", status)


def test_only_official_contacts_have_a_status() -> None:
    for contact in ("binance-help.com", "example.org", "hello"):
        assert verify(contact, REGISTRY, TODAY).status is None


@pytest.mark.parametrize(
    ("contact", "reasons"),
    [
        ("binаnce.com", ("homoglyph", "mixed-script", "punycode")),
        ("xn--binnce-5nf.com", ("homoglyph", "mixed-script", "punycode")),
        ("binnance.com", ("edit-distance",)),
        ("binance-help.com", ("extra-word",)),
        ("binance.co", ("other-suffix",)),
        ("binance.com.evil.io", ("sub-domain",)),
        ("https://binance.com@evil.io", ("userinfo",)),
        ("https://evil.io/binance.com", ("path",)),
        ("sites.google.com/binance", ("shared-host",)),
        ("bin\u200bance.com", ("hidden-characters",)),
        ("https:/binance.com", ("malformed",)),
        ("binance@gmail.com", ("local-part",)),
        ("Binance <x@evil.io>", ("display-name",)),
        ("@binance_kefu", ("other-handle",)),
        ("t.me/binance", ("other-channel",)),
    ],
)
def test_a_lookalike_says_how_it_imitates(contact: str, reasons: tuple[str, ...]) -> None:
    assert verify(contact, REGISTRY, TODAY).reasons == reasons


@pytest.mark.parametrize(
    ("contact", "displayed"),
    [
        ("https://WWW.Binance.com:443/x?y", "www.binance.com"),
        ("binаnce.com", "binаnce.com (xn--binnce-5nf.com)"),
        ("https://binance.com@evil.io/x", "evil.io"),
        ("Binance <x@evil.io>", "x@evil.io"),
        ("t.me/binance_kefu", "@binance_kefu"),
        ("evil\u202e.io", "evil.io"),
        ("hello there", None),
    ],
)
def test_what_is_displayed_is_where_the_contact_leads(contact: str, displayed: str | None) -> None:
    assert verify(contact, REGISTRY, TODAY).displayed == displayed


def test_the_worst_contact_of_a_text_decides() -> None:
    assert verify("https://binance.com 或 https://binance-help.net", REGISTRY, TODAY).verdict == "lookalike"
    assert verify("https://binance.com or https://example.org", REGISTRY, TODAY).verdict == "unknown"


def test_without_entries_nothing_is_official_and_nothing_a_lookalike() -> None:
    assert {verify(case["contact"], NO_CONTACTS, TODAY).verdict for case in cases()} == {"unknown"}


def test_mentions_in_a_question_get_the_same_verdict_as_alone() -> None:
    question = "客服让我加电报@binance_kefu，说binance.com要升级，去binance-vip.com验证，是真的吗"
    verdicts = [check_mention(mention, REGISTRY, TODAY).verdict for mention in find_contacts(question)]
    assert verdicts == ["lookalike", "official", "lookalike"]


def test_every_shipped_domain_is_official_and_unverified_and_one_more_word_makes_it_a_lookalike() -> None:
    for entry in SHIPPED.entries:
        for domain in entry.domains:
            verdict = verify(f"https://www.{domain}/x", SHIPPED, TODAY)
            assert (verdict.verdict, verdict.entry, verdict.status) == ("official", entry, "unverified")
            for fake in (f"{domain}.evil.example", f"https://{domain}@evil.example", f"evil.example/{domain}"):
                found = verify(fake, SHIPPED, TODAY)
                assert (found.verdict, found.entry) == ("lookalike", entry), fake


def test_no_shipped_platform_is_a_lookalike_of_another() -> None:
    for entry in SHIPPED.entries:
        others = Registry([other for other in SHIPPED.entries if other is not entry])
        for domain in entry.domains:
            if entry.platform not in ("binance", "binance-us"):  # which share a name
                assert verify(domain, others, TODAY).verdict == "unknown", domain


TRICKS = st.sampled_from(
    ["binance", ".com", "@", "/", "\\", "https://", "xn--", "%2e", "。", "\u200b", ":", "#", "?", " ", "a"]
)


@PATIENT
@given(st.one_of(st.text(max_size=80), st.lists(TRICKS, max_size=10).map("".join)))
def test_any_text_gets_a_verdict_and_what_is_displayed_can_be_sent(text: str) -> None:
    verdict = verify(text, REGISTRY, TODAY)
    assert (verdict.entry is None) == (verdict.verdict == "unknown")
    (verdict.displayed or "").encode("utf-8")


@PATIENT
@given(st.text(st.characters(min_codepoint=33, exclude_categories=["Cs"]), min_size=1, max_size=12), st.integers(1, 10))
def test_nothing_put_into_a_listed_host_leaves_it_official(text: str, place: int) -> None:
    """But a sub-domain, and what stands behind the host."""
    contact = "https://" + "binance.com"[:place] + text + "binance.com"[place:]
    verdict = verify(contact, REGISTRY, TODAY)
    if verdict.verdict == "official":
        plain = contact.replace("。", ".").replace("．", ".").replace("｡", ".")
        assert plain.removeprefix("https://").split("/")[0].split("?")[0].split("#")[0].split(":")[0] == "binance.com"
