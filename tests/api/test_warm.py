"""The first to ask does not wait for what all need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.processes import environment

SCRIPT = """
import gc, functools, inspect, json, sys
from pathlib import Path
from starlette.testclient import TestClient
from qa.api.app import create_app
from qa.settings import Settings

def made():
    kept = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    own = [one for one in kept if one.__module__.startswith("qa.") and not inspect.signature(one).parameters]
    return {f"{one.__module__}.{one.__qualname__}" for one in own if one.cache_info().currsize}

with TestClient(create_app(Settings(index=Path(sys.argv[1]), feedback=False))) as client:
    before = made()
    for question in ("why is the withdrawal fee so high", "提现手续费为什么这么高"):
        assert client.post("/api/v1/query", json={"question": question}).status_code == 200
    print(json.dumps([sorted(before), sorted(made() - before)]))
"""


def test_dictionaries_and_patterns_are_there_before_the_first_question(small_index: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(small_index)]
    ended = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8", timeout=120, check=True)
    before, later = json.loads(ended.stdout.splitlines()[-1])
    assert len(before) >= 5
    assert later == []
