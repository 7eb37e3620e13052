"""Files that go wrong in every way an editor, a program or an enemy can make them, each with what is to come of it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ingest.made_files import docx, paragraph, pdf, repacked, xlsx, zipped

MATTER = "---\nid: x\n---\n"
CHINESE = "怎样联系客服？\n\n先打开平台的官方网站，页脚通常有帮助中心，从这里进去最稳妥。\n"
TRADITIONAL = "怎樣聯繫客服？\n\n先打開平臺的官方網站，頁腳通常有幫助中心，從這裡進去最穩妥。\n"
JAPANESE = "出金が届かないときはどうすればよいですか。サポートに連絡してください。\n"
QUESTIONS = "question,answer\nHow long?,Five days.\n"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SECRET = "TOP-SECRET-LINE"
DATA = '<script type="application/ld+json">'

Made = bytes | str | Callable[[Path], bytes | str]


@dataclass(frozen=True)
class Case:
    """A file, and what is to come of it: ``error`` and ``warning`` are patterns, ``text`` stands in the document."""

    name: str
    file: str
    content: Made
    error: str = ""
    warning: str = ""
    text: str = ""
    seconds: float = 15


def secret(folder: Path) -> str:
    path = folder.parent / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


def doctype(folder: Path) -> str:
    return f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret(folder)}">]>'


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
)
TABLE = xlsx(["question", "answer"], ["Why?", "Because."])
WORD = docx(paragraph("Some text."))
NOISE = random.Random(7).randbytes(20_000)
SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, prolog: str = "") -> bytes:
    return repacked(TABLE, {SHEET: prolog + SHEET_XML.format(rows)})


def bomb(data: bytes, part: str) -> bytes:
    return repacked(data, {part: b"<a>" + b" " * 50_000_000 + b"</a>"})


def flagged_encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


def faq_page(question: str) -> str:
    return f"<main><h1>Help</h1><p>Some text.</p></main>{DATA}{question}</script>"


def picture(folder: Path) -> bytes:
    """A Word file with a picture that lies outside of it."""
    blip = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing">'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData>'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:blipFill><a:blip r:link="r9" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        f'Target="{secret(folder)}" TargetMode="External"/></Relationships>'
    )
    return repacked(docx(paragraph("Some text.") + blip), {"word/_rels/document.xml.rels": relations})


ENCODINGS = [
    Case("GB18030", "x.txt", CHINESE.encode("gb18030"), warning="x.txt:1: read as GB18030", text="官方网站"),
    Case(
        "GB18030 table", "x.csv", "问题,答案\n多久？,五天之内到账。\n".encode("gb18030"), warning="GB18030", text="五天"
    ),
    Case("GB18030 page", "x.html", f"<p>{CHINESE}".encode("gb18030"), warning="GB18030", text="官方网站"),
    Case("Big5", "x.txt", TRADITIONAL.encode("big5hkscs"), warning="x.txt:1: read as Big5", text="官方網站"),
    Case("Big5 page", "x.html", b"<meta charset=big5>" + TRADITIONAL.encode("big5"), warning="Big5", text="官方網站"),
    Case("UTF-16 LE", "x.txt", CHINESE.encode("utf-16-le"), warning="read as UTF-16", text="官方网站"),
    Case("UTF-16 BE", "x.txt", CHINESE.encode("utf-16-be"), warning="read as UTF-16", text="官方网站"),
    Case(
        "UTF-16 LE, English", "x.txt", "Refund\n\nFive days.\n".encode("utf-16-le"), warning="UTF-16", text="Five days."
    ),
    Case(
        "UTF-16 BE, English", "x.txt", "Refund\n\nFive days.\n".encode("utf-16-be"), warning="UTF-16", text="Five days."
    ),
    Case("UTF-16 with mark", "x.txt", CHINESE.encode("utf-16"), warning="UTF-16", text="官方网站"),
    Case("UTF-32 with mark", "x.txt", CHINESE.encode("utf-32"), warning="UTF-32", text="官方网站"),
    Case("UTF-16 cut in half", "x.md", (MATTER + "ab").encode("utf-16") + b"\x00", error="x.md:4: not UTF-16 text"),
    Case("Shift-JIS", "x.txt", JAPANESE.encode("shift_jis"), error="x.txt:1: not UTF-8 text"),
    Case("Latin-1", "x.txt", "Menu\n\ncafé crème à la carte.\n".encode("latin-1"), error="x.txt:3: not UTF-8 text"),
    Case(
        "mixed", "x.md", MATTER.encode() + CHINESE.encode() + CHINESE.encode("gb18030"), error="x.md:7: not UTF-8 text"
    ),
    Case("surrogate", "x.md", MATTER.encode() + b"a\n\xed\xa0\x80\n", error="x.md:5: not UTF-8 text"),
    Case(
        "surrogate in front matter", "x.md", '---\nid: x\ntitle: "\\ud800"\n---\na', error="x.md:3: title: holds half"
    ),
    Case("surrogate in JSON", "x.jsonl", '{"question": "a\\ud800?", "answer": "Some b."}', text="Some b."),
    Case("zero bytes in text", "x.txt", "Some\0 text stands here.\n", text="Some text stands here."),
    Case("zero bytes in a table", "x.csv", "question,answer\nHow\0 long?,Five\0 days.\n", text="Five days."),
    Case("zero bytes in a page", "x.html", "<p>Some\0 text</p><p>and more", text="and more"),
    Case("a picture", "x.md", b"\x89PNG\r\n\x1a\n\0\0" + NOISE, error="x.md:1: not UTF-8 text"),
    Case("noise as text", "x.txt", NOISE, error="x.txt:1: not UTF-8 text"),
    Case("noise as a page", "x.html", NOISE, error="x.html:1: not UTF-8 text"),
]

EMPTY = [
    *(
        Case(f"empty {name}", name, b"", error=f"^{name}:1: ")
        for name in ("x.md", "x.txt", "x.html", "x.csv", "x.jsonl")
    ),
    *(
        Case(f"empty {name}", name, b"", error=f"^{name}:1: .*(damaged|Office)")
        for name in ("x.docx", "x.xlsx", "x.pdf")
    ),
    Case("only a mark", "x.txt", b"\xef\xbb\xbf", error="no text"),
    Case("only a mark, page", "x.html", b"\xef\xbb\xbf", error="no text"),
    Case("only front matter", "x.md", MATTER, error="x.md:4: the document has no text"),
    Case("only a comment", "x.html", "<!-- a -->", error="no text"),
    Case("only a menu", "x.html", "<nav>Home</nav><footer>Terms</footer>", error="no text"),
    Case("only a header", "x.csv", "question,answer\n", error="x.csv:1: the table has no rows"),
    Case("only blank lines", "x.jsonl", "\n\n", error="the table has no rows"),
    Case("empty workbook", "x.xlsx", xlsx(), error="the table has no rows"),
    Case("empty Word file", "x.docx", docx(""), error="no text"),
    Case("PDF without text", "x.pdf", pdf([]), error="no text; if it was scanned"),
]

LARGE = [
    Case("10 000 boxes in each other", "x.html", "<div>" * 10_000 + "x", error="nested more than 250 deep"),
    Case("10 000 quotes in each other", "x.md", MATTER + ">" * 10_000 + " x", error="x.md:4: the document has no text"),
    Case("10 000 brackets", "x.md", MATTER + "[" * 10_000 + " some text", text="some text"),
    Case("JSON in each other", "x.jsonl", "[" * 100_000, error="x.jsonl:1: broken JSON: nested too deeply"),
    Case("linked data in each other", "x.html", faq_page("[" * 100_000), text="Some text."),
    Case(
        "deep answer",
        "x.html",
        faq_page('{"@type":"Question","name":"a?","acceptedAnswer":{"text":"' + "<b>" * 9_000 + '"}}'),
        error="nested more than 250 deep",
    ),
    Case("50 MB in one line", "x.md", b"x" * 50_000_000, error="x.md:1: 50000000 bytes; the largest"),
    Case("1 MB of one character", "x.md", MATTER + "中" * 350_000, text="中中中"),
    Case("1 MB of one character, page", "x.html", "<p>" + "中" * 350_000, text="中中中"),
    Case("200 000 combining marks", "x.md", MATTER + "e" + "\u0301" * 200_000, text="e\u0301"),
    Case("100 000 lines of one paragraph", "x.txt", "a line of a log that never ends\n" * 100_000, text="a log that"),
    Case("5 000 columns", "x.md", MATTER + "\n".join("|" + c * 5_000 for c in ("a|", "-|", "b|")), text="b"),
    Case("10 000 headings", "x.html", "".join(f"<h2>h{n}</h2><p>t{n}" for n in range(10_000)), text="t9999"),
    Case("10 000 equal headings", "x.md", MATTER + "# h\n\nsome t\n\n" * 10_000, text="some t"),
    Case("100 000 columns", "x.csv", ",".join(f"c{n}" for n in range(100_000)), error="x.csv:1: no column 'answer'"),
    Case("100 000 more columns", "x.csv", QUESTIONS.replace("answer", "answer" + ",n" * 100_000), text="Five days."),
    Case("a cell of 1 MB", "x.csv", QUESTIONS + "a?," + "x" * 1_000_000, error="x.csv:3: broken table: field larger"),
    Case(
        "a row at the end of the world",
        "x.xlsx",
        sheet(f'<row r="2000000000">{cell("a")}</row>'),
        error="x.xlsx:1: took longer than 1 s",
        seconds=1,
    ),
    Case(
        "a size that is not true",
        "x.xlsx",
        repacked(
            TABLE,
            {
                SHEET: SHEET_XML.format(
                    f"<row>{cell('question')}{cell('answer')}</row><row>{cell('a?')}{cell('Some b.')}</row>"
                ).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
            },
        ),
        text="Some b.",
    ),
]

BROKEN = [
    Case("unclosed front matter", "x.md", "---\nid: x\nSome text.", error="x.md:1: the front matter is never closed"),
    Case(
        "YAML bomb",
        "x.md",
        "---\na: &a [x]\n"
        + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{f'*{chr(97 + i)},' * 9}]\n" for i in range(20))
        + "id: x\n---\nSome text.",
        text="Some text.",
    ),
    Case("YAML in each other", "x.md", f"---\na: {'[' * 1_200}\n---\nx", error="x.md:2: broken front matter"),
    Case("not a number", "x.jsonl", '{"question": "a?", "answer": NaN}', error="x.jsonl:1: broken JSON: NaN"),
    Case(
        "a huge number", "x.jsonl", '{"question": "a?", "answer": ' + "9" * 50_000 + "}", error="x.jsonl:1: broken JSON"
    ),
    Case("a number for text", "x.jsonl", '{"question": "a?", "answer": 5}', error="x.jsonl:1: answer: expected text"),
    Case("a list of lists", "x.jsonl", '{"question":"a?","answer":"b","also":[["c"]]}', error="also: expected text"),
    Case("no object", "x.jsonl", '{"question":"a?","answer":"b"}\n[1]', error="x.jsonl:2: expected an object"),
    Case("cut JSON", "x.jsonl", '{"question": "a?"', error="x.jsonl:1: broken JSON"),
    Case("open quote", "x.csv", QUESTIONS + '"a?,b\nc\n', error="x.csv:4: broken table"),
    Case("too many cells", "x.csv", QUESTIONS + "a?,b,c\n", error="x.csv:3: 3 cells under 2 columns"),
    Case("no answer", "x.csv", QUESTIONS + "a?,\n", error="x.csv:3: a row without answer"),
    Case(
        "two addresses",
        "x.csv",
        "question,answer,url\na?,b,https://e.org/1\nc?,d,https://e.org/2\n",
        error="x.csv:3: url",
    ),
    Case(
        "an id twice",
        "x.csv",
        "id,question,answer\nk,a?,b\nk,c?,d\n",
        error="x.csv:3: the anchor 'k' is already taken in line 2",
    ),
    Case(
        "an id twice, workbook",
        "x.xlsx",
        xlsx(["id", "question", "answer"], ["k", "a?", "b"], ["k", "c?", "d"]),
        error="x.xlsx:3: the anchor 'k'",
    ),
    Case(
        "the id of another file",
        "b/aa-good.en.csv",
        QUESTIONS,
        error="b/aa-good.en.csv:1: the id 'aa-good' in en is already taken",
    ),
    Case("no Word file", "x.docx", "Some text.", error="x.docx:1: damaged, or no Office file"),
    Case("no workbook", "x.xlsx", "Some text.", error="x.xlsx:1: damaged, or no Office file"),
    Case("no PDF file", "x.pdf", "Some text.", error="x.pdf:1: damaged, or no PDF file"),
    Case("a container of other things", "x.docx", zipped({"a.txt": "b"}), error="x.docx:1: damaged"),
    Case("a workbook as Word file", "x.docx", TABLE, error="x.docx:1: damaged"),
    Case("a Word file as workbook", "x.xlsx", WORD, error="x.xlsx:1: damaged"),
    Case(
        "Word of 2003",
        "x.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
        error="has a password or is in the format before 2007",
    ),
    Case("cut Word file", "x.docx", WORD[: len(WORD) // 2], error="x.docx:1: damaged"),
    Case("cut workbook", "x.xlsx", TABLE[: len(TABLE) // 2], error="x.xlsx:1: damaged"),
    Case("cut PDF", "x.pdf", pdf([CHINESE])[:300], error="x.pdf:1: "),
    Case("changed byte", "x.docx", WORD[:60] + b"\xff\xff\xff" + WORD[63:], error="x.docx:1: damaged"),
    Case("no XML in it", "x.docx", repacked(WORD, {"word/document.xml": "<a"}), error="x.docx:1: damaged"),
    Case(
        "PDF with wrong offsets",
        "x.pdf",
        pdf(["Some text stands here."]).replace(b"startxref\n", b"startxref\n9"),
        text="Some text stands here.",
    ),
    Case("noise as PDF", "x.pdf", b"%PDF-1.7\n" + NOISE, error="x.pdf:1: "),
]

HOSTILE = [
    Case("encrypted PDF", "x.pdf", pdf(["Some text."], password="p"), error="x.pdf:1: it has a password"),
    Case("encrypted container", "x.docx", flagged_encrypted(WORD), error="in it is encrypted"),
    Case("bomb, Word", "x.docx", bomb(WORD, "word/document.xml"), error="'word/document.xml' in it unpacks from"),
    Case("bomb, workbook", "x.xlsx", bomb(TABLE, SHEET), error="in it unpacks from"),
    Case(
        "bomb of many",
        "x.docx",
        repacked(WORD, {f"word/{n}.bin": bytes(900_000) for n in range(120)}),
        error="unpacks to",
    ),
    Case(
        "bomb of crumbs",
        "x.docx",
        repacked(WORD, {f"word/{n}.bin": b"" for n in range(5_000)}),
        error="500. files are packed",
    ),
    Case("way out", "x.docx", repacked(WORD, {"../../evil.xml": "x"}), error="lies outside"),
    Case("way out, absolute", "x.xlsx", repacked(TABLE, {"/etc/passwd": "x"}), error="lies outside"),
    Case(
        "secret, Word", "x.docx", lambda folder: docx(paragraph("&x;"), prolog=doctype(folder)), error="document type"
    ),
    Case(
        "secret, Word in UTF-16",
        "x.docx",
        lambda folder: repacked(WORD, {"word/document.xml": (doctype(folder) + "<a/>").encode("utf-16")}),
        error="declares a document type",
    ),
    Case(
        "secret, workbook",
        "x.xlsx",
        lambda folder: sheet(f"<row>{cell('&x;')}</row>", doctype(folder)),
        error="document type",
    ),
    Case(
        "secret, page",
        "x.html",
        lambda folder: f'<?xml version="1.0"?>{doctype(folder)}<p>Some text &x;</p>',
        text="Some text",
    ),
    Case("secret picture", "x.docx", picture, text="Some text."),
    Case("laughs, Word", "x.docx", docx(paragraph("&a9;"), prolog=LAUGHS), error="declares a document type"),
    Case("laughs, workbook", "x.xlsx", sheet(f"<row>{cell('&a9;')}</row>", LAUGHS), error="declares a document type"),
    Case("laughs, page", "x.html", LAUGHS + "<p>Some text &a9;</p>", text="Some text"),
    Case("script", "x.html", "<p>Some text<script>alert(1)</script><img src=x onerror=alert(1)>", text="Some text"),
]


NAMES = [
    Case("emoji", "🙂.md", MATTER + "Some text.", text="Some text."),
    Case("right to left", "שלום.md", MATTER + "Some text.", text="Some text."),
    Case("spaces", "a b  c.md", MATTER + "Some text.", text="Some text."),
    Case("Chinese name without id", "退款.txt", CHINESE, error="退款.txt:1: '退款' is no id"),
    Case("Chinese name of a page", "退款.html", CHINESE, error="退款.html:1: '退款' is no id"),
    Case("line end", "a\nb.md", MATTER + "Some text.", error=r"a\?b.md:1: the file's name holds a line end"),
    Case("no UTF-8", os.fsdecode(b"a\xff.md"), MATTER + "Some text.", error=r"a\?.md:1: the file's name is not UTF-8"),
    Case("only an ending", "x.zh.html", "<p>Some text.", text="Some text."),
]

CASES = [*ENCODINGS, *EMPTY, *LARGE, *BROKEN, *HOSTILE, *NAMES]
