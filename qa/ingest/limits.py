"""What a ZIP container (.docx, .xlsx) may hold, by its table of contents, before anything is unpacked for a parser."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from qa.errors import CorpusError

# One for each picture and sheet, and some twenty more; every entry costs a parser time whatever its size.
MAX_ENTRIES = 4_000

# Ten times the largest file. Parsers hold XML in memory as objects of about fifteen times its size.
MAX_UNPACKED_BYTES = 100_000_000

# A sheet of 20 000 equal rows packs 15 to 1, a bomb 1000 to 1. Small entries prove nothing.
MAX_RATIO = 150
_RATIO_COUNTS_FROM = 1_000_000

# What Word and Excel write when a password is asked for, and what they wrote before 2007.
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)
_ENCRYPTED = 0x1

# What the unpacker raises; RuntimeError and its NotImplementedError for what it cannot decrypt or decompress.
_DAMAGES = (BadZipFile, EOFError, LZMAError, OSError, RuntimeError, ValueError, struct.error, zlib.error)

# No Office program declares a document type. Entities, and with them other files, can come in by no other way.
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_XML = (".xml", ".rels", ".vml")


def check_container(path: str, data: bytes) -> None:
    """Raise CorpusError if the file is no ZIP container, could exhaust a parser, or refers to other files."""
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise CorpusError(
            path, 1, "it has a password or is in the format before 2007; save it as .docx or .xlsx without"
        )
    try:
        with ZipFile(BytesIO(data)) as container:
            entries = container.infolist()
            problem = _excess(entries) or next(filter(None, map(_fault, entries)), None) or _document_type(container)
    except _DAMAGES as error:
        raise CorpusError(path, 1, f"damaged, or no Office file: {error}") from error
    if problem:
        raise CorpusError(path, 1, problem)


def _excess(entries: list[ZipInfo]) -> str | None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        return f"{len(entries)} files are packed in it; the most allowed are {MAX_ENTRIES}"
    if unpacked > MAX_UNPACKED_BYTES:
        return f"it unpacks to {unpacked} bytes; the most allowed are {MAX_UNPACKED_BYTES}"
    return None


def _fault(entry: ZipInfo) -> str | None:
    """What is wrong with one entry. Its sizes are those that the unpacker goes by, so lying about them helps nobody."""
    name = ascii(entry.orig_filename)
    if entry.flag_bits & _ENCRYPTED:
        return f"{name} in it is encrypted; save it without a password"
    if _OUTSIDE.match(entry.orig_filename):
        return f"{name} in it lies outside of it"
    if entry.file_size > max(_RATIO_COUNTS_FROM, MAX_RATIO * entry.compress_size):
        return f"{name} in it unpacks from {entry.compress_size} to {entry.file_size} bytes"
    return None


def _document_type(container: ZipFile) -> str | None:
    for entry in container.infolist():
        if entry.filename.lower().endswith(_XML):
            content = container.read(entry)
            if any(doctype in content for doctype in _DOCTYPES):
                return f"{entry.filename!a} in it declares a document type; no Office program does"
    return None
