"""A file of the corpus, decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.errors import CorpusError
from qa.ingest.encodings import DECLARED, GUESSES, decodes, guessed, guessed_utf_16

# Four bytes first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """``path`` is relative to the corpus, with forward slashes; lines of ``text`` end in a line feed alone.

    ``warnings`` say what an editor should mend although the file could be read.
    """

    path: str
    text: str
    warnings: tuple[str, ...] = ()


def decode(path: str, data: bytes, declared: str | None = None) -> SourceFile:
    """Text in UTF-8, or in another encoding with a warning.

    A byte order mark counts most, then UTF-8 if every byte fits, then the name that the file itself ``declared``,
    then the guess of `qa.ingest.encodings`. Raises CorpusError with the line of the first byte that is not UTF-8.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    encoding = _MARKS[mark] if mark else _without_mark(data, declared)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # Not `data`: positions are counted without the byte order mark that "utf-8-sig" takes away.
        before = _with_line_feeds(error.object[: error.start].decode(encoding, "replace"))
        byte = error.object[error.start]
        problem = f"not {encoding.removesuffix('-sig').upper()} text (byte 0x{byte:02x}); save it as UTF-8"
        raise CorpusError(path, before.count("\n") + 1, problem) from error
    name = GUESSES.get(encoding, encoding.upper())
    warnings = () if encoding.startswith("utf-8") else (f"{path}:1: read as {name}; save it as UTF-8",)
    return SourceFile(path, _with_line_feeds(text), warnings)


def _without_mark(data: bytes, declared: str | None) -> str:
    # UTF-8 before what is declared: pages saved anew keep the old name, and hardly any other text happens to be UTF-8.
    if decodes(data, "utf-8"):
        return guessed_utf_16(data) or "utf-8" if b"\0" in data else "utf-8"
    known = DECLARED.get((declared or "").lower())
    if known and decodes(data, known):
        return known
    return guessed(data) or "utf-8"


def _with_line_feeds(text: str) -> str:
    return re.sub("\r\n?", "\n", text)
