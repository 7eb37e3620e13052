"""A folder to documents: what is read, what is left out, what is refused."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from qa.errors import BrokenCorpusError, CorpusError, EmptyCorpusError
from qa.ingest.corpus import MAX_FILE_BYTES, read_corpus


def write(path: Path, text: str | bytes | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\nid: {path.stem}\n---\nSome text." if text is None else text
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def paths(folder: Path) -> list[str]:
    return [document.path for document in read_corpus(folder).documents]


def complaints(folder: Path) -> list[str]:
    with pytest.raises(BrokenCorpusError) as caught:
        read_corpus(folder)
    assert str(caught.value).split("\n") == [str(error) for error in caught.value.errors]
    assert all(isinstance(error, CorpusError) for error in caught.value.errors)
    return [str(error) for error in caught.value.errors]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError, match=r"there is no corpus folder .*nowhere"):
        read_corpus(tmp_path / "nowhere")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    with pytest.raises(EmptyCorpusError, match=r"a\.md"):
        read_corpus(tmp_path / "a.md")


def test_an_empty_folder_says_what_is_readable(tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError, match=r"no document in .*\.md"):
        read_corpus(tmp_path)


def test_an_empty_folder_names_every_ending_that_is_read(tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError) as caught:
        read_corpus(tmp_path)
    endings = ".md, .markdown, .txt, .csv, .tsv, .jsonl, .html, .htm, .docx, .pdf, .xlsx"
    assert str(caught.value).endswith(f"readable are files ending in {endings}")


def test_what_stands_beside_the_documents_is_no_document(tmp_path: Path) -> None:
    for name in ("unanswered.txt", "lexicon.tsv", "questions/dev.jsonl", "questions/deep/a.md"):
        write(tmp_path / name, "no document")
    write(tmp_path / "a.md")
    assert paths(tmp_path) == ["a.md"]


def test_only_the_corpus_folder_itself_has_something_beside_its_documents(tmp_path: Path) -> None:
    write(tmp_path / "en" / "questions" / "a.md")
    write(tmp_path / "en" / "lexicon.tsv", "question\tanswer\nWhy?\tBecause.\n")
    write(tmp_path / "en" / "unanswered.txt", "Heading\n\nSome text.\n")
    assert paths(tmp_path) == ["en/lexicon.tsv", "en/questions/a.md", "en/unanswered.txt"]


def test_warnings_come_with_the_documents_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "先打开平台的官方网站。".encode("gb18030"))
    write(tmp_path / "b.html", "<p>先打开平台的官方网站。".encode("gb18030"))
    write(tmp_path / "c.md")
    found = read_corpus(tmp_path)
    assert len(found.documents) == 3
    assert found.warnings == tuple(f"{name}:1: read as GB18030; save it as UTF-8" for name in ("a.txt", "b.html"))


def test_a_table_of_two_languages_is_two_documents(tmp_path: Path) -> None:
    write(tmp_path / "faq.csv", "question,answer\nWhy?,Because.\n为什么？,因为。\n")
    assert [(d.id, d.lang) for d in read_corpus(tmp_path).documents] == [("faq", "en"), ("faq", "zh")]


def test_one_document_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    assert paths(tmp_path) == ["a.md"]


def test_documents_come_in_the_order_of_their_paths_whatever_their_depth(tmp_path: Path) -> None:
    for name in ("zh/b.md", "en/z.MD", "en/deep/er/x.markdown", "a.md"):
        write(tmp_path / name)
    assert paths(tmp_path) == ["a.md", "en/deep/er/x.markdown", "en/z.MD", "zh/b.md"]


def test_hidden_and_underscored_names_and_other_formats_are_left_out(tmp_path: Path) -> None:
    for name in (".git/a.md", "_drafts/b.md", ".c.md", "_d.md", "e.rst", "f", "g.docm", "kept.md"):
        write(tmp_path / name, "no document" if name != "kept.md" else None)
    assert paths(tmp_path) == ["kept.md"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.md")
    write(tmp_path / "corpus" / "a.md")
    (tmp_path / "corpus" / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (tmp_path / "corpus" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "corpus" / "loop").symlink_to(tmp_path / "corpus")
    assert paths(tmp_path / "corpus") == ["a.md"]


def test_what_is_no_regular_file_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    assert paths(tmp_path) == ["a.md"]


def test_a_document_in_utf_16_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\r\nid: a\r\n---\r\n提现未到账".encode("utf-16"))
    assert read_corpus(tmp_path).documents[0].lang == "zh"


def test_a_folder_three_hundred_deep_is_read(tmp_path: Path) -> None:
    write(tmp_path.joinpath(*["d"] * 300, "a.md"))
    assert paths(tmp_path) == ["d/" * 300 + "a.md"]


def test_a_file_that_is_too_large_names_both_sizes(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert complaints(tmp_path) == [f"a.md:1: {MAX_FILE_BYTES + 1} bytes; the largest document is {MAX_FILE_BYTES}"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by a stand-in: root, as whom CI runs, may read everything."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    write(tmp_path / "a.md")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert complaints(tmp_path) == ["a.md:1: cannot be read: Permission denied"]


def test_a_file_that_vanishes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.md")
    monkeypatch.setattr(Path, "read_bytes", lambda path: (tmp_path / "gone").open("rb").read())
    assert complaints(tmp_path) == ["a.md:1: cannot be read: No such file or directory"]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "shut" / "b.md")
    listed = os.scandir

    def scandir(path: Path | str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert complaints(tmp_path) == ["shut:1: cannot be read: Permission denied"]


def test_a_file_name_that_is_not_text_is_refused_in_words_that_are(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.md")).write_text("---\nid: a\n---\nx")
    (complaint,) = complaints(tmp_path)
    assert complaint.startswith("bad?.md:1: the file's name is not UTF-8")


def test_an_id_used_twice_in_a_language_names_both_files(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\nid: same\n---\nText")
    write(tmp_path / "b.md", "---\nid: same\n---\nMore text")
    assert complaints(tmp_path) == ["b.md:1: the id 'same' in en is already taken by a.md"]


def test_language_versions_share_an_id(tmp_path: Path) -> None:
    write(tmp_path / "en.md", "---\nid: same\n---\nText")
    write(tmp_path / "zh.md", "---\nid: same\n---\n正文")
    assert [document.lang for document in read_corpus(tmp_path).documents] == ["en", "zh"]


def test_everything_that_is_wrong_is_reported_together(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\nid: a\n")
    write(tmp_path / "b.md", "---\nid: b\ntitle: x: y\n---\nText")
    write(tmp_path / "c.md", "---\nid: c\n---\nText")
    write(tmp_path / "d.md", b"---\nid: d\n---\n\xff")
    write(tmp_path / "e.md", "---\nid: c\n---\nText")
    write(tmp_path / "f.md", "# no id")
    places = [complaint.split(": ")[0] for complaint in complaints(tmp_path)]
    assert places == ["a.md:1", "b.md:3", "d.md:4", "f.md:1", "e.md:1"]
