"""Warnings of what is valid and all the same dangerous."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.settings import Settings
from qa.settings.dangers import dangers

PUBLIC = {"host": "0.0.0.0", "trusted_proxies": "10.0.0.1", "public_url": "https://help.example"}


@pytest.mark.parametrize(
    "given", [{}, PUBLIC, {"host": "::1"}, {"host": "localhost"}, {"public_url": "http://127.0.0.1:8080"}]
)
def test_what_is_safe_is_not_warned_of(given: dict[str, str]) -> None:
    assert dangers(Settings(**given)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({**PUBLIC, "trusted_proxies": ""}, "QA_HOST=0.0.0.0 lets others in"),
        ({**PUBLIC, "public_url": None}, "QA_PUBLIC_URL is not set: links to sources lead to http://0.0.0.0:8000"),
        ({**PUBLIC, "host": "example.com", "trusted_proxies": ""}, "QA_HOST=example.com lets others in"),
        ({"public_url": "http://help.example"}, "QA_PUBLIC_URL=http://help.example/ is not encrypted"),
        ({"cors_origins": "*"}, "QA_CORS_ORIGINS=* lets the pages of every site ask"),
        ({"docs": True}, "QA_DOCS=true"),
        ({"rate_per_minute": 0}, "QA_RATE_PER_MINUTE=0"),
        ({"trusted_proxies": "10.0.0.1, ::/0"}, "QA_TRUSTED_PROXIES=::/0 believes everybody"),
    ],
)
def test_each_danger_is_told_alone(given: dict[str, object], begins: str) -> None:
    (told,) = dangers(Settings(**given))  # type: ignore[arg-type]
    assert told.startswith(begins)


@pytest.mark.parametrize(
    ("content", "mode", "warned"),
    [
        ('webhook_secret = "0123456789abcdef"', 0o644, True),
        ('webhook_secret = "0123456789abcdef"', 0o640, False),
        ("port = 9000", 0o644, False),
    ],
)
def test_a_secret_in_a_file_that_everybody_may_read_is_a_danger(
    content: str, mode: int, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "qa.toml"
    path.write_text(content)
    path.chmod(mode)
    monkeypatch.setenv("QA_CONFIG", str(path))
    expected = f"{path} holds a secret and every user of this machine can read it; run: chmod o-r {path}"
    assert dangers(Settings()) == ([expected] if warned else [])
