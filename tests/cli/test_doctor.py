"""``qa doctor``, as an operator runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.processes import free_port, qa

ALL = ["versions", "settings", "snapshot", "dictionaries", "encoder", "disk", "port", "feedback"]


def test_a_sound_service_ends_with_0_and_a_line_each(built: Path, tmp_path: Path) -> None:
    done = qa("doctor", index=built, port=free_port(), feedback_file=tmp_path / "feedback.sqlite")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stdout
    states = [(line[1].rstrip(":"), line[0]) for line in lines if line[0] in ("ok", "warning", "failed")]
    assert states == [(name, "warning" if name == "encoder" else "ok") for name in ALL]
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_is_built_it_says_the_cure_and_ends_with_1(tmp_path: Path) -> None:
    done = qa("doctor", "--index", tmp_path / "none")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"failed  snapshot: nothing has been built in {tmp_path / 'none'} yet\n        run: qa model" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_as_json_it_says_the_same(tmp_path: Path) -> None:
    done = qa("doctor", "--json", index=tmp_path)
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 1
    assert list(checks) == [name for name in ALL if name != "dictionaries"]
    assert checks["snapshot"]["cure"] == "run: qa model prepare, then: qa build"
    assert set(checks["snapshot"]) == {"name", "state", "told", "cure"}


def test_wrong_settings_are_all_told_and_nothing_else_is_looked_at() -> None:
    done = qa("doctor", "--json", port="x", threds=1)
    checks = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(check["name"], check["state"]) for check in checks] == [
        ("versions", "ok"),
        ("settings", "failed"),
        ("settings", "failed"),
    ]
    assert "did you mean `QA_THREADS`?" in done.stdout


def test_an_index_that_cannot_be_looked_at_is_told_and_the_rest_is_looked_at_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = qa("doctor", index=tmp_path / "file" / "index")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "port: " in done.stdout
