"""Links between documents."""

from __future__ import annotations

from qa.datatypes import Document
from qa.ingest.links import resolve_links
from qa.ingest.markdown import read_markdown
from qa.ingest.source_file import SourceFile


def document(path: str, body: str, lang: str = "en", name: str = "") -> Document:
    front = f"---\nid: {name or path.rsplit('/', 1)[-1].split('.', maxsplit=1)[0]}\nlang: {lang}\n---\n"
    return read_markdown(SourceFile(path, front + body))


TARGET = document("en/target.md", "## Here {#here}\n\nx\n\n## 那里\n\nx")


def page(body: str, *others: Document, path: str = "en/a.md") -> tuple[str, tuple[str, ...]]:
    (first, *_), dead = resolve_links([document(path, body), *others])
    return "".join(section.html for section in first.sections), dead


def test_no_document_has_no_dead_link() -> None:
    assert resolve_links([]) == ((), ())


def test_a_link_to_a_file_points_at_its_source_page() -> None:
    assert page("[x](target.md)", TARGET) == ('<p><a href="../target/en">x</a></p>\n', ())


def test_a_link_to_a_section_keeps_its_anchor() -> None:
    assert page("[x](./target.md#here)", TARGET) == ('<p><a href="../target/en#here">x</a></p>\n', ())


def test_a_link_to_a_chinese_heading_is_found() -> None:
    html, dead = page("[x](target.md#那里)", TARGET)
    assert dead == ()
    assert 'href="../target/en#%E9%82%A3%E9%87%8C"' in html


def test_a_link_is_relative_to_its_own_file() -> None:
    other = document("zh/target.md", "正文", "zh")
    assert page("[x](../zh/target.md)", other)[0] == '<p><a href="../target/zh">x</a></p>\n'


def test_the_page_is_named_by_the_targets_id_and_not_by_its_file() -> None:
    other = document("en/file.md", "x", name="its-id")
    assert page("[x](file.md)", other)[0] == '<p><a href="../its-id/en">x</a></p>\n'


def test_file_names_with_spaces_and_ampersands_are_found() -> None:
    other = document("en/q & a 中.md", "x", name="qa")
    html, dead = page("[x](<q & a 中.md>)", other)
    assert dead == ()
    assert 'href="../qa/en"' in html


def test_several_links_of_one_paragraph_are_all_resolved() -> None:
    html, _ = page("[x](target.md) and [y](target.md#here)", TARGET)
    assert html == '<p><a href="../target/en">x</a> and <a href="../target/en#here">y</a></p>\n'


def test_a_dead_link_becomes_plain_text_and_is_named_with_file_line_and_target() -> None:
    html, dead = page("intro\n\n## H\n\nSee [x](gone.md), [y](target.md#gone), [z](../../out.md).", TARGET)
    assert "href" not in html
    assert "See <a>x</a>" in html
    assert dead == (
        "en/a.md:7: dead link to en/gone.md",
        "en/a.md:7: dead link to en/target.md#gone",
        "en/a.md:7: dead link to ../out.md",
    )


def test_links_that_leave_the_corpus_stay_as_they_are() -> None:
    body = "[a](https://e.org/a.md#b) [b](mailto:a@e.org) [c](/root) [d](#intro) [e](//e.org)"
    html, dead = page(body)
    assert dead == ()
    for address in ("https://e.org/a.md#b", "mailto:a@e.org", "/root", "#intro", "//e.org"):
        assert f'href="{address}"' in html


def test_a_link_written_as_code_is_no_link() -> None:
    assert page('`<a href="corpus:en/target.md#">`', TARGET)[0].count("corpus:") == 1
