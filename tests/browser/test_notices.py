"""What stands above the results: a removed secret, a scheme, a contact."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.mark.parametrize(
    ("lang", "question", "title"),
    [
        ("en", f"my seed phrase is {PHRASE} what now", "We removed a seed phrase or private key"),
        ("zh", f"我的助记词是 {PHRASE} 怎么办", "你的问题里有助记词或私钥，我们已经删掉"),
    ],
)
def test_a_secret_is_gone_from_the_page_once_it_has_been_sent(
    visit: Visit, lang: str, question: str, title: str
) -> None:
    visit.open(f"/?lang={lang}")
    visit.ask(question)
    notice = visit.page.locator("#results .notice.danger").first
    expect(notice.get_by_role("heading")).to_have_text(title)
    expect(notice.get_by_role("listitem")).to_have_count(3)
    expect(visit.page.get_by_role("combobox")).to_have_value("")
    assert "sausage" not in visit.page.content()
    assert visit.page.evaluate("JSON.stringify(history.state)") == "{}"
    assert PHRASE.split(maxsplit=1)[0] not in visit.page.url


def test_a_link_with_a_secret_loses_it(visit: Visit) -> None:
    visit.open(f"/?lang=en&q=my seed phrase is {PHRASE}")
    expect(visit.page.locator("#results article").first).to_be_visible()
    assert "sausage" not in visit.page.content()


def test_a_scheme_and_a_contact_are_told_of_above_the_results_and_their_guides_open(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.ask("support at binance-support.com says I must pay a fee to unlock my withdrawal")
    notices = visit.page.locator("#results .notice.danger")
    expect(notices).to_have_count(2)
    expect(notices.filter(has_text="binance-support.com")).to_have_count(1)
    above = visit.page.locator("#results .notice.danger ~ .answer article, #results .notice.danger ~ .nearest article")
    expect(above.first).to_be_visible()
    notices.first.get_by_role("link").click()
    expect(visit.page.locator("article.document")).to_be_visible()
