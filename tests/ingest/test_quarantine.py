"""What may not be served: contacts that nobody listed, wherever in a document they hide."""

from __future__ import annotations

import pytest

from qa.datatypes import Document
from qa.ingest.markdown import read_markdown
from qa.ingest.quarantine import quarantined, unlisted
from qa.ingest.source_file import SourceFile
from qa.safety.contacts.registry import Registry

HARBOUR = Registry.from_yaml(
    "platforms:\n"
    "- platform: harbour\n"
    "  names: {zh: 港湾, en: Harbour}\n"
    "  domains: [harbour-exchange.com]\n"
    "  handles: {telegram: [harbour_desk]}\n"
    '  phones: ["+1 202 555 0177"]\n'
)
OWN = "https://help.example.org/wenda"
WALLET = "0x52908400098527886E0F7030069857D2E4169EE7"


def document(body: str, matter: str = "") -> Document:
    return read_markdown(SourceFile("a.md", f"---\nid: a\nlang: en\n{matter}---\n{body}"))


def found(body: str, matter: str = "") -> list[tuple[int, str]]:
    return [(one.line, one.mention.value) for one in unlisted([document(body, matter)], HARBOUR, OWN)]


@pytest.mark.parametrize(
    "text",
    [
        "Go to https://www.harbour-exchange.com/help.",
        "去harbour-exchange.com看看",
        "Write to desk@harbour-exchange.com or t.me/harbour_desk",
        "Telegram: @harbour_desk",
        "call +1 (202) 555-0177",
        f"See {OWN}/sources/a/en and [this](https://help.example.org/x).",
        "See [another](b.md#x) and [here](#top).",
        "In 2026, 12,000 people lost 3.5 BTC; see readme.md.",
    ],
)
def test_what_is_listed_or_the_services_own_may_stand(text: str) -> None:
    assert found(f"## A {{#a}}\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Go to https://harbour-exchange.com@evil.io now", "https://harbour-exchange.com@evil.io"),
        ("Go to harbour-exchange.co", "harbour-exchange.co"),
        ("Write to x@gmail.com", "x@gmail.com"),
        ("Add @harbour_desk2 on Telegram", "harbour_desk2"),
        ("客服微信：kefu_01", "kefu_01"),
        ("Call 1-888-555-0100", "1-888-555-0100"),
        (f"Send it to {WALLET}", WALLET),
        ("[harmless words](https://evil.io/x)", "https://evil.io/x"),
        ("[write](mailto:x@evil.io)", "x@evil.io"),
        ("![see evil.io](b.png)", "evil.io"),
        ('[another](b.md "see evil.io")', "evil.io"),
        ("| who | where |\n|---|---|\n| us | evil.io |", "evil.io"),
        ("- one\n- `evil.io`", "evil.io"),
        ("ev**il.io**", "evil.io"),
    ],
)
def test_what_nobody_listed_is_found_wherever_it_stands(text: str, value: str) -> None:
    assert value in [one[1] for one in found(f"## A {{#a}}\n\n{text}\n")]


def test_headings_groups_and_other_phrasings_count_too() -> None:
    body = "## Ask evil.io {#a}\n\nText.\n\n## B {#b}\n\nalso:\n\n- is t.me/evil_desk real\n\nText.\n"
    assert found(body) == [(5, "evil.io"), (9, "evil_desk")]
    assert found("## At evil.io\n\n### A {#a}\n\nText.\n\n### B {#b}\n\nText.\n") == [(7, "evil.io"), (11, "evil.io")]


@pytest.mark.parametrize(
    ("allow", "text"),
    [
        ("[evil.io]", "see https://sub.evil.io/x and evil.io, or write to a@evil.io"),
        ("[x@evil.io]", "write to X@evil.io"),
        ("['@evil_desk']", "add @Evil_Desk on Telegram"),
        ("[t.me/evil_desk]", "see t.me/evil_desk"),
        ("['+1 888 555 0100']", "call 1-888-555-0100"),
        (f"['{WALLET}']", f"send to {WALLET}"),
    ],
)
def test_a_document_may_allow_what_stands_in_it(allow: str, text: str) -> None:
    assert found(f"## A {{#a}}\n\n{text}\n") != []
    assert found(f"## A {{#a}}\n\n{text}\n", f"allow: {allow}\n") == []


def test_what_is_allowed_allows_nothing_else() -> None:
    allow = "allow: [x@evil.io, sub.fine.org, t.me/desk_1, com, 7]\n"
    body = "## A {#a}\n\nevil.io y@evil.io fine.org https://sub.fine.org@evil.io t.me/desk_2 odd.com\n"
    assert {value for _, value in found(body, allow)} == {
        "evil.io", "y@evil.io", "fine.org", "https://sub.fine.org@evil.io", "desk_2", "odd.com"
    }  # fmt: skip


def test_a_documents_own_page_may_stand_in_it() -> None:
    assert found("## A {#a}\n\nSee https://guide.example.org/x.\n", "url: https://guide.example.org/a\n") == []


def test_only_the_section_at_fault_is_left_out() -> None:
    one = document("## A {#a}\n\nText.\n\n## B {#b}\n\nevil.io\n")
    (kept,) = quarantined([one], unlisted([one], HARBOUR))
    assert [section.key for section in kept.sections] == ["a"]
    assert (kept.id, kept.title) == (one.id, one.title)


def test_a_document_with_such_a_title_or_with_nothing_left_is_left_out_whole() -> None:
    titled, poisoned, clean = (
        document("# At evil.io\n\n## A {#a}\n\nText.\n"),
        document("## A {#a}\n\nevil.io\n"),
        document("## A {#a}\n\nText.\n"),
    )
    documents = [titled, poisoned, clean]
    problems = unlisted(documents, HARBOUR)
    assert quarantined(documents, problems) == (clean,)
    assert [one.section is None for one in problems] == [True, False]
    assert "the document is left out" in str(problems[0])


def test_what_an_editor_is_told_names_place_contact_and_cure() -> None:
    (problem,) = unlisted([document("## A {#a}\n\nevil.io and evil.io\n")], HARBOUR)
    assert str(problem) == (
        "a.md:5: 'evil.io' (domain) is in no registry; the section is left out; add it to contacts.yaml or to allow:"
    )
