"""The widget as one file: what its modules keep to, what it weighs, and that what is released is what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from qa.errors import QaError
from qa.widget import bundle as bundling
from qa.widget.bundle import SOURCES, bundle
from qa.widget.releases import VERSION, compressed, script

ROOT = Path(__file__).parents[2]
MODULES = sorted(SOURCES.rglob("*.js"))

# All that a page loads: code, styles and texts. The rules for secrets follow when somebody is about to ask.
MOST_BYTES = 15 * 1024

# What no page should have to put up with, and what its own policies may forbid.
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment", "eval(",
    "new Function", "localStorage", "sessionStorage", "indexedDB", "document.cookie", "setAttribute(\"style\"",
    "window.", "sendBeacon", "XMLHttpRequest", "trustedTypes", "createObjectURL", "import(",
)  # fmt: skip


def test_the_released_script_is_made_of_these_modules() -> None:
    assert script(VERSION) == bundle(VERSION), "run scripts/widget; a version that is out gets a new number"


def test_all_that_a_page_loads_is_small() -> None:
    assert len(compressed(bundle(VERSION))) <= MOST_BYTES


@pytest.mark.parametrize("words", FORBIDDEN)
def test_nothing_in_it_is_forbidden_anywhere(words: str) -> None:
    assert words not in bundle(VERSION).decode()


def test_no_size_hangs_on_the_root_of_the_page() -> None:
    assert not re.search(r"\drem\b", bundle(VERSION).decode())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_modules_are_checked_and_import_as_the_one_file_needs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("// @ts-check\n")
    for line in re.findall(r"^.*\bimport\b.*$", text, re.MULTILINE):
        if not line.lstrip().startswith(("/**", "*", "//")) and "@" not in line:
            assert bundling._IMPORT.fullmatch(line + "\n"), line
    assert not re.search(r"^export (?:default|\*|\{)", text, re.MULTILINE)


def test_a_name_that_two_modules_use_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "register.js").write_text('import { b } from "./other.js";\nconst a = b;\n')
    (tmp_path / "other.js").write_text("const a = 1;\nexport const b = a;\n")
    monkeypatch.setattr(bundling, "SOURCES", tmp_path)
    with pytest.raises(QaError, match=r"twice.*: a$"):
        bundle("1.0.0")


def test_every_language_says_the_same_things() -> None:
    text = (SOURCES / "strings.js").read_text("utf-8")
    tables = [re.findall(r'^  (\w+): "(.+)",$', table, re.MULTILINE) for table in text.split("\nconst ")[1:]]
    names = [[name for name, _ in table] for table in tables]
    assert len(names) == 3
    assert names[0] == names[1] == names[2]
    for one, other in zip(tables[0], tables[2], strict=True):
        assert set(re.findall(r"\{\w+\}", one[1])) == set(re.findall(r"\{\w+\}", other[1])), one[0]


def test_the_guide_names_every_attribute_property_part_and_event() -> None:
    guide = (ROOT / "docs" / "widget.md").read_text("utf-8")
    code = "\n".join(path.read_text("utf-8") for path in MODULES)
    attributes = set(re.findall(r'getAttribute\("(\w+)"\)', (SOURCES / "element.js").read_text("utf-8"))) - {"lang"}
    assert attributes == set(re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE)) - {"lang", "theme"}
    assert set(re.findall(r"--qa-[a-z-]+", code)) == set(re.findall(r"--qa-[a-z-]+", guide))
    assert len(set(re.findall(r"--qa-[a-z-]+", guide))) <= 20
    parts = set(re.findall(r'part(?:: |=\\?)"(\w+)"', code))
    assert parts == set(re.findall(r"`(\w+)`", guide.partition("\nParts: ")[2].partition("\n")[0]))
    events = {f"qa:{name}" for name in re.findall(r'(?:tell|#tell)\("(\w+)"', code)}
    assert events == set(re.findall(r"`(qa:\w+)`", guide))


def test_the_types_name_every_text_and_event() -> None:
    types = (SOURCES.parent / "types.d.ts").read_text("utf-8")
    own = set(re.findall(r'^  (\w+): "', (SOURCES / "strings.js").read_text("utf-8"), re.MULTILINE))
    answers = set(json.loads((SOURCES.parent / "texts.json").read_text("utf-8"))["en"])
    listed = types.partition("export type QaHelpText")[2].partition(";")[0]
    assert own | answers == set(re.findall(r'"(\w+)"', listed))
    guide = (ROOT / "docs" / "widget.md").read_text("utf-8")
    assert set(re.findall(r'"(qa:\w+)"', types)) == set(re.findall(r"`(qa:\w+)`", guide))
