"""FAQ tables to `Document`s, one for each language: CSV, TSV, Excel, JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from qa.datatypes import Document, Lang
from qa.errors import CorpusError
from qa.ingest.front_matter import FrontMatter
from qa.ingest.limits import check_container
from qa.ingest.naming import named
from qa.ingest.parts import Part, document
from qa.ingest.plain_text import blocks, markup
from qa.ingest.source_file import SourceFile
from qa.ingest.table_rows import Row, Value, column_of, columns, row
from qa.language import detect

# Excel writes semicolons where a comma is the decimal mark.
_DELIMITERS = {".csv": ",;\t", ".tsv": "\t"}


def read_csv(file: SourceFile) -> tuple[Document, ...]:
    """Read one table of cells between commas, semicolons or tabs. Raises CorpusError with the line at fault."""
    return _documents(_csv_rows(file), file.path)


def read_jsonl(file: SourceFile) -> tuple[Document, ...]:
    """Read one table with a JSON object a line. Raises CorpusError with the line at fault."""
    return _documents(_json_rows(file), file.path)


def read_xlsx(path: str, data: bytes) -> tuple[Document, ...]:
    """Read every visible sheet of a workbook whose name does not begin with '_'; formulas count by their last values.

    Raises CorpusError with the row at fault, or if the file is damaged, encrypted or too large unpacked.
    """
    from openpyxl import load_workbook

    check_container(path, data)
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible" and sheet.title[:1] != "_"]
    return _documents((row for sheet in sheets for row in _sheet_rows(sheet, path)), path)


def _documents(rows: Iterable[Row], path: str) -> tuple[Document, ...]:
    by_lang: dict[Lang, list[Row]] = {}
    matter = replace(named(FrontMatter(), path), kind="faq")
    for entry in rows:
        lang = entry.lang or matter.lang or detect(f"{entry.question} {entry.answer}")
        by_lang.setdefault(lang, []).append(entry)
    if not by_lang:
        raise CorpusError(path, 1, "the table has no rows")
    return tuple(
        document(
            [_part(entry, by_lang) for entry in entries],
            replace(matter, lang=lang, url=_url(entries, lang, path), tags=_tags(entries)),
            path,
            1,
        )
        for lang, entries in by_lang.items()
    )


def _part(entry: Row, langs: Collection[Lang]) -> Part:
    """One row as a section. In a table of both languages a row without id must not be paired by its order."""
    anchor = entry.anchor or (f"row{entry.line}" if len(langs) > 1 else None)
    found = blocks(line.strip() for line in entry.answer.split("\n"))
    return Part(entry.question, 2, entry.line, found, markup(found), anchor, entry.also, is_question=True)


def _url(entries: Sequence[Row], lang: Lang, path: str) -> str | None:
    """The page that a document is published on; only whole documents have one."""
    said = [entry for entry in entries if entry.url]
    for entry in said:
        if entry.url != said[0].url:
            problem = f"url: rows in {lang} have one address; this one differs from line {said[0].line}; use two files"
            raise CorpusError(path, entry.line, problem)
    return said[0].url if said else None


def _tags(entries: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for entry in entries for tag in entry.tags))


def _csv_rows(file: SourceFile) -> Iterator[Row]:
    header = file.text.lstrip("\n").partition("\n")[0]
    delimiters = _DELIMITERS[file.path[-4:].lower()]
    delimiter = max(delimiters, key=lambda mark: _known(header, mark))
    # Not `splitlines`: a cell may hold any of the other line ends.
    reader = csv.reader(io.StringIO(file.text), delimiter=delimiter, strict=True)
    begun = chain([0], (reader.line_num for _ in count()))
    try:
        yield from _rows(((line + 1, cells) for line, cells in zip(begun, reader, strict=False)), file.path)
    except csv.Error as error:
        raise CorpusError(file.path, reader.line_num, f"broken table: {error}") from error


def _known(header: str, delimiter: str) -> int:
    return sum(column_of(name.strip('"')) is not None for name in header.split(delimiter))


def _sheet_rows(sheet: Any, path: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file claims about its size is not to be relied on
    lines = ([_cell(value) for value in cells] for cells in sheet.iter_rows(values_only=True))
    return _rows(zip(count(1), lines, strict=False), path)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _rows(lines: Iterator[tuple[int, Sequence[str]]], path: str) -> Iterator[Row]:
    """Rows under a header, which is the first line with anything in it."""
    filled = ((line, cells) for line, cells in lines if any(cell.strip() for cell in cells))
    line, header = next(filled, (0, []))
    if not header:
        return
    named_cells = columns(header, path, line)
    for line, cells in filled:
        if any(cell.strip() for cell in cells[len(header) :]):
            problem = f"{len(cells)} cells under {len(header)} columns; put cells that hold a separator in quotes"
            raise CorpusError(path, line, problem)
        found = row({name: cells[at] for at, name in named_cells.items() if at < len(cells)}, path, line)
        if found:
            yield found


def _json_rows(file: SourceFile) -> Iterator[Row]:
    for line, text in enumerate(file.text.split("\n"), 1):
        if text.strip():
            found = row(_json_cells(text, file.path, line), file.path, line)
            if found:
                yield found


def _json_cells(text: str, path: str, line: int) -> Mapping[str, Value]:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else error
        raise CorpusError(path, line, f"broken JSON: {problem}") from error
    if not isinstance(value, dict):
        raise CorpusError(path, line, 'expected an object such as {"question": "…", "answer": "…"}')
    cells: dict[str, Value] = {}
    for name, content in value.items():
        column = column_of(name)
        if column and content is not None:
            cells[column] = _json_value(content, column, path, line)
    return cells


def _json_value(content: object, column: str, path: str, line: int) -> Value:
    if isinstance(content, list) and column in ("also", "tags") and all(isinstance(item, str) for item in content):
        return content
    if isinstance(content, str) or (column == "anchor" and type(content) is int):
        return str(content)
    raise CorpusError(path, line, f"{column}: expected text")


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")
