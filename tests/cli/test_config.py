"""``qa config`` and a file of settings, as an operator meets them."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import httpx2
import pytest

from qa.settings import Settings
from tests.cli.processes import qa, serving

TOKEN = "alice-0123456789abcdef"
SECRET = "webhook-0123456789abcdef"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "qa.toml"
    path.write_text(f'port = 9001\nwebhook_secret = "{SECRET}"\n[admin_tokens]\nalice = "{TOKEN}"\n')
    path.chmod(0o600)
    return path


def test_every_setting_is_shown_with_its_origin_and_no_secret(config: Path) -> None:
    done = qa("config", "show", config=config, threads=3)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line.split()[0] for line in lines] == [f"QA_{name.upper()}" for name in Settings.model_fields]
    told = {line.split()[0]: " ".join(line.split()[1:]) for line in lines}
    assert told["QA_PORT"] == "9001 (file)"
    assert told["QA_THREADS"] == "3 (environment)"
    assert told["QA_WORKERS"] == "1 (default)"
    assert told["QA_FEEDBACK"] == "true (default)"
    assert told["QA_ADMIN_TOKEN"] == "(default)"
    assert told["QA_ADMIN_TOKENS"] == "alice:*** (file)"
    assert told["QA_WEBHOOK_SECRET"] == "*** (file)"
    assert f"File: {config}" in done.stderr
    assert not [secret for secret in (TOKEN, SECRET) if secret in done.stdout + done.stderr]


def test_settings_as_json_keep_their_types(config: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    printed = json.loads(qa("config", "show", "--json", config=config, admin_token_file=tmp_path / "token").stdout)
    assert printed["file"] == str(config)
    rows = {row["name"]: row for row in printed["settings"]}
    assert rows["port"] == {"name": "port", "variable": "QA_PORT", "value": 9001, "origin": "file"}
    assert (rows["feedback"]["value"], rows["public_url"]["value"]) == (True, None)
    assert (rows["admin_token"]["value"], rows["admin_token"]["origin"]) == ("***", "environment")
    assert TOKEN not in json.dumps(printed)


def test_checking_sound_settings_ends_with_0(config: Path) -> None:
    done = qa("config", "check", "--strict", config=config)
    assert (done.returncode, done.stdout, done.stderr) == (0, "The settings can be used; 0 warnings.\n", "")


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_dangers_are_told_and_decide_the_status_only_if_asked_to(options: tuple[str, ...], status: int) -> None:
    done = qa("config", "check", *options, host="0.0.0.0", rate_per_minute=0, cors_origins="*")
    assert done.returncode == status
    assert done.stdout == "The settings can be used; 4 warnings.\n"
    assert [line.split("=")[0].split()[:2] for line in done.stderr.splitlines()] == [
        ["warning:", "QA_HOST"],
        ["warning:", "QA_PUBLIC_URL"],
        ["warning:", "QA_CORS_ORIGINS"],
        ["warning:", "QA_RATE_PER_MINUTE"],
    ]


@pytest.mark.parametrize("command", [("config", "check"), ("config", "show"), ("serve",), ("snapshots", "list")])
def test_every_command_refuses_wrong_settings_in_plain_lines(command: tuple[str, ...], config: Path) -> None:
    config.write_text(f'prot = 9000\nwebhook_secret = "{SECRET[:15]}"\n')
    done = qa(*command, config=config, workres=2)
    assert (done.returncode, done.stdout) == (1, "")
    assert sorted(line.split("; ")[-1] for line in done.stderr.splitlines())[:-1] == [
        "did you mean `QA_WORKERS`?",
        "did you mean `port`?",
    ]
    assert f"error: {config}: webhook_secret=***: needs at least 16 characters" in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET[:15] not in done.stderr


def test_a_broken_file_is_told_without_a_traceback(config: Path) -> None:
    config.write_text(f'webhook_secret = "{SECRET}')
    done = qa("config", "check", config=config)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"error: {config}: is not TOML: ")
    assert SECRET not in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_server_processes_have_the_settings_of_the_file_and_log_whose_key_it_was(
    workers: str, built: Path, config: Path, tmp_path: Path
) -> None:
    with config.open("r+") as file:
        settings = f'public_url = "https://help.example"\nworkers = {workers}\nhost = "0.0.0.0"\n{file.read()}'
        file.seek(0)
        file.write(settings)
    with serving(built, tmp_path / "log", "--host", "127.0.0.1", config=config) as server:
        answer = httpx2.post(f"{server.url}/api/v1/query", json={"question": "fees"}).json()
        assert answer["results"][0]["source"]["url"].startswith("https://help.example/sources/")
        builds = f"{server.url}/api/v1/admin/builds"
        assert httpx2.get(builds, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert httpx2.get(builds, headers={"Authorization": f"Bearer {SECRET}"}).status_code == 401
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) in (0, -signal.SIGTERM)
    log = (tmp_path / "log").read_text("utf-8")
    assert " INFO    qa.api.admin_guard: GET '/api/v1/admin/builds' with the key alice" in log
    assert TOKEN not in log
