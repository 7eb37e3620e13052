"""What runs code while it reads a file cannot come in unnoticed: the linter refuses each way of doing so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

BANNED_EVERYWHERE = {
    "import pickle": "TID251",
    "from pickle import loads": "TID251",
    "import marshal": "TID251",
    "import shelve": "TID251",
    "import dill": "TID251",
    "import cloudpickle": "TID251",
    "import joblib\n\njoblib.load('x')": "TID251",
    "from joblib import dump": "TID251",
    "import torch\n\ntorch.load('x')": "TID251",
    "import numpy as np\n\nnp.load('x', allow_pickle=True)": "TID251",
    "import numpy as np\n\nnp.load('x')": "TID251",
    "import yaml\n\nyaml.load('x', yaml.Loader)": "TID251",
    "from yaml import unsafe_load": "TID251",
}
BANNED_OUTSIDE_OF_TESTS = {
    "import pickle\n\npickle.loads(b'')": "S301",
    "import marshal\n\nmarshal.loads(b'')": "S302",
    "eval('1')": "S307",
    "exec('1')": "S102",
    "import yaml\n\nyaml.load('x', yaml.Loader)": "S506",
    "import subprocess\n\nsubprocess.run('x', shell=True, check=True)": "S602",
    "import os\n\nos.system('x')": "S605",
    "import tarfile\n\ntarfile.open('x').extractall()": "S202",
    "import tempfile\n\ntempfile.mktemp()": "S306",
    "import xml.etree.ElementTree as tree\n\ntree.parse('x')": "S314",
    "import ssl\n\nssl._create_unverified_context()": "S323",
    "import jinja2\n\njinja2.Environment(autoescape=False)": "S701",
}


def refusals(code: str, path: str) -> str:
    """What the linter says of a file with this code."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise"]
    done = subprocess.run(
        [*command, "--stdin-filename", path, "-"],
        cwd=ROOT,
        input=f"{code}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize(("code", "rule"), BANNED_EVERYWHERE.items())
@pytest.mark.parametrize("path", ["qa/planted.py", "tests/test_planted.py", "benchmarks/planted.py"])
def test_reading_what_can_run_code_is_refused(code: str, rule: str, path: str) -> None:
    assert f" {rule} " in refusals(code, path)


@pytest.mark.parametrize(("code", "rule"), BANNED_OUTSIDE_OF_TESTS.items())
def test_running_what_was_read_is_refused(code: str, rule: str) -> None:
    assert f" {rule} " in refusals(code, "qa/planted.py")


def test_reading_json_is_not() -> None:
    assert "TID251" not in refusals("import json\n\njson.loads('1')", "qa/planted.py")
