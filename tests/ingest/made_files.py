"""Office and PDF files made up for tests, a few lines each: no program is needed to write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def paragraph(text: str, style: str = "", extra: str = "") -> str:
    """One paragraph of a Word file; ``style`` is the id of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def style(identity: str, name: str) -> str:
    """One style of a Word file."""
    return f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'


def docx(body: str, styles: str = "", prolog: str = "", **others: str) -> bytes:
    """A Word file; ``others`` are parts of the folder word/, by name without ending."""
    parts = {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": WORD_RELATIONS,
        "word/document.xml": f"{prolog}<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_WORD}>{styles}</w:styles>",
        **{f"word/{name}.xml": text for name, text in others.items()},
    }
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP container."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return target.getvalue()


def repacked(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """A container with some of its parts replaced or added."""
    with ZipFile(BytesIO(data)) as container:
        parts: dict[str, str | bytes] = {name: container.read(name) for name in container.namelist()}
    return zipped({**parts, **changes})


def xlsx(*rows: Sequence[object], **sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook: the rows of its first sheet, and more sheets by name."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, lines in {"Sheet": rows, **sheets}.items():
        sheet = workbook.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def pdf(*pages: Sequence[str], title: str | None = None, password: str | None = None) -> bytes:
    """A PDF file with lines of text in a font that every reader has to know, but that is not in it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = BytesIO()
    encryption = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(target, pageCompression=1, encrypt=encryption, invariant=1)
    if title is not None:
        canvas.setTitle(title)
    for page in pages:
        canvas.rect(10, 10, 20, 20)
        for number, line in enumerate(page):
            canvas.setFont("STSong-Light", 11)
            canvas.drawString(50, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
