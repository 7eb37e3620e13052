"""docs/settings.md says of every setting what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qa.settings import Settings
from qa.settings.reading import read_settings, variable
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")]


def default_in_words(name: str) -> str:
    """The default as the table shows it; where the code has none, its description may say what happens."""
    field = Settings.model_fields[name]
    if field.default is None or field.default in ("", {}):
        _, _, described = str(field.description).partition(" Default: ")
        return described.removesuffix(".") or "none"
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)


def test_the_table_has_every_setting_in_its_order_and_no_other() -> None:
    assert [name for name, _, _ in ROWS] == [f"`{variable(name)}`" for name in Settings.model_fields]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_default_and_meaning_are_those_of_the_code(name: str) -> None:
    default, meaning = next((default, meaning) for row, default, meaning in ROWS if row == f"`{variable(name)}`")
    assert default.replace("`", "") == default_in_words(name)
    assert meaning == str(Settings.model_fields[name].description).split(" Default: ")[0]


def example() -> str:
    """The first file shown."""
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_file_shown_says_what_holds_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_settings()
    (tmp_path / "qa.toml").write_text(example(), "utf-8")
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "qa.toml"))
    assert read_settings() == expected


def test_the_file_shown_has_every_setting_and_those_without_a_default_as_comments() -> None:
    has_none = {name for name, field in Settings.model_fields.items() if field.default in (None, {})}
    assert set(tomllib.loads(example())) == set(Settings.model_fields) - has_none
    commented = "\n".join(re.findall(r"^# (.*)$", example(), re.MULTILINE))
    assert set(tomllib.loads(commented)) == has_none


def test_what_the_comments_offer_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = re.sub(r"^# ", "", example(), flags=re.MULTILINE)
    without_files = re.sub(r"^\w+_file = .*/run.*\n", "", written, flags=re.MULTILINE)  # both would be too many
    (tmp_path / "qa.toml").write_text(without_files, "utf-8")
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "qa.toml"))
    settings = read_settings()
    assert len(settings.admin_keys) == 2
    assert settings.webhook_secret
    assert str(settings.public_url) == "https://help.example.com/"
