from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa import snapshot
from qa.datatypes import Answer, Query, Wanted
from qa.engine import Engine
from qa.retrieval.search_index import SearchIndex
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.registry import Registry
from qa.snapshot import Origin
from tests.made import ENCODER, document, passage, question, search_index

PASSAGES = [
    question("fees", "en", "Who charges fees?", "The network\u2028charges.", also=("Why so high?",)),
    question("fees", "zh", "手续费是谁收的？", "区块链网络收取。"),
    passage("login", "en", "Reset the password.", part=1, tags=("account",)),
    passage("login", "en", "A locked account opens after a day.", part=2, tags=("account",)),
    passage("late", "zh", "提现不到账时先等一天。", platform="okx"),
]
DOCUMENTS = [document("fees", "en", "The network charges."), document("late", "zh", "提现不到账时先等一天。")]
ORIGIN = Origin("hash-64", "terms", "corpus")
QUERIES = [
    Query(text, lang, wanted)  # type: ignore[arg-type]
    for text, lang in [("who takes the fee", "en"), ("locked", "en"), ("zebra", "en"), ("提现", "zh"), ("手续费", "zh")]
    for wanted in ("auto", "zh", "en", "any")
]


def answers(index: SearchIndex) -> list[Answer]:
    return [replace(Engine(index, ENCODER).answer(query), stages={}) for query in QUERIES]


def test_a_snapshot_read_back_gives_the_same_answers_to_twenty_questions(tmp_path: Path) -> None:
    made = search_index(PASSAGES)
    manifest = snapshot.save(tmp_path, made, DOCUMENTS, ORIGIN).manifest
    loaded = snapshot.load(tmp_path, manifest.id)
    assert answers(loaded.index) == answers(made)
    assert (loaded.index.passages, list(loaded.documents)) == (tuple(PASSAGES), DOCUMENTS)
    assert loaded.manifest == manifest == snapshot.read_manifest(tmp_path, manifest.id)


def test_a_snapshot_read_back_has_the_same_registry(tmp_path: Path) -> None:
    harbour = Entry(
        "harbour",
        {"zh": "港湾"},
        aliases=("Pier",),
        hints={"Pier": ("exchange",)},
        domains=("harbour-exchange.com",),
        handles={"telegram": ("harbour",)},
        source="https://harbour-exchange.com",
        verified_at=date(2026, 10, 1),
        verify_by=date(2027, 1, 1),
    )
    saved = snapshot.save(tmp_path, search_index(PASSAGES), DOCUMENTS, ORIGIN, Registry([harbour]))
    loaded = snapshot.load(tmp_path, saved.manifest.id)
    assert loaded.registry.entries == saved.registry.entries == (harbour,)


def test_the_manifest_says_what_the_snapshot_is_made_of(tmp_path: Path) -> None:
    manifest = snapshot.save(tmp_path, search_index(PASSAGES), DOCUMENTS, ORIGIN).manifest
    assert (manifest.encoder, manifest.tokens, manifest.corpus) == ("hash-64", "terms", "corpus")
    assert manifest.counts == {"documents": 2, "passages": 5, "views": 8, "passages_zh": 2, "passages_en": 3}
    assert manifest.parent is None
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", manifest.id)
    on_disk = {path.name for path in (tmp_path / "snapshots" / manifest.id).rglob("*.*")}
    assert {Path(name).name for name in manifest.files} | {"manifest.json"} == on_disk


def test_a_snapshot_is_not_live_before_it_is_activated(tmp_path: Path) -> None:
    first = snapshot.save(tmp_path, search_index(PASSAGES), DOCUMENTS, ORIGIN).manifest
    assert snapshot.current_id(tmp_path) is None
    snapshot.activate(tmp_path, first.id)
    second = snapshot.save(tmp_path, search_index(PASSAGES[:3]), DOCUMENTS, ORIGIN).manifest
    assert (snapshot.current_id(tmp_path), second.parent) == (first.id, first.id)


def test_saving_the_same_twice_within_a_second_gives_two_snapshots(tmp_path: Path) -> None:
    made = search_index(PASSAGES)
    saved = {snapshot.save(tmp_path, made, DOCUMENTS, ORIGIN).manifest.id for _ in range(3)}
    assert set(snapshot.snapshot_ids(tmp_path)) == saved
    assert len(saved) == 3


@pytest.mark.parametrize("passages", [PASSAGES[:1], PASSAGES[4:]])
def test_a_corpus_in_one_language_is_read_back_without_the_other(passages: list[object], tmp_path: Path) -> None:
    manifest = snapshot.save(tmp_path, search_index(passages), [], ORIGIN).manifest  # type: ignore[arg-type]
    assert len(snapshot.load(tmp_path, manifest.id).index.indexes.lexical) == 1


def test_no_file_of_a_snapshot_is_or_holds_a_pickle(live: Path) -> None:
    for path in (path for path in live.rglob("*") if path.is_file()):
        assert not path.read_bytes().startswith(b"\x80"), path
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)  # noqa: TID251  # raises for a pickle


def test_loading_never_allows_a_pickle(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original: Any = np.load  # noqa: TID251  # to watch how it is called
    seen: list[object] = []

    def watched(*args: object, **options: object) -> object:
        seen.append(options.get("allow_pickle", False))
        return original(*args, **options)

    monkeypatch.setattr(np, "load", watched)
    snapshot.load(index)
    assert seen
    assert not any(seen)


def test_two_builds_of_equal_documents_are_equal_byte_for_byte(corpus: Path, tmp_path: Path) -> None:
    """In other folders, with files made in another order at other times, and strings that hash differently."""
    copies = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        for path in sorted(corpus.rglob("*.md"), reverse=seed == "2"):
            copy = folder / "corpus" / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (int(seed), int(seed)))
        subprocess.run(
            [sys.executable, "-c", BUILD], cwd=folder, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ROOT}, check=True
        )
        loaded = snapshot.load(folder / "index")
        parts = (loaded.manifest.corpus, loaded.manifest.counts, loaded.manifest.encoder, loaded.manifest.tokens)
        copies.append((dict(loaded.manifest.files), parts))
    assert copies[0] == copies[1]


ROOT = str(Path(__file__).parents[2])
BUILD = """
from pathlib import Path
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
build(Path("corpus"), Path("index"), HashEncoder())
"""


def test_wanted_languages_above_are_all_there_are() -> None:
    assert {query.wanted for query in QUERIES} == set(Wanted.__args__)  # type: ignore[attr-defined]
