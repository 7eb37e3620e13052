from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Block, Document, Passage, Section
from qa.records import documents_from, passages_from, to_lines
from tests.made import PATIENT

# All that can be written as UTF-8, and often what ends a line somewhere or means something to JSON.
TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\u2028\u2029\x85\n\r\x0b\x1c\"'\\{}\x00提💥"), max_size=12
)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
COMMON = {
    "lang": st.sampled_from(["zh", "en"]),
    "kind": st.sampled_from(["guide", "faq"]),
    "url": st.none() | TEXT,
    "updated": st.none() | st.dates(),
    "review_by": st.none() | st.dates(),
    "tags": TEXTS,
    "platform": st.none() | TEXT,
}
PASSAGES = st.builds(
    Passage,
    id=TEXT,
    doc_id=TEXT,
    title=TEXT,
    heading_path=TEXTS,
    text=TEXT,
    anchor=TEXT,
    section_key=TEXT,
    part=st.integers(1, 99),
    question=st.none() | TEXT,
    also=TEXTS,
    fragment=TEXT,
    **COMMON,
)
SECTIONS = st.builds(
    Section,
    key=TEXT,
    anchor=TEXT,
    heading=TEXT,
    path=TEXTS,
    blocks=st.lists(st.builds(Block, TEXT, TEXT), max_size=3).map(tuple),
    html=TEXT,
    line=st.integers(1, 99),
    also=TEXTS,
    is_question=st.booleans(),
)
DOCUMENTS = st.builds(
    Document,
    id=TEXT,
    title=TEXT,
    path=TEXT,
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    **COMMON,
)


@PATIENT
@given(st.lists(PASSAGES, max_size=3))
def test_passages_come_back_as_they_were(passages: list[Passage]) -> None:
    assert list(passages_from(to_lines(passages))) == passages


@PATIENT
@given(st.lists(DOCUMENTS, max_size=3))
def test_documents_come_back_as_they_were(documents: list[Document]) -> None:
    assert list(documents_from(to_lines(documents))) == documents


@PATIENT
@given(st.lists(PASSAGES | DOCUMENTS, max_size=4))
def test_each_record_is_one_line_of_json(records: list[Passage | Document]) -> None:
    lines = to_lines(records).split(b"\n")
    assert [json.loads(line)["title"] for line in lines[:-1]] == [record.title for record in records]
    assert lines[-1] == b""


def test_equal_records_give_equal_bytes_and_chinese_stays_readable() -> None:
    document = Document("fees", "zh", "faq", "手续费", "zh/fees.md", (), updated=date(2026, 11, 20))
    assert to_lines([document]) == to_lines(
        [Document("fees", "zh", "faq", "手续费", "zh/fees.md", (), None, date(2026, 11, 20))]
    )
    assert "手续费".encode() in to_lines([document])
    assert b'"updated": "2026-11-20"' in to_lines([document])
