"""What runs the encoder tells nobody of it, and leaves no mark by which this machine could be known again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("module", ["qa.encoding.onnx", "qa.encoding.load", "qa.api.app"])
def test_importing_the_runtime_leaves_no_file_in_the_users_folders(module: str, tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR")}
    unset = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    command = [sys.executable, "-c", f"import {module}, onnxruntime"]
    subprocess.run(command, env={**unset, **home, "PYTHONPATH": str(ROOT)}, check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
