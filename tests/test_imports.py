"""Importing does nothing: no threads, no environment, no log levels, no heavy packages."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "qa").rglob("*.py")
)

# Packages of others read variables of their own while they are imported; ours all begin with QA_.
WATCH = """
import json, logging, os, sys, threading

read = []

class Watched(dict):
    def __getitem__(self, name): read.append(name); return super().__getitem__(name)
    def get(self, name, default=None): read.append(name); return super().get(name, default)
    def __contains__(self, name): read.append(name); return super().__contains__(name)

import qa.settings
qa.settings.Settings.__init__ = lambda self, **given: read.append("QA_* by Settings()")
os.environ["QA_PORT"] = "1"
os.environ = Watched(os.environ)
level, handlers = logging.getLogger().level, list(logging.getLogger().handlers)
threads = threading.active_count()
for name in json.loads(sys.argv[1]):
    __import__(name)
print(json.dumps({
    "threads": threading.active_count() - threads,
    "read": [name for name in read if str(name).startswith("QA_")],
    "level": logging.getLogger().level - level,
    "handlers": len(logging.getLogger().handlers) - len(handlers),
    "disabled": logging.root.manager.disable,
    "modules": [n for n in ("torch", "sentence_transformers", "transformers", "pymilvus", "onnx") if n in sys.modules],
    "files": sorted(os.listdir(".")),
}))
"""


@cache
def after_importing(*modules: str) -> dict[str, Any]:
    """What a fresh process, in an empty folder, is like after it has imported them."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = subprocess.run(
            [sys.executable, "-c", WATCH, json.dumps(modules)],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
    state: dict[str, Any] = json.loads(found.stdout)
    return {**state, "said": found.stderr}


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        ("threads", 0),
        ("read", []),
        ("level", 0),
        ("handlers", 0),
        ("disabled", 0),
        ("modules", []),
        ("files", []),
        ("said", ""),
    ],
)
def test_importing_every_module_leaves_no_trace(trace: str, expected: object) -> None:
    assert after_importing(*MODULES)[trace] == expected


def test_every_module_is_imported_above() -> None:
    assert {"qa", "qa.engine", "qa.builder", "qa.api.app", "qa.cli", "qa.encoding.prepare"} <= set(MODULES)


def test_only_the_settings_name_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "qa").rglob("*.py")
        if any(word in path.read_text("utf-8") for word in ("os.getenv", "environ.get", "environ[", "import environ"))
    }
    assert readers == {"qa/settings/sources.py"}
