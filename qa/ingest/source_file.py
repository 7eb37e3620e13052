"""A file of the corpus, decoded."""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import CorpusError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """``path`` is relative to the corpus, with forward slashes; lines of ``text`` end in a line feed alone."""

    path: str
    text: str


def decode(path: str, data: bytes) -> SourceFile:
    """UTF-8, or UTF-16 with a byte order mark. Raises CorpusError with the line of the first wrong byte."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"not {encoding.removesuffix('-sig').upper()} text (byte 0x{data[error.start]:02x}); save it as UTF-8"
        raise CorpusError(path, line, problem) from error
    return SourceFile(path, text.replace("\r\n", "\n").replace("\r", "\n"))
