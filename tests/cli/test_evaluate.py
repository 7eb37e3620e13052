from __future__ import annotations

import json
from pathlib import Path

from tests.cli.processes import qa
from tests.evaluation.test_evaluate import beir


def test_a_folder_is_evaluated_as_json(built: Path, tmp_path: Path) -> None:
    done = qa("evaluate", beir(tmp_path / "tiny"), "--json", index=built)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert Path(report["dataset"]).name == "tiny"
    assert report["pairs"]["all"]["final"]["R@1"]["value"] == 1
    assert report["latency_ms"]["p50"] > 0


def test_a_folder_is_evaluated_as_tables(built: Path, tmp_path: Path) -> None:
    done = qa("evaluate", beir(tmp_path / "tiny"), index=built)
    assert done.returncode == 0, done.stderr
    for said in ("tiny: 3 questions", "p50 by step, ms: encode", "plain hybrid", "100.0 [100.0, 100.0]"):
        assert said in done.stdout


def test_a_folder_that_is_none_ends_with_1(built: Path, tmp_path: Path) -> None:
    done = qa("evaluate", tmp_path / "nothing", index=built)
    assert done.returncode == 1
    assert "corpus.jsonl" in done.stderr
