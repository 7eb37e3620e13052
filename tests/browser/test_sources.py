"""A link of an answer opens its page at the exact place."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

LAST_SECTION = "How long does unlocking an account take?"


def follow(visit: Visit, lang: str, question: str) -> Page:
    """Ask, and click the link of the first result; the page it leads to."""
    visit.open(f"/?lang={lang}")
    visit.ask(question)
    visit.page.locator("#results a.place").first.click()
    visit.page.wait_for_url("**/sources/**")
    visit.page.wait_for_function("scrollY > 0")
    return visit.page


@pytest.mark.parametrize(
    ("lang", "question", "anchor"),
    [("en", LAST_SECTION, "how-long"), ("zh", "账户解锁一般要多久？", "how-long")],
)
def test_the_link_of_a_result_opens_its_page_with_the_section_in_view(
    visit: Visit, lang: str, question: str, anchor: str
) -> None:
    page = follow(visit, lang, question)
    assert page.url.startswith(f"{visit.server.url}/sources/account-locked/{lang}#{anchor}:~:text=")
    # Where a browser finds the sentence, its paragraph is the target; the section's heading is above it, in view too.
    expect(page.locator(f"section:has(#{anchor}) :target")).to_have_text(unquote(page.url.partition(":~:text=")[2]))
    assert page.evaluate("scrollY") > 300
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_the_sentence_quoted_in_the_link_is_in_view(visit: Visit) -> None:
    page = follow(visit, "en", LAST_SECTION)
    sentence = unquote(page.url.partition(":~:text=")[2])
    expect(page.locator("article").get_by_text(sentence)).to_be_in_viewport()


def test_a_text_fragment_alone_scrolls_to_its_sentence(visit: Visit) -> None:
    """Without the anchor only the fragment can scroll: what a canonical page of the editor's gets."""
    visit.open("/?lang=en")
    visit.ask(LAST_SECTION)
    link = visit.page.locator("#results a.place").first
    link.evaluate("link => { link.href = link.href.replace(/#[^:]*:~:/, '#:~:'); }")
    link.click()
    visit.page.wait_for_url("**/sources/**")
    visit.page.wait_for_function("scrollY > 300")
    sentence = unquote(visit.page.url.partition("#:~:text=")[2])
    expect(visit.page.locator("article").get_by_text(sentence)).to_be_in_viewport()


def test_the_version_in_the_other_language_opens_at_the_same_section(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.ask(LAST_SECTION)
    visit.page.locator("#results article").first.get_by_role("link", name="中文版").click()
    visit.page.wait_for_url("**/sources/account-locked/zh#how-long")
    expect(visit.page.locator(":target")).to_have_id("how-long")


def test_going_back_from_a_source_shows_the_answer_again(visit: Visit) -> None:
    page = follow(visit, "en", LAST_SECTION)
    page.go_back()
    expect(page.get_by_role("combobox")).to_have_value(LAST_SECTION)
    expect(page.locator("#results article").first.get_by_role("heading")).to_have_text(LAST_SECTION)


def test_a_source_page_switches_to_its_other_language_and_leads_to_the_list(visit: Visit) -> None:
    visit.open("/sources/account-locked/en")
    visit.page.get_by_role("link", name="中文", exact=True).click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "zh-CN")
    visit.page.get_by_role("link", name="全部文档").first.click()
    expect(visit.page.locator("ul.documents li").first).to_be_visible()
    assert visit.page.locator("ul.documents li").count() == 41


def test_a_contents_link_jumps_to_its_section(visit: Visit) -> None:
    visit.open("/sources/account-locked/en")
    visit.page.locator(".contents a").last.click()
    expect(visit.page.locator(":target")).to_have_count(1)
    expect(visit.page.locator(":target")).to_be_in_viewport()
