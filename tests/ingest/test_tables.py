"""FAQ tables to documents: columns, languages, anchors, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import pytest

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.links import resolve_links
from qa.ingest.source_file import SourceFile
from qa.ingest.tables import read_csv, read_jsonl, read_xlsx
from tests.ingest.made_files import xlsx

ROWS = (
    {
        "question": "How long?",
        "answer": "Five days.\n\n- or six",
        "also": "when|how many days\nhow soon",
        "lang": "en",
        "id": "long",
    },
    {"question": "多久到账", "answer": "五天。", "also": "要等几天", "lang": "zh-CN", "id": "long"},
    {"question": "Is it free?", "answer": 'Yes, "free"; no fee.', "tags": "fees, 费用", "url": "https://e.org/faq"},
)
COLUMNS = ("question", "answer", "also", "lang", "url", "tags", "id")

Rows = Sequence[Mapping[str, str]]


def quoted(rows: Rows, delimiter: str) -> str:
    lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    return "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) + "\n" for line in lines)


def as_csv(rows: Rows) -> tuple[Document, ...]:
    return read_csv(SourceFile("faq.csv", quoted(rows, ",")))


def as_semicolons(rows: Rows) -> tuple[Document, ...]:
    return read_csv(SourceFile("faq.csv", quoted(rows, ";")))


def as_tabs(rows: Rows) -> tuple[Document, ...]:
    return read_csv(SourceFile("faq.TSV", quoted(rows, "\t")))


def as_json(rows: Rows) -> tuple[Document, ...]:
    return read_jsonl(SourceFile("faq.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)))


def as_workbook(rows: Rows) -> tuple[Document, ...]:
    return read_xlsx("faq.xlsx", xlsx(COLUMNS, *([row.get(name) for name in COLUMNS] for row in rows)))


FORMATS = [as_csv, as_semicolons, as_tabs, as_json, as_workbook]


def csv(text: str, path: str = "faq.csv") -> tuple[Document, ...]:
    return read_csv(SourceFile(path, text))


def jsonl(*values: object) -> tuple[Document, ...]:
    return read_jsonl(SourceFile("faq.jsonl", "\n".join(json.dumps(value) for value in values)))


@pytest.mark.parametrize("read", FORMATS)
def test_every_format_says_the_same(read: Callable[[Rows], tuple[Document, ...]]) -> None:
    english, chinese = read(ROWS)
    assert [(d.id, d.lang, d.kind, d.title, d.url, d.tags) for d in (english, chinese)] == [
        ("faq", "en", "faq", "faq", "https://e.org/faq", ("fees", "费用")),
        ("faq", "zh", "faq", "faq", None, ()),
    ]
    first, second = english.sections
    assert (first.heading, first.key, first.anchor, first.is_question) == ("How long?", "long", "long", True)
    assert (first.also, [b.marked for b in first.blocks]) == (
        ("when", "how many days", "how soon"),
        ["Five days.", "- or six"],
    )
    assert second.html == "<p>Yes, &quot;free&quot;; no fee.</p>"
    assert (chinese.sections[0].key, chinese.sections[0].is_question) == ("long", True)


@pytest.mark.parametrize(
    "header",
    ["QUESTION,Answer,ALSO", " Question , answer,also", "问题,答案,其他问法", "問題,回答,其它问法", "Ｑ,Ａ,also"],
)
def test_columns_are_known_in_both_languages_and_any_case(header: str) -> None:
    (document,) = csv(f"{header}\nWhy,Because,how come\n")
    assert (document.sections[0].heading, document.sections[0].also) == ("Why", ("how come",))


def test_columns_come_in_any_order_and_unknown_ones_are_left_out() -> None:
    (document,) = csv("nr,答案,remarks,问题\n1,Because,secret,Why\n")
    assert (document.sections[0].heading, document.sections[0].html) == ("Why", "<p>Because</p>")


def test_a_list_of_phrasings_is_taken_as_it_is() -> None:
    (document,) = jsonl(
        {"question": "a", "answer": "b", "also": ["x|y", " ", "z"], "tags": ["p, q"], "extra": {"any": 1}}
    )
    assert (document.sections[0].also, document.tags) == (("x|y", "z"), ("p, q",))


def test_the_name_of_the_file_says_id_and_language_unless_a_row_does() -> None:
    documents = csv("question,answer,lang\nWhy,Because,\nHow,So,en\n", "en/fees.zh.csv")
    assert [(d.id, d.lang, d.path) for d in documents] == [
        ("fees", "zh", "en/fees.zh.csv"),
        ("fees", "en", "en/fees.zh.csv"),
    ]


@pytest.mark.parametrize(
    ("said", "lang"), [("中文", "zh"), ("ZH_tw", "zh"), ("English", "en"), ("en-GB", "en"), ("英文", "en")]
)
def test_languages_are_named_as_people_name_them(said: str, lang: str) -> None:
    assert csv(f"question,answer,lang\nWhy,Because,{said}\n")[0].lang == lang


def test_rows_of_two_languages_are_paired_by_their_ids_and_never_by_their_order() -> None:
    english, chinese = csv("question,answer,id\nWhy,Because,\n怎么退款,五天到账,\nHow,So,9\n如何退款,这样,9\n")
    assert [s.key for s in english.sections] == ["row2", "q9"]
    assert [s.key for s in chinese.sections] == ["row3", "q9"]


def test_rows_of_one_language_without_ids_are_counted() -> None:
    assert [(s.key, s.anchor) for s in csv("question,answer\nWhy,Because\nHow,So\n")[0].sections] == [
        ("1", "why"),
        ("2", "how"),
    ]


def test_a_row_begins_in_the_line_where_its_first_cell_does() -> None:
    (document,) = csv('\nquestion,answer\n"Why\nso","Be\n\ncause"\n\nHow,So\n')
    assert [section.line for section in document.sections] == [3, 8]


def test_cells_of_a_workbook_are_text_whatever_they_are() -> None:
    (document,) = read_xlsx("faq.xlsx", xlsx([None, "Question", "Answer"], [], [None, 5.0, 7.5], [None, True, "<b>"]))
    assert [(s.heading, s.html, s.line) for s in document.sections] == [
        ("5", "<p>7.5</p>", 3),
        ("True", "<p>&lt;b&gt;</p>", 4),
    ]


def test_all_sheets_count_but_those_set_aside() -> None:
    header = ["question", "answer"]
    (document,) = read_xlsx("faq.xlsx", xlsx(header, ["a", "b"], More=[header, ["c", "d"]], _notes=[["x"]], Empty=[]))
    assert [section.heading for section in document.sections] == ["a", "c"]


def test_links_to_a_table_lead_to_the_document_in_their_own_language() -> None:
    table = csv("question,answer,id\nWhy,Because,k\n为什么,因为,k\n")
    pages = [made(lang) for lang in ("en", "zh")]
    resolved, dead = resolve_links([*table, *pages])
    assert [document.sections[0].html for document in resolved[2:]] == [
        '<a href="../faq/en#k">',
        '<a href="../faq/zh#k">',
    ]
    assert dead == ()


def made(lang: str) -> Document:
    from dataclasses import replace

    (document,) = csv("question,answer\nx,y\n", f"{lang}.{lang}.csv")
    return replace(document, sections=(replace(document.sections[0], html='<a href="corpus:faq.csv#k">'),))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("question\nWhy\n", "faq.csv:1: no column 'answer'; the first line must name .*'question'"),
        ("a,b\n1,2\n", "faq.csv:1: no column 'question'"),
        ("question,answer,问题\n", "faq.csv:1: two columns mean 'question'; the second is '问题'"),
        ("question,answer\n,Because\n", "faq.csv:2: a row without question"),
        ("question,answer\nWhy,Because\nHow, \n", "faq.csv:3: a row without answer"),
        ("question,answer\nWhy\n", "faq.csv:2: a row without answer"),
        ("question,answer\nWhy,Yes, because\n", "faq.csv:2: 3 cells under 2 columns"),
        ("question,answer,lang\nWhy,Because,fr\n", "faq.csv:2: lang: 'fr' is not one of zh, en"),
        ("question,answer,url\nWhy,Because,e.org\n", "faq.csv:2: url: 'e.org' is not an address"),
        ("question,answer,id\nWhy,Because,a b\n", "faq.csv:2: id: 'a b' is no anchor"),
        ("question,answer,id\nWhy,Because,k\nHow,So,k\n", "faq.csv:3: the anchor 'k' is already taken in line 2"),
        ("question,answer,url\nWhy,Because,https://e.org/a\nHow,So,\nIf,So,https://e.org/b\n", "faq.csv:4: url: .* 2"),
        ('question,answer\nWhy,"Because\n', "faq.csv:2: broken table|faq.csv:3: broken table"),
        ('question,answer\n"Why" now,Because\n', "faq.csv:2: broken table"),
        ("", "faq.csv:1: the table has no rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(CorpusError, match=f"^({complaint})"):
        csv(text)


def test_rows_of_each_language_may_have_an_address_of_their_own() -> None:
    documents = csv("question,answer,url\nWhy,Because,https://e.org/en\n为什么,因为,https://e.org/zh\n")
    assert [document.url for document in documents] == ["https://e.org/en", "https://e.org/zh"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "broken JSON"),
        ('{"question": "a", "answer": Infinity}', "broken JSON: Infinity is no JSON"),
        ("[]", "expected an object"),
        ('"text"', "expected an object"),
        ('{"question": "a", "answer": 5}', "answer: expected text"),
        ('{"question": ["a"], "answer": "b"}', "question: expected text"),
        ('{"question": "a", "answer": "b", "also": [1]}', "also: expected text"),
        ('{"question": "a", "answer": "b", "id": true}', "anchor: expected text"),
        ('{"question": "a", "answer": null}', "a row without answer"),
        ('{"answer": "b"}', "a row without question"),
    ],
)
def test_a_line_of_json_that_cannot_be_used_is_named(line: str, complaint: str) -> None:
    with pytest.raises(CorpusError, match=f"^faq.jsonl:3: {complaint}"):
        read_jsonl(SourceFile("faq.jsonl", '{"question": "x", "answer": "y"}\n\n' + line))
