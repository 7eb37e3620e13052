"""What surrounds the service: the port, the file of feedback, versions and settings."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa import __version__
from qa.doctor.machine import configuration, feedback, nearest_folder, port, versions
from qa.feedback.store import Store
from qa.settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_versions_are_those_that_run() -> None:
    assert versions().told.startswith(f"Wenda {__version__}, Python {platform.python_version()}, onnxruntime ")


def test_a_free_port_is_ok_and_free_again(taken: int) -> None:
    assert port(Settings(port=0)).state == "ok"


def test_a_port_that_is_taken_is_a_warning_for_it_may_be_this_service(taken: int) -> None:
    check = port(Settings(port=taken))
    assert (check.state, check.told) == ("warning", f"127.0.0.1:{taken} is taken")
    assert "QA_PORT" in check.cure


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_a_failure(host: str) -> None:
    check = port(Settings(host=host, port=0))
    assert check.state == "failed"
    assert "QA_HOST" in check.cure


def test_feedback_that_is_off_is_not_looked_for() -> None:
    assert feedback(Settings(feedback=False, feedback_file=Path("/proc/no"))).state == "ok"


def test_a_file_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    assert feedback(Settings(feedback_file=tmp_path / "new" / "feedback.sqlite")).state == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_use_is_ok_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    with closing(Store(path)):
        before = path.read_bytes()
        assert feedback(Settings(feedback_file=path)).state == "ok"
        assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["text", "folder"])
def test_what_is_no_database_is_a_failure_with_its_cure(what: str, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    path.mkdir() if what == "folder" else path.write_text("not a database, but long enough")
    check = feedback(Settings(feedback_file=path))
    assert (check.state, check.told) == ("failed", f"{path} is no database")
    assert check.cure == "move it away, and a new one is begun"


@pytest.mark.parametrize("refused", ["feedback.sqlite", "."])
def test_neither_file_nor_folder_may_refuse_to_be_written_to(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feedback.sqlite"
    path.touch()
    place = tmp_path / refused
    access = os.access  # asked in this way, it says the same to root, who may write anywhere
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != place and access(path, mode))
    check = feedback(Settings(feedback_file=path))
    assert (check.state, check.told) == ("failed", f"{place} cannot be written to")
    assert "QA_FEEDBACK_FILE" in check.cure


def test_the_nearest_folder_is_itself_or_the_next_above(tmp_path: Path) -> None:
    assert nearest_folder(tmp_path) == nearest_folder(tmp_path / "a" / "b") == tmp_path


def test_the_file_of_settings_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qa.toml").write_text("port = 9000")
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "qa.toml"))
    assert str(tmp_path / "qa.toml") in configuration(Settings()).told


def test_dangerous_settings_are_a_warning() -> None:
    check = configuration(Settings(cors_origins="*"))
    assert (check.state, check.cure) == ("warning", "see: qa config check")
