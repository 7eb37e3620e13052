"""What the service answers from: whole, damaged, of another version, or not there yet."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from qa import lexicon, snapshot
from qa.builder import build
from qa.doctor import index as looked_at
from qa.doctor.index import MIB, disk, encoder, snapshot_and_dictionaries
from qa.durable import digest
from qa.encoding import store
from qa.encoding.hash_encoder import HashEncoder
from tests.conftest import use_hash_encoder
from tests.made import write_corpus


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctor")
    use_hash_encoder(folder / "index")
    build(write_corpus(folder / "corpus"), folder / "index", HashEncoder())
    return folder / "index"


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy, to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def states(index: Path) -> dict[str, str]:
    return {check.name: check.state for check in snapshot_and_dictionaries(index)}


def prepared(index: Path) -> Path:
    """An encoder as it lies on disk, of two files that are none."""
    aside = index / "aside"
    aside.mkdir(parents=True)
    for name in store.FILES:
        (aside / name).write_text(name)
    files = {name: digest(aside / name) for name in store.FILES}
    record = store.EncoderRecord("made up", "recipe", 4, 8, store.Prompts("", ""), files)
    store.encoders_folder(index).mkdir()
    store.write_default(index, record.fingerprint)
    return store.publish(aside, record, index)


def test_a_sound_index_is_ok_throughout(built: Path) -> None:
    assert states(built) == {"snapshot": "ok", "dictionaries": "ok"}
    assert disk(built).state == "ok"


def test_where_nothing_is_built_the_cure_is_told(tmp_path: Path) -> None:
    (check,) = snapshot_and_dictionaries(tmp_path / "none")
    assert (check.state, check.cure) == ("failed", "run: qa model prepare, then: qa build")
    missing = encoder(tmp_path / "none")
    assert (missing.state, missing.cure) == ("failed", "run: qa model prepare")
    assert not (tmp_path / "none").exists()


def test_a_damaged_snapshot_is_named_with_its_file(index: Path) -> None:
    live = snapshot.current_id(index)
    path = index / "snapshots" / str(live) / "means.npy"
    path.write_bytes(path.read_bytes()[:-1])
    (check,) = snapshot_and_dictionaries(index)
    assert check.state == "failed"
    assert str(path) in check.told
    assert check.cure == snapshot.CURE


def test_a_damaged_manifest_is_a_failure_and_the_rest_is_still_looked_at(index: Path) -> None:
    live = snapshot.current_id(index)
    (index / "snapshots" / str(live) / snapshot.MANIFEST).write_text(json.dumps({}))
    assert states(index) == {"snapshot": "failed"}
    assert disk(index).state == "ok"
    assert encoder(index).state == "warning"


def test_other_dictionaries_are_a_failure(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "fingerprint", lambda: "of-tomorrow")
    assert states(built) == {"snapshot": "ok", "dictionaries": "failed"}


def test_the_stand_in_is_a_warning(built: Path) -> None:
    assert encoder(built).state == "warning"


def test_an_encoder_is_compared_with_its_checksums(tmp_path: Path) -> None:
    folder = prepared(tmp_path)
    check = encoder(tmp_path)
    assert (check.state, check.told) == ("ok", f"{folder.name} is whole: made up, 4 dimensions")
    (folder / store.MODEL).write_text("model.onnX")
    check = encoder(tmp_path)
    assert (check.state, check.cure) == ("failed", "run: qa model prepare")
    assert str(folder / store.MODEL) in check.told


def test_the_encoder_of_the_live_snapshot_counts_not_the_one_prepared_last(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = snapshot.read_manifest(index, str(snapshot.current_id(index)))
    monkeypatch.setattr(looked_at, "live_manifest", lambda _: replace(live, encoder="0123456789abcdef"))
    check = encoder(index)
    assert check.state == "failed"
    assert "0123456789abcdef" in check.told


@pytest.mark.parametrize(("free", "state"), [(0.9, "failed"), (1.1, "warning"), (1.9, "warning"), (2.1, "ok")])
def test_the_next_snapshot_needs_room(built: Path, free: float, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = built / "snapshots" / str(snapshot.current_id(built))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name != snapshot.MANIFEST)
    usage = shutil.disk_usage(built)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=int(size * free)))
    assert disk(built).state == state


@pytest.mark.parametrize(("free", "state"), [(511, "failed"), (513, "ok")])
def test_the_first_build_needs_room(tmp_path: Path, free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free * MIB))
    assert disk(tmp_path / "none").state == state
