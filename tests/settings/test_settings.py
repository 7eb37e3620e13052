from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from qa.settings import SECRETS, Settings
from qa.settings.reading import read_settings


def test_defaults_serve_the_folders_here_on_this_machine_only() -> None:
    settings = Settings()
    assert (settings.corpus, settings.index) == (Path("corpus"), Path("index"))
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.public_url is None


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("QA_CORPUS", "/srv/文档", "corpus", Path("/srv/文档")),
        ("QA_INDEX", "elsewhere", "index", Path("elsewhere")),
        ("QA_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("QA_PORT", "9000", "port", 9000),
        ("qa_port", "9001", "port", 9001),
        ("QA_WORKERS", "4", "workers", 4),
        ("QA_THREADS", "8", "threads", 8),
        ("QA_FEEDBACK", "off", "feedback", False),
        ("QA_FEEDBACK", "True", "feedback", True),
        ("QA_FEEDBACK_FILE", "/srv/feedback.sqlite", "feedback_file", Path("/srv/feedback.sqlite")),
        ("QA_FEEDBACK_DAYS", "30", "feedback_days", 30),
    ],
)
def test_a_setting_comes_from_the_environment(
    variable: str, value: str, name: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(Settings(), name) == expected


def test_every_secret_is_known_to_be_one() -> None:
    assert {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)} == SECRETS


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_PORT", "9000")
    assert Settings(port=9002).port == 9002


def test_variables_of_others_are_not_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "HOST", "QAPORT", "QA_TEST_INDEX", "QA_TEST_OF_TOMORROW"):
        monkeypatch.setenv(name, "1")
    assert read_settings() == Settings(port=8000, host="127.0.0.1")


def test_an_unknown_setting_is_refused_by_its_name() -> None:
    with pytest.raises(ValidationError, match="prot"):
        Settings(prot=9000)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QA_PORT", "-1"),
        ("QA_PORT", "65536"),
        ("QA_PORT", "http"),
        ("QA_PORT", ""),
        ("QA_WORKERS", "0"),
        ("QA_THREADS", "0"),
        ("QA_FEEDBACK", "perhaps"),
        ("QA_FEEDBACK_DAYS", "0"),
        ("QA_PUBLIC_URL", "wenda.example"),
    ],
)
def test_an_impossible_value_is_refused_with_the_settings_name(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError, match=variable.removeprefix("QA_").lower()):
        Settings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_in_a_sentence(name: str) -> None:
    described = Settings.model_fields[name].description
    assert described
    assert described.endswith(".")


def test_feedback_is_stored_beside_the_index_unless_a_file_is_named() -> None:
    assert Settings(index=Path("there")).feedback_path == Path("there/feedback.sqlite")
    assert Settings(feedback_file=Path("elsewhere.db")).feedback_path == Path("elsewhere.db")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "::1", "port": 80}, "http://[::1]:80"),
        ({"public_url": "https://help.example/qa/"}, "https://help.example/qa"),
        ({"public_url": "https://help.example"}, "https://help.example"),
    ],
)
def test_the_base_of_links_has_no_slash_at_its_end(given: dict[str, object], expected: str) -> None:
    assert Settings(**given).base_url == expected  # type: ignore[arg-type]
