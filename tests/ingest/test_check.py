"""What an editor is told before a build: each fault once, at its line, and nothing about what is in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from qa.errors import BrokenCorpusError, CorpusError
from qa.ingest.check import SEVERITIES, Finding, findings
from qa.ingest.corpus import read_corpus
from qa.ingest.formats import Corpus
from qa.ingest.headings import headings
from qa.ingest.markdown import read_markdown
from qa.ingest.plain_text import read_plain_text
from qa.ingest.source_file import SourceFile
from qa.safety.contacts.registry import Registry
from tests.made import write_corpus

TODAY = date(2026, 11, 23)

EN = """---
id: fees
lang: en
updated: 2026-11-20
review_by: 2026-11-23
---
# Fees

## Who charges the fee? {#who}

also:

- why do I pay

The network does. See [the limits](limits.md#daily).
"""
ZH = """---
id: fees
lang: zh
---
# 手续费

## 手续费是谁收的？ {#who}

区块链网络收取。
"""
LIMITS = "---\nid: limits\nlang: en\n---\n# Limits\n\n## Each day {#daily}\n\nTen a day.\n"
GOOD = {"fees.en.md": EN, "fees.zh.md": ZH, "limits.md": LIMITS, "limits.zh.md": "---\nid: limits\nlang: zh\n---\n"}
GOOD["limits.zh.md"] += "# 限额\n\n## 每天 {#daily}\n\n每天十次。\n"

Told = list[tuple[str, int, str]]


def told(changes: Mapping[str, str | None], today: date = TODAY) -> Told:
    """Place and code of all findings in the sound corpus after changes."""
    return [(finding.path, finding.line, finding.code) for finding in found(changes, today)]


HARBOUR = Registry.from_yaml(
    "platforms:\n- {platform: harbour, names: {en: Harbour}, domains: [harbour-exchange.com]}\n"
)


def found(changes: Mapping[str, str | None], today: date = TODAY, registry: Registry | None = HARBOUR) -> list[Finding]:
    texts = {name: text for name, text in {**GOOD, **changes}.items() if text is not None}
    documents = [
        (read_markdown if name.endswith(".md") else read_plain_text)(SourceFile(name, text))
        for name, text in sorted(texts.items())
    ]
    return findings(Corpus(tuple(documents)), texts, today, registry=registry)


def test_nothing_is_said_about_a_sound_corpus() -> None:
    assert told({}) == []
    assert findings(Corpus(()), {}, TODAY) == []


@pytest.mark.parametrize("target", ["limits.md#weekly", "nowhere.md", "sub/limits.md#daily"])
def test_a_dead_link_is_an_error_in_the_line_of_its_section(target: str) -> None:
    assert told({"fees.en.md": EN.replace("limits.md#daily", target)}) == [("fees.en.md", 9, "dead-link")]


def test_links_to_the_web_are_not_followed() -> None:
    assert told({"fees.en.md": EN.replace("limits.md#daily", "https://harbour-exchange.com/nowhere")}) == []


def test_a_contact_that_nobody_listed_is_told_at_its_line_unless_there_is_no_registry() -> None:
    changes = {"limits.md": LIMITS + "\nOr write to\nhelp@harbour-help.com at night.\n"}
    assert told(changes) == [("limits.md", 12, "unlisted-contact")]
    assert "'help@harbour-help.com' (email) is in no registry" in found(changes)[0].message
    assert found(changes, registry=None) == []
    assert told({"limits.md": changes["limits.md"].replace("lang: en", "lang: en\nallow: [harbour-help.com]")}) == []


def test_a_day_of_the_last_change_that_is_to_come_is_an_error_in_its_line() -> None:
    assert told({}, date(2026, 11, 20)) == []
    assert told({}, date(2026, 11, 19)) == [("fees.en.md", 4, "future-date")]


def test_a_review_is_due_on_the_day_after() -> None:
    assert told({}, date(2026, 11, 23)) == []
    assert told({}, date(2026, 11, 24)) == [("fees.en.md", 5, "review-due")]


def test_a_heading_without_text_is_told_unless_it_groups_others_or_is_the_title() -> None:
    grouped = LIMITS + "\n## Cards\n\n### Credit {#credit}\n\nNone.\n"
    twin = GOOD["limits.zh.md"] + "\n## 卡\n\n### 信用卡 {#credit}\n\n没有。\n"
    assert told({"limits.md": grouped, "limits.zh.md": twin}) == []
    for empty in ("## Cards\n", "## Cards {#cards}\n", "Cards\n---\n", "### Cards\n\n## Each week\n"):
        lines = [place for place in told({"limits.md": f"{LIMITS}\n{empty}"}) if place[2] == "empty-heading"]
        assert lines[0] == ("limits.md", 11, "empty-heading")


def test_a_heading_without_words_is_told() -> None:
    empty = LIMITS.replace("## Each day {#daily}", "## {#daily}")
    assert ("limits.md", 7, "empty-heading") in told({"limits.md": empty})


def test_a_line_in_code_is_no_heading() -> None:
    assert told({"limits.md": LIMITS + "\n```\n## not a heading\n```\n"}) == []


def test_a_document_in_one_language_only_is_told_where_both_are_in_use() -> None:
    assert told({"limits.zh.md": None}) == [("limits.md", 1, "missing-document")]
    assert told({"limits.zh.md": None, "fees.zh.md": None}) == []


def test_a_section_in_one_language_only_is_told_at_its_heading() -> None:
    assert told({"limits.md": LIMITS + "\n## Each week {#weekly}\n\nFifty.\n"}) == [
        ("limits.md", 11, "missing-section")
    ]
    more = GOOD["limits.zh.md"] + "\n## 每周 {#weekly}\n\n五十次。\n"
    assert told({"limits.zh.md": more}) == [("limits.zh.md", 11, "missing-section")]


def test_sections_at_the_same_place_with_different_anchors_are_told_once() -> None:
    renamed = {"limits.zh.md": GOOD["limits.zh.md"].replace("#daily", "#everyday")}
    assert told(renamed) == [("limits.zh.md", 7, "different-anchor")]
    (finding,) = found(renamed)
    assert "'everyday' here and 'daily' in limits.md:7" in finding.message


def test_a_section_is_not_taken_for_the_twin_of_one_that_has_its_own() -> None:
    changes = {
        "limits.md": LIMITS + "\n## Each week {#weekly}\n\nFifty.\n",
        "limits.zh.md": GOOD["limits.zh.md"].replace("#daily", "#weekly") + "\n## 每年 {#yearly}\n\n三千次。\n",
    }
    assert told(changes) == [("limits.md", 7, "missing-section"), ("limits.zh.md", 11, "missing-section")]


def test_sections_in_another_order_are_in_order() -> None:
    two = {
        "limits.md": LIMITS + "\n## Each week {#weekly}\n\nFifty.\n",
        "limits.zh.md": GOOD["limits.zh.md"].replace("## 每天", "## 每周 {#weekly}\n\n五十次。\n\n## 每天"),
    }
    assert told(two) == []


def test_a_question_asked_in_two_sections_is_told_at_the_later_line() -> None:
    for phrasing in ("Why do I pay?", "who charges the FEE", "Ｗｈｙ　do I pay", "why do i pay"):
        also = f"## Each day {{#daily}}\n\nalso:\n\n- how often\n- {phrasing}\n"
        assert told({"limits.md": LIMITS.replace("## Each day {#daily}\n", also)}) == [
            ("limits.md", 12, "question-twice")
        ]
    (finding,) = found({"limits.md": LIMITS.replace("## Each day {#daily}\n", also)})
    assert "fees.en.md:9" in finding.message


def test_a_question_twice_in_traditional_characters_is_the_same_question() -> None:
    also = "## 每天 {#daily}\n\nalso:\n\n- 手續費是誰收的\n"
    changed = GOOD["limits.zh.md"].replace("## 每天 {#daily}\n", also)
    assert told({"limits.zh.md": changed}) == [("limits.zh.md", 11, "question-twice")]


def test_the_same_words_in_another_language_the_same_section_or_a_plain_heading_are_no_second_question() -> None:
    again = EN.replace("- why do I pay\n", "- why do I pay\n- why do I pay\n- who charges the fee\n")
    assert told({"fees.en.md": again}) == []
    assert told({"fees.zh.md": ZH.replace("\n区块", "\nalso:\n\n- why do I pay\n\n区块")}) == []
    heading = LIMITS.replace("Each day", "why do I pay")
    assert told({"limits.md": heading}) == []


def test_a_passage_of_which_no_sentence_stands_once_in_its_page_is_told() -> None:
    twice = LIMITS + "\n## Each year {#yearly}\n\nTen a day.\n"
    zh = GOOD["limits.zh.md"] + "\n## 每年 {#yearly}\n\n三千次。\n"
    assert told({"limits.md": twice, "limits.zh.md": zh}) == [
        ("limits.md", 7, "no-fragment"),
        ("limits.md", 11, "no-fragment"),
    ]
    assert told({"limits.md": twice + "Or less.\n", "limits.zh.md": zh}) == [("limits.md", 7, "no-fragment")]


def test_plain_text_is_checked_too() -> None:
    text = "Fees\n\nWho pays\n\nYou pay.\n\nWho gains\n\nYou pay.\n"
    assert [code for _, _, code in told({"more.en.txt": text})] == ["missing-document", "no-fragment", "no-fragment"]
    assert headings(text, "more.en.txt") == []


def test_what_reading_found_is_told_beside_the_rest_and_hides_nothing(tmp_path: Path) -> None:
    files = {
        **GOOD,
        "broken.md": "---\nid: broken\nlang: fr\n---\n\n## A\n\nText.\n",
        "limits.zh.md": GOOD["limits.zh.md"].replace("#daily", "#everyday"),
        "zzz.md": LIMITS,
    }
    with pytest.raises(BrokenCorpusError) as broken:
        read_corpus(write_corpus(tmp_path, files))
    named = findings(Corpus(tuple(broken.value.documents)), files, TODAY, broken.value.errors)
    assert [(finding.path, finding.line, finding.code) for finding in named] == [
        ("broken.md", 3, "broken-document"),
        ("limits.zh.md", 7, "different-anchor"),
        ("zzz.md", 1, "duplicate-id"),
    ]


def test_findings_stand_in_the_order_of_files_and_lines_each_once() -> None:
    errors = [CorpusError("b.md", 10, "x"), CorpusError("b.md", 9, "x"), CorpusError("a.md", 30, "x")]
    places = [(one.path, one.line) for one in findings(Corpus(()), {}, TODAY, [*errors, *errors])]
    assert places == [("a.md", 30), ("b.md", 9), ("b.md", 10)]


def test_every_finding_says_what_to_do_and_its_severity_is_known() -> None:
    wrong = {
        "fees.en.md": EN.replace("limits.md#daily", "x.md") + "\n## Empty\n",
        "limits.md": LIMITS + "\n## Each year {#yearly}\n\nalso:\n\n- Why do I pay?\n\nTen a day. Ask @desk.\n",
        "fees.zh.md": ZH.replace("#who", "#whom"),
        "alone.md": "---\nid: alone\nlang: en\nupdated: 2030-01-01\nreview_by: 2020-01-01\n---\n## A\n\nOnly here.\n",
    }
    named = found(wrong)
    said = {finding.code: finding.severity for finding in named}
    assert set(said) == set(SEVERITIES) - {"broken-document", "duplicate-id", "doubtful-file"}
    assert all("; " in finding.message and not finding.message.endswith(".") for finding in named)
    assert {code for code, severity in SEVERITIES.items() if severity == "error"} == {
        "broken-document",
        "duplicate-id",
        "dead-link",
        "future-date",
        "different-anchor",
    }


def test_a_file_that_was_read_in_another_encoding_is_doubtful() -> None:
    (found,) = findings(Corpus((), ("zh/a: b.md:1: read as GB18030; save it as UTF-8",)), {}, TODAY)
    assert (found.path, found.line, found.code, found.severity) == ("zh/a: b.md", 1, "doubtful-file", "warning")
    assert found.message == "read as GB18030; save it as UTF-8"
