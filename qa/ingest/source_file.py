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
        # Not `data`: positions are counted without the byte order mark that "utf-8-sig" takes away.
        before = _with_line_feeds(error.object[: error.start].decode(encoding, "replace"))
        byte = error.object[error.start]
        problem = f"not {encoding.removesuffix('-sig').upper()} text (byte 0x{byte:02x}); save it as UTF-8"
        raise CorpusError(path, before.count("\n") + 1, problem) from error
    return SourceFile(path, _with_line_feeds(text))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
