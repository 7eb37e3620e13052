"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.ingest.sentences import sentences

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(' \n.。！？!?…"”)a1中')), max_size=60)


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


def test_one_sentence_is_itself_with_or_without_its_mark() -> None:
    assert cut("客服不会索要密码") == ["客服不会索要密码"]
    assert cut(" Never share it. ") == ["Never share it."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先核实。再付款！好吗？好", ["先核实。", "再付款！", "好吗？", "好"]),
        ("“别付款。”他说。", ["“别付款。”", "他说。"]),
        ("真的吗？！等等……走", ["真的吗？！", "等等……", "走"]),
        ("Check it. Then pay. ", ["Check it.", "Then pay."]),
        ("He said “Wait.” Then left.", ["He said “Wait.”", "Then left."]),
        ("(Do not pay.) Ask first.", ["(Do not pay.)", "Ask first."]),
        ("先看 TxID. 再联系客服。", ["先看 TxID.", "再联系客服。"]),
        (
            "Pay 1.5 USDT to v2.0 now. 3 days later it is there.",
            ["Pay 1.5 USDT to v2.0 now.", "3 days later it is there."],
        ),
        ("Some codes, e.g. Google ones, fail. Others work.", ["Some codes, e.g. Google ones, fail.", "Others work."]),
        ("Use wallets, keys, etc. Never share.", ["Use wallets, keys, etc. Never share."]),
        ("Acme Inc. Support and Mr. Lee of the U.S. Office", ["Acme Inc. Support and Mr. Lee of the U.S. Office"]),
        ("It took approx. Three days", ["It took approx. Three days"]),
        ("An app like example.io is not. really ours", ["An app like example.io is not. really ours"]),
        ("Go to the disco. Then stop.", ["Go to the disco.", "Then stop."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_sentences_cover_everything_but_white_space_in_order_and_without_overlap(text: str) -> None:
    position = 0
    for span in sentences(text):
        assert position <= span.start < span.end
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()


@pytest.mark.timeout(10)
@pytest.mark.parametrize("unit", ["One two. ", "e.g. ", "。", "a.", ". ", ".)", "“"])
def test_a_paragraph_of_100_000_characters_is_cut_in_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")
