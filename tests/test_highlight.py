"""Which sentence of a passage speaks of what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.highlight import highlights
from qa.tokens import terms


def marked(question: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in highlights(None, terms(question), text)]


@pytest.mark.parametrize(
    ("question", "text"), [("", "Some text."), ("wallet", ""), ("", ""), ("wallet", "Nothing here.")]
)
def test_without_a_shared_term_nothing_is_marked(question: str, text: str) -> None:
    assert marked(question, text) == []


def test_the_sentence_that_shares_most_terms_is_marked() -> None:
    text = "Wait for the network. A withdrawal in review can take a day. Reviews are normal."
    assert marked("why is my withdrawal in review for days", text) == ["A withdrawal in review can take a day."]


def test_of_equal_sentences_the_first_is_marked() -> None:
    assert marked("wallet", "One wallet. Two wallets.") == ["One wallet."]


def test_repeats_of_one_term_do_not_outweigh_two_terms() -> None:
    assert marked("wallet seed", "Wallet, wallet, wallet. A wallet seed.") == ["A wallet seed."]


def test_traditional_questions_mark_simplified_sentences() -> None:
    assert marked("帳戶被凍結", "先别着急。账户被冻结时，先看通知。") == ["账户被冻结时，先看通知。"]


def test_list_markers_are_left_out_and_no_mark_reaches_over_a_line() -> None:
    text = "Do this:\n- keep the wallet\n- stop paying\n12. ask the exchange"
    assert marked("stop paying now", text) == ["stop paying"]
    assert marked("which exchange", text) == ["ask the exchange"]


def test_offsets_count_code_points_and_not_bytes_or_utf_16_units() -> None:
    text = "😀😀 好。\n- 提现😀要等。"
    (span,) = highlights(None, terms("提现"), text)
    assert (span.start, span.end) == (8, 14)
    assert text[8:14] == "提现😀要等。"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20), st.text(st.one_of(st.characters(), st.sampled_from("ab提现. 。\n-1")), max_size=60))
def test_a_mark_lies_inside_one_line_and_shares_a_term(question: str, text: str) -> None:
    for sentence in marked(question, text):
        assert sentence == sentence.strip() != ""
        assert "\n" not in sentence
        assert set(terms(sentence)) & set(terms(question))


def test_a_sentence_that_is_named_is_marked_whatever_words_it_shares() -> None:
    text = "Wait a day.\n- Then ask support. It is free."
    spans = [highlights(number, ["wait"], text)[0] for number in range(3)]
    assert [text[span.start : span.end] for span in spans] == ["Wait a day.", "Then ask support.", "It is free."]
