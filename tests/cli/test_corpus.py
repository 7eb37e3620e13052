"""``qa corpus check``, as an editor or a pipeline runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.processes import qa
from tests.conftest import CORPUS


def test_a_sound_corpus_ends_with_0(corpus: Path) -> None:
    done = qa("corpus", "check", "--strict", corpus=corpus)
    assert (done.returncode, done.stdout) == (0, "")
    assert "0 errors, 0 warnings in 2 documents." in done.stderr


def test_warnings_end_with_0_unless_the_check_is_strict(corpus: Path) -> None:
    (corpus / "fees.zh.md").write_text((corpus / "fees.zh.md").read_text("utf-8") + "\n## 限额\n", "utf-8")
    done = qa("corpus", "check", "--corpus", corpus)
    assert done.returncode == 0
    assert done.stdout.startswith("fees.zh.md:12: warning: nothing stands under the heading '限额'")
    assert done.stdout.rstrip().endswith("[empty-heading]")
    assert qa("corpus", "check", "--strict", corpus=corpus).returncode == 1


def test_errors_end_with_1_and_a_broken_file_does_not_hide_the_others(corpus: Path) -> None:
    (corpus / "broken.md").write_bytes(b"---\nid: x\n---\n\xff")
    (corpus / "unanswered.txt").write_text("Which coin?\n???\n", "utf-8")
    (corpus / "lexicon.tsv").write_text("no tab\n", "utf-8")
    english = corpus / "fees.en.md"
    english.write_text(english.read_text("utf-8").replace("The fee", "See [this](x.md). The fee"), "utf-8")
    done = qa("corpus", "check", "--json", corpus=corpus)
    assert done.returncode == 1
    found = [(one["path"], one["line"], one["severity"], one["code"]) for one in json.loads(done.stdout)]
    assert found == [
        ("broken.md", 4, "error", "broken-document"),
        ("fees.en.md", 8, "error", "dead-link"),
        ("lexicon.tsv", 1, "error", "broken-document"),
        ("unanswered.txt", 2, "error", "broken-document"),
    ]
    assert all(set(one) == {"path", "line", "severity", "code", "message"} for one in json.loads(done.stdout))


def test_only_a_terminal_sees_colours(corpus: Path) -> None:
    (corpus / "fees.zh.md").unlink()
    (corpus / "x.md").write_text("no id", "utf-8")
    assert "\x1b" not in qa("corpus", "check", corpus=corpus).stdout


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    done = qa("corpus", "check", corpus=tmp_path / "nothing")
    assert (done.returncode, "there is no corpus folder" in done.stderr) == (1, True)


def test_the_shipped_corpus_has_no_errors() -> None:
    assert qa("corpus", "check", corpus=CORPUS).returncode == 0


def test_documents_of_every_format_are_checked_together(corpus: Path) -> None:
    (corpus / "old.zh.txt").write_bytes("怎么联系客服？\n\n请先打开官方网站，再看帮助中心。\n".encode("gb18030"))
    (corpus / "table.jsonl").write_text('{"question": "How long?", "answer": "Five days."}\n', "utf-8")
    (corpus / "page.html").write_text("<html lang=en><main><h1>Page</h1><p>Some text.</p></main>", "utf-8")
    done = qa("corpus", "check", "--json", corpus=corpus)
    found = {(one["path"], one["code"]) for one in json.loads(done.stdout)}
    assert ("old.zh.txt", "doubtful-file") in found
    assert {path for path, code in found if code == "missing-document"} == {"old.zh.txt", "table.jsonl", "page.html"}
