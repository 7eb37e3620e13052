"""Documents to passages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.datatypes import Block, Document, Passage, Section
from qa.ingest.chunking import LETTER_SIZE, MAX_SENTENCE, MAX_SIZE, passages, size
from qa.ingest.sentences import sentences


def section(*blocks: Block | str, key: str = "k", question: bool = False) -> Section:
    return Section(
        key=key,
        anchor=f"anchor-{key}",
        heading=f"Heading {key}",
        path=("Group", f"Heading {key}"),
        blocks=tuple(Block(block) if isinstance(block, str) else block for block in blocks),
        html="",
        line=1,
        also=("another way",) if question else (),
        is_question=question,
    )


def document(*sections: Section) -> Document:
    return Document("doc", "zh", "guide", "Title", "zh/doc.md", sections)


def prose(number: int, length: int = 40) -> str:
    return f"第{number}句" + "话" * (length - 3) + "。"


def test_a_document_without_sections_has_no_passages() -> None:
    assert passages(document()) == ()


def test_a_short_section_is_one_passage() -> None:
    (passage,) = passages(document(section("甲。", Block("乙。", "- "))))
    assert passage.text == "甲。\n- 乙。"
    assert (passage.id, passage.part) == ("doc/zh#k", 1)


def test_a_passage_carries_what_its_document_and_section_say() -> None:
    described = replace(
        document(section("甲。", key="x", question=True)),
        url="https://e.org",
        updated=date(2026, 1, 2),
        review_by=date(2027, 1, 2),
        tags=("t",),
        platform="p",
        kind="faq",
    )
    assert passages(described) == (
        Passage(
            id="doc/zh#x",
            doc_id="doc",
            lang="zh",
            kind="faq",
            title="Title",
            heading_path=("Group", "Heading x"),
            text="甲。",
            anchor="anchor-x",
            section_key="x",
            part=1,
            question="Heading x",
            also=("another way",),
            fragment="text=%E7%94%B2%E3%80%82",
            url="https://e.org",
            updated=date(2026, 1, 2),
            review_by=date(2027, 1, 2),
            tags=("t",),
            platform="p",
        ),
    )


def test_a_section_that_is_no_question_asks_nothing() -> None:
    assert passages(document(section("甲。")))[0].question is None


def test_a_section_of_just_the_largest_size_is_one_passage_and_one_more_character_makes_two() -> None:
    full = prose(1, MAX_SIZE // 2 - 1)
    assert len(passages(document(section(full[:-1] + "话", full[:-1] + "话")))) == 1
    assert len(passages(document(section(full * 2, "多一句话在这里。")))) == 2


def test_a_long_section_is_cut_into_parts_of_about_equal_size() -> None:
    parts = passages(document(section(*[prose(i) for i in range(15)])))
    assert [part.id for part in parts] == ["doc/zh#k", "doc/zh#k.2"]
    assert [part.part for part in parts] == [1, 2]
    assert abs(size(parts[0].text) - size(parts[1].text)) <= 41


def test_a_list_marker_stays_with_the_first_piece_of_its_item() -> None:
    parts = passages(document(section(Block("".join(prose(i) for i in range(20)), "1. "))))
    assert [part.text.startswith("1. ") for part in parts] == [True, *[False] * (len(parts) - 1)]


def test_an_faq_entry_is_one_passage_whatever_its_length() -> None:
    (passage,) = passages(document(section(*[prose(i) for i in range(50)], question=True)))
    assert passage.text.count("\n") == 49


def test_letters_weigh_less_than_han_characters() -> None:
    assert size("提现") == 2
    assert size("abcde") == 5 * LETTER_SIZE
    assert size("") == 0


def test_a_run_without_sentence_ends_is_cut_anyway_and_nothing_is_lost() -> None:
    text = "x" * (3 * MAX_SENTENCE + 5)
    parts = passages(document(section(text)))
    assert "".join(part.text for part in parts) == text
    assert max(len(part.text) for part in parts) <= MAX_SENTENCE


def test_no_passage_or_line_is_empty_where_a_space_follows_a_sentence_of_the_largest_length() -> None:
    text = "x" * (MAX_SENTENCE - 1) + ". " + "Y" * 1500 + "."
    assert [part.text for part in passages(document(section(text)))] == [text[:MAX_SENTENCE], text[MAX_SENTENCE + 1 :]]


def test_each_part_links_to_a_sentence_of_its_own() -> None:
    parts = passages(document(section(*[prose(i) for i in range(15)])))
    assert len({part.fragment for part in parts}) == len(parts)
    assert all(part.fragment for part in parts)


def test_a_sentence_that_is_also_a_heading_is_not_what_a_link_finds() -> None:
    assert passages(document(section("Heading k", "Body text.")))[0].fragment == "text=Body%20text."


SENTENCE = st.builds(
    lambda words, end: words + end,
    st.text(st.sampled_from("提现账户abc def,1"), min_size=1, max_size=150).map(str.strip).filter(bool),
    st.sampled_from(["。", "！", "？", ". ", "! "]),
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=12).map("".join).map(str.strip)
BLOCK = st.builds(Block, PARAGRAPH, st.sampled_from(["", "- ", "2. "]))


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.lists(BLOCK, min_size=1, max_size=4), st.booleans()), max_size=4))
def test_passages_keep_every_sentence_whole_in_order_and_in_its_own_section(
    plan: list[tuple[list[Block], bool]],
) -> None:
    made = document(*(section(*blocks, key=str(i), question=asks) for i, (blocks, asks) in enumerate(plan)))
    found = passages(made)
    assert len({passage.id for passage in found}) == len(found)
    assert [p.section_key for p in found] == sorted((p.section_key for p in found), key=int)
    for part in made.sections:
        own = [passage for passage in found if passage.section_key == part.key]
        assert [passage.part for passage in own] == list(range(1, len(own) + 1))
        assert len(own) == 1 or not part.is_question
        assert without_space("".join(p.text for p in own)) == without_space("".join(b.marked for b in part.blocks))
        pieces = [line for passage in own for line in passage.text.split("\n")]
        for block in part.blocks:
            for span in sentences(block.text):
                assert any(block.text[span.start : span.end] in piece for piece in pieces)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=6))
def test_no_passage_is_larger_than_allowed_unless_it_is_a_single_sentence(blocks: list[Block]) -> None:
    for passage in passages(document(section(*blocks))):
        lines = [re.sub(r"^(?:- |2\. )", "", line) for line in passage.text.split("\n")]
        assert sum(map(size, lines)) <= MAX_SIZE or sum(len(sentences(line)) for line in lines) == 1


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_any_text_at_all_is_chunked(texts: list[str]) -> None:
    clean = [text.encode("utf-8", "ignore").decode() or "x" for text in texts]
    assert passages(document(section(*clean)))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["One two three. ", "中", "重复。", "哈哈哈哈！", "a"])
def test_a_large_document_of_repeats_is_chunked_in_time(text: str) -> None:
    parts = passages(document(section(text * (60_000 // len(text)))))
    assert without_space("".join(part.text for part in parts)) == without_space(text * (60_000 // len(text)))


@pytest.mark.timeout(20)
def test_a_thousand_equal_sections_are_chunked_in_time() -> None:
    found = passages(document(*(section("Same text. Again.", key=f"k{i}") for i in range(1_000))))
    assert len(found) == 1_000
    assert {passage.fragment for passage in found} == {""}
