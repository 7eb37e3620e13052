"""Secrets: from the environment, from files, from qa.toml, and never in a message."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings import SECRETS, Settings
from qa.settings.reading import read_settings

ALICE = "alice-0123456789abcdef"
DEPLOY = "deploy-0123456789:abcdef"
SINGLE = sorted(SECRETS - {"admin_tokens"})


def keys() -> dict[str, str]:
    return {name: token.get_secret_value() for name, token in read_settings().admin_keys}


def problem() -> str:
    with pytest.raises(SettingsError) as error:
        read_settings()
    (line,) = error.value.problems
    assert ALICE not in "".join(traceback.format_exception(error.value))
    return line


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "qa.toml"
    monkeypatch.setenv("QA_CONFIG", str(path))
    return path


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_comes_from_a_file_without_its_line_end(
    name: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(f" {ALICE} {end}".encode())
    monkeypatch.setenv(f"QA_{name.upper()}_FILE", str(tmp_path / "secret"))
    assert getattr(read_settings(), name).get_secret_value() == f" {ALICE} "


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_and_a_file_of_it_are_one_too_many(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(ALICE)
    monkeypatch.setenv(f"QA_{name.upper()}", f"alice:{ALICE}")
    monkeypatch.setenv(f"QA_{name.upper()}_FILE", str(tmp_path / "secret"))
    assert problem().startswith(f"QA_{name.upper()}=***: is given, and a file of it too; use one of them")


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_in_place_of_the_path_of_its_file_is_not_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"QA_{name.upper()}_FILE", ALICE)
    expected = "names a file that cannot be read (No such file or directory); correct the path or its rights"
    line = problem()
    assert line.startswith(f"QA_{name.upper()}_FILE=***: {expected}")
    assert ALICE not in line


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, config: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff" * 20)
    config.write_text(f'admin_token_file = "{tmp_path / "secret"}"\n')
    assert problem().startswith(f"{config}: admin_token_file=***: names a file that is not text in UTF-8")


@pytest.mark.parametrize("name", SINGLE)
def test_a_secret_from_a_file_must_be_long_enough_too(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("0123456789abcde\n")
    monkeypatch.setenv(f"QA_{name.upper()}_FILE", str(tmp_path / "secret"))
    assert "needs at least 16 characters" in problem()


def test_a_file_of_a_secret_can_be_named_in_the_file_of_settings(config: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{ALICE}\n")
    config.write_text(f'admin_token_file = "{tmp_path / "secret"}"\n')
    assert keys() == {"admin_token": ALICE}


def test_several_keys_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_ADMIN_TOKENS", f" alice:{ALICE}, 部署:{DEPLOY} ,")
    assert keys() == {"alice": ALICE, "部署": DEPLOY}


def test_the_token_without_a_name_goes_on_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_ADMIN_TOKEN", ALICE)
    monkeypatch.setenv("QA_ADMIN_TOKENS", f"deploy:{DEPLOY}")
    assert keys() == {"admin_token": ALICE, "deploy": DEPLOY}


def test_several_keys_stand_in_a_table_of_the_file(config: Path) -> None:
    config.write_text(f'[admin_tokens]\nalice = "{ALICE}"\ndeploy = "{DEPLOY}"\n')
    assert keys() == {"alice": ALICE, "deploy": DEPLOY}


def test_several_keys_stand_in_a_file_of_their_own_one_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text(f"alice:{ALICE}\n\ndeploy:{DEPLOY}\n")
    monkeypatch.setenv("QA_ADMIN_TOKENS_FILE", str(tmp_path / "keys"))
    assert keys() == {"alice": ALICE, "deploy": DEPLOY}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (ALICE, "key 1: write NAME:TOKEN;"),
        (f"alice:{DEPLOY},:{ALICE}", "key 2: write NAME:TOKEN;"),
        (f"alice smith:{ALICE}", "key 1: write NAME:TOKEN;"),
        (f"{'a' * 33}:{ALICE}", "key 1: write NAME:TOKEN;"),
        (f"{ALICE}:alice", "key 1: its token needs at least 16 characters"),
        (f"alice:{ALICE},alice:{DEPLOY}", "key 2: there is one of this name already"),
        (f"alice:{ALICE},deploy:{ALICE}", "two keys have the same token"),
    ],
)
def test_what_is_wrong_with_a_key_is_told_by_its_place(
    written: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_ADMIN_TOKENS", written)
    assert problem().startswith(f"QA_ADMIN_TOKENS=***: {expected}")


@pytest.mark.parametrize("written", ["5", '["alice"]', "{alice = 5}", "{alice = {token = 1}}"])
def test_keys_of_another_shape_are_refused_with_what_to_write(config: Path, written: str) -> None:
    config.write_text(f"admin_tokens = {written}\n")
    assert "write NAME:TOKEN" in problem()


@pytest.mark.parametrize("section", ["feedback", "server"])
def test_a_secret_in_a_section_that_is_none_is_not_shown(section: str, config: Path) -> None:
    config.write_text(f'[{section}]\nadmin_token = "{ALICE}"\n')
    line = problem()
    assert line.startswith(f"{config}: {section}")
    assert ALICE not in line


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_no_failure_shows_a_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"QA_{name.upper()}", "too-short")
    with pytest.raises(ValueError, match=name) as error:
        Settings()
    assert "too-short" not in "".join(traceback.format_exception(error.value))
