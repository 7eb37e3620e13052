from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import CorpusError
from qa.ingest.unanswered import NAME, read_unanswered


def write(folder: Path, content: str | bytes) -> Path:
    (folder / NAME).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_a_corpus_without_the_file_lists_nothing(tmp_path: Path) -> None:
    assert read_unanswered(tmp_path) == ()


def test_a_line_is_a_question_and_blank_lines_and_comments_are_none(tmp_path: Path) -> None:
    content = "# not answered\r\n\r\nWhich coin will rise?\r\n   \r\n  明天涨不涨\u200b \r\n"
    assert read_unanswered(write(tmp_path, content)) == ("Which coin will rise?", "明天涨不涨")


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"unanswered\.txt:3: .*no letter"):
        read_unanswered(write(tmp_path, "Which coin?\n\n？？？\n"))


def test_a_file_that_is_not_text_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"unanswered\.txt:2: not UTF-8"):
        read_unanswered(write(tmp_path, b"Which coin?\n\xff\xd0\n"))
