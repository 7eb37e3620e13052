"""Word files to documents."""

from __future__ import annotations

import pytest

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.docx import read_docx
from tests.ingest.made_files import docx, paragraph, repacked, style

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="{}"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
IN_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def read(data: bytes, path: str = "zh/help.docx") -> Document:
    (document,) = read_docx(path, data)
    return document


@pytest.mark.parametrize(
    "names",
    [
        ("heading 1", "heading 2"),
        ("Heading 1", "Heading 2"),
        ("标题 1", "标题 2"),
        ("標題 1", "標題 2"),
        ("标题", "标题 2"),
        ("Title", "heading 2"),
    ],
)
def test_headings_are_known_by_the_names_of_their_styles(names: tuple[str, str]) -> None:
    styles = style("a1", names[0]) + style("a2", names[1])
    body = paragraph("退款", "a1") + paragraph("怎么退款？", "a2") + paragraph("五天到账。")
    document = read(docx(body, styles))
    (section,) = document.sections
    assert (document.title, document.id, document.lang, document.kind) == ("退款", "help", "zh", "faq")
    assert (section.heading, section.path, section.is_question, section.html) == (
        "怎么退款？",
        ("怎么退款？",),
        True,
        "<p>五天到账。</p>",
    )


@pytest.mark.parametrize(("form", "markers"), [("bullet", ["- ", "- "]), ("decimal", ["1. ", "2. "])])
def test_lists_keep_their_markers(form: str, markers: list[str]) -> None:
    body = paragraph("One.", extra=IN_LIST) + paragraph("Two.", extra=IN_LIST)
    data = repacked(
        docx(body, numbering=NUMBERING.format(form)),
        {"word/_rels/document.xml.rels": related("numbering", "numbering.xml")},
    )
    assert [block.marker for block in read(data).sections[0].blocks] == markers


def related(kind: str, target: str, mode: str = "Internal") -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r5" '
        f'Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def test_tables_are_kept() -> None:
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in "ab")
    (section,) = read(docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")).sections
    assert ([block.text for block in section.blocks], "<td>" in section.html) == (["a", "b"], True)


def test_other_phrasings_stand_in_a_list_under_the_heading() -> None:
    body = paragraph("Why?", "h") + paragraph("also:") + paragraph("how come", extra=IN_LIST) + paragraph("Because.")
    data = docx(body, style("h", "heading 1"), numbering=NUMBERING.format("bullet"))
    (section,) = read(repacked(data, {"word/_rels/document.xml.rels": related("numbering", "numbering.xml")})).sections
    assert (section.also, [block.text for block in section.blocks]) == (("how come",), ["Because."])


@pytest.mark.parametrize(
    ("target", "html"),
    [
        ("other.html#a", ' href="corpus:zh/other.html#a"'),
        ("https://e.org/", ' href="https://e.org/"'),
        ("javascript:alert(1)", ""),
    ],
)
def test_links_are_those_of_a_page(target: str, html: str) -> None:
    link = f'<w:p><w:hyperlink r:id="r5" xmlns:r="{RELATIONS}"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>'
    data = repacked(docx(link), {"word/_rels/document.xml.rels": related("hyperlink", target, "External")})
    assert read(data).sections[0].html == f"<p><a{html}>here</a></p>"


def test_a_section_knows_its_paragraph() -> None:
    body = paragraph("Zero.") + paragraph("One", "h") + paragraph("Text.") + paragraph("Two", "h") + paragraph("Text.")
    assert [section.line for section in read(docx(body, style("h", "heading 2"))).sections] == [1, 2, 4]


def test_a_style_map_that_a_file_brings_along_is_not_used() -> None:
    data = repacked(docx(paragraph("Some text.")), {"mammoth/style-map": "p => h1:fresh"})
    assert read(data).sections[0].html == "<p>Some text.</p>"


def test_markup_in_text_is_text() -> None:
    assert read(docx(paragraph("&lt;script&gt;"))).sections[0].html == "<p>&lt;script&gt;</p>"


def test_no_text_is_an_error() -> None:
    with pytest.raises(CorpusError, match=r"^zh/help\.docx:1: the document has no text"):
        read(docx(paragraph("Only a heading", "h"), style("h", "heading 1")))
