"""Two published snapshots of different corpora, made once, and a copy of an index for whoever damages it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from tests.made import ENCODER, FILES, write_corpus


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here survives the machine; that all is synced in time is watched in test_power_loss.py."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


ALSO = "also:\n- a fee\n- any fee\n- each fee\n"

WHOLE = {
    **FILES,
    "en/fees.md": FILES["en/fees.md"].replace("also:\n", ALSO),
    "unanswered.txt": "Which fee will rise?\n哪里的费会涨\n",
}
"""A corpus of which every file of a snapshot holds something."""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up corpus. Read it, never write to it."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), WHOLE)


@pytest.fixture(scope="session")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with two snapshots, the second live. Read it, never write to it."""
    folder = tmp_path_factory.mktemp("built")
    other = {name: text.replace("fee", "charge").replace("费", "价钱") for name, text in WHOLE.items()}
    build(write_corpus(tmp_path_factory.mktemp("other"), other), folder, ENCODER)
    build(corpus, folder, ENCODER)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of the two snapshots, to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "index"))


@pytest.fixture
def live(index: Path) -> Path:
    """The folder of the live snapshot."""
    return index / "snapshots" / (snapshot.current_id(index) or "")
