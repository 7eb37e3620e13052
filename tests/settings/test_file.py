"""The file qa.toml: what it decides, and how what is wrong with it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings.reading import read_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of somebody whose environment says nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QA_CONFIG")
    return tmp_path


def write(folder: Path, text: str, name: str = "qa.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def told() -> tuple[str, ...]:
    with pytest.raises(SettingsError) as error:
        read_settings()
    return error.value.problems


def test_the_file_in_the_working_folder_decides_what_nothing_else_does(folder: Path) -> None:
    write(folder, 'port = 9000\nhost = "::1"\nfeedback = false\nwaiting_seconds = 0.5\n')
    settings = read_settings()
    assert (settings.port, settings.host, settings.feedback, settings.waiting_seconds) == (9000, "::1", False, 0.5)
    assert settings.workers == 1


def test_the_environment_wins_over_the_file_and_options_over_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "port = 9000\nthreads = 3\nworkers = 3\n")
    monkeypatch.setenv("QA_PORT", "9001")
    monkeypatch.setenv("qa_threads", "4")
    settings = read_settings(port=9002)
    assert (settings.port, settings.threads, settings.workers) == (9002, 4, 3)


def test_another_file_can_be_named_and_is_read_instead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "port = 9000\nthreads = 3\n")
    monkeypatch.setenv("QA_CONFIG", str(write(folder, "port = 9001\n", "other.toml")))
    assert (read_settings().port, read_settings().threads) == (9001, 2)


def test_an_empty_name_means_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "port = 9000\n")
    monkeypatch.setenv("QA_CONFIG", "")
    assert read_settings().port == 8000


def test_a_file_that_is_named_and_not_there_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_CONFIG", "there/qa.toml")
    assert told() == ("there/qa.toml: no such file; correct QA_CONFIG, or leave it out",)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("prot", "qa.toml: prot: there is no such setting; did you mean `port`?"),
        ("PORT", "qa.toml: PORT: there is no such setting; did you mean `port`?"),
        ("qa_port", "qa.toml: qa_port: there is no such setting; did you mean `port`?"),
        ("cors-origins", "qa.toml: cors-origins: there is no such setting; did you mean `cors_origins`?"),
        ("qwxz", "qa.toml: qwxz: there is no such setting; docs/settings.md lists all there are"),
    ],
)
def test_an_unknown_key_is_refused_and_the_nearest_one_offered(folder: Path, key: str, problem: str) -> None:
    write(folder, f"{key} = 9000\n")
    assert told() == (problem,)


@pytest.mark.parametrize(
    ("variable", "problem"),
    [
        ("QA_PROT", "QA_PROT: there is no such setting; did you mean `QA_PORT`?"),
        ("QA_CORS_ORIGIN", "QA_CORS_ORIGIN: there is no such setting; did you mean `QA_CORS_ORIGINS`?"),
        ("QA_CONFG", "QA_CONFG: there is no such setting; did you mean `QA_CONFIG`?"),
        ("qa_config", "qa_config: there is no such setting; did you mean `QA_CONFIG`?"),
    ],
)
def test_an_unknown_variable_is_refused_and_the_nearest_one_offered(
    variable: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "a secret in the wrong place")
    assert told() == (problem,)


def test_everything_that_is_wrong_is_told_at_once_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, 'port = "http"\nindx = 1\n')
    monkeypatch.setenv("QA_WORKERS", "0")
    places = sorted(problem.split(": ")[0] + " " + problem.split(": ")[1] for problem in told())
    assert [place.split(" ")[:2] for place in places] == [
        ["QA_WORKERS=0", "Input"],
        ["qa.toml", "indx"],
        ["qa.toml", "port=http"],
    ]
    assert all("\n" not in problem for problem in told())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"port: 9000", "qa.toml: is not TOML: "),
        (b"port = 1\nport = 2", "qa.toml: is not TOML: "),
        (b"host = '\xff'", "qa.toml: is not text in UTF-8; save it anew as UTF-8"),
    ],
)
def test_a_broken_file_is_told_in_one_line_with_the_cure(folder: Path, content: bytes, problem: str) -> None:
    (folder / "qa.toml").write_bytes(content)
    (line,) = told()
    assert line.startswith(problem)
    assert "\n" not in line


def test_a_folder_is_no_file_of_settings(folder: Path) -> None:
    (folder / "qa.toml").mkdir()
    assert told() == ("qa.toml: no such file; correct QA_CONFIG, or leave it out",)
