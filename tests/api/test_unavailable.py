"""No index, a damaged one, no encoder: the service runs, says what cures it, and tells askers to come back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.settings import Settings
from tests.api.wire import QUERY, problem
from tests.conftest import CORPUS
from tests.snapshot_files import SNAPSHOT_FILES

NEEDS_INDEX = (
    "/sources/",
    "/sources/slow-support/zh",
    "/api/v1/suggest?q=a",
    "/api/v1/passages/a",
    f"{QUERY}?question=a",
)


@contextmanager
def serving(index: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(index=index)), raise_server_exceptions=False) as client:
        yield client


def snapshot_folder(index: Path) -> Path:
    return index / "snapshots" / (index / "CURRENT").read_text().strip()


def flip_a_bit(path: Path, place: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(data)


def is_unavailable(index: Path, reason: str, cure: str) -> None:
    """Alive, not ready for this reason, and sensible at every address."""
    with serving(index) as client:
        assert client.get("/livez").json() == {"status": "alive"}
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert (ready.json()["status"], ready.json()["reason"]) == ("unavailable", reason)
        assert cure in ready.json()["cure"]
        assert str(index) not in ready.text
        assert "/" not in ready.json()["cure"]
        asked = client.post(QUERY, json={"question": "提现没到账"}, headers={"Accept-Language": "zh"})
        assert (asked.status_code, problem(asked)) == (503, "index-unavailable")
        assert int(asked.headers["retry-after"]) > 0
        assert asked.json()["title"] == "服务暂时无法回答"
        for address in NEEDS_INDEX:
            response = client.get(address)
            assert (response.status_code, problem(response)) == (503, "index-unavailable"), address
            assert response.headers["retry-after"]
        assert client.get("/").status_code == 200
        assert client.get("/static/search.js").status_code == 200
        assert client.get("/openapi.json").status_code == 200


def test_ready_says_which_snapshot_answers(small: TestClient, small_index: Path) -> None:
    ready = small.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ready"
    assert ready.json()["snapshot"] == (small_index / "CURRENT").read_text().strip()


def test_an_index_that_was_never_built(tmp_path: Path) -> None:
    is_unavailable(tmp_path / "index", "no-index", "qa build")


def test_an_index_whose_pointer_is_empty(index: Path) -> None:
    (index / "CURRENT").write_text("")
    is_unavailable(index, "no-index", "qa build")


@pytest.mark.parametrize("pointer", ["20200101T000000Z-abcdef", "../../etc", "\x00", "中", "a" * 5000])
def test_a_pointer_to_no_snapshot(index: Path, pointer: str) -> None:
    (index / "CURRENT").write_text(pointer + "\n", "utf-8")
    is_unavailable(index, "index-unusable", "qa build --force")


def test_a_pointer_that_is_a_folder(index: Path) -> None:
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    is_unavailable(index, "index-unusable", "qa build --force")


def test_the_list_of_files_to_damage_is_that_of_a_snapshot(small_index: Path) -> None:
    folder = snapshot_folder(small_index)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {*SNAPSHOT_FILES, "manifest.json"}


@pytest.mark.parametrize("name", SNAPSHOT_FILES)
def test_one_flipped_bit_in_any_file_is_noticed(index: Path, name: str) -> None:
    flip_a_bit(snapshot_folder(index) / name)
    is_unavailable(index, "index-unusable", "qa build --force")


@pytest.mark.parametrize("name", SNAPSHOT_FILES)
@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "a link"])
def test_other_damage_to_any_file_is_noticed(index: Path, name: str, damage: str) -> None:
    path = snapshot_folder(index) / name
    data = path.read_bytes()
    path.unlink()
    if damage == "a link":
        path.with_name("elsewhere").write_bytes(data)
        path.symlink_to("elsewhere")
    elif damage != "missing":
        path.write_bytes(data[:-1] if damage == "cut" else b"")
    with serving(index) as client:
        assert client.get("/readyz").json()["reason"] == "index-unusable"


def test_a_file_too_many_is_noticed(index: Path) -> None:
    (snapshot_folder(index) / "extra.npy").write_bytes(b"")
    is_unavailable(index, "index-unusable", "qa build --force")


def _set(name: str, value: object) -> Callable[[dict[str, object]], None]:
    return lambda manifest: manifest.update({name: value})


@pytest.mark.parametrize(
    "change",
    [
        _set("format_version", 99),
        _set("tokens", "another dictionary"),
        _set("counts", {"documents": 1}),
        _set("files", {}),
        _set("files", None),
        _set("unknown", 1),
        lambda manifest: manifest.pop("encoder"),
        dict.clear,
    ],
)
def test_a_manifest_that_says_something_else_is_noticed(
    index: Path, change: Callable[[dict[str, object]], object]
) -> None:
    path = snapshot_folder(index) / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest))
    is_unavailable(index, "index-unusable", "qa build")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff"])
def test_a_manifest_that_is_none_is_noticed(index: Path, content: bytes) -> None:
    (snapshot_folder(index) / "manifest.json").write_bytes(content)
    is_unavailable(index, "index-unusable", "qa build --force")


@pytest.mark.parametrize("encoder", ["0123456789abcdef", "../../../etc", "hash-", "\x00"])
def test_an_encoder_that_is_missing_or_another(index: Path, encoder: str) -> None:
    path = snapshot_folder(index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "encoder": encoder}))
    with serving(index) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert client.get("/readyz").json()["reason"] in ("encoder-unusable", "index-unusable")


@pytest.mark.real
@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
@pytest.mark.parametrize("damage", ["missing", "flipped"])
def test_a_damaged_encoder(real_index: Path, tmp_path: Path, name: str, damage: str) -> None:
    index = tmp_path / "index"
    shutil.copytree(snapshot_folder(real_index), index / "snapshots" / snapshot_folder(real_index).name)
    shutil.copy(real_index / "CURRENT", index / "CURRENT")
    manifest = json.loads((snapshot_folder(index) / "manifest.json").read_bytes())
    encoder = index / "encoders" / manifest["encoder"]
    shutil.copytree(real_index / "encoders" / manifest["encoder"], encoder)
    if damage == "missing":
        (encoder / name).unlink()
    else:
        flip_a_bit(encoder / name)
    is_unavailable(index, "encoder-unusable", "qa model prepare")


def test_an_index_that_may_not_be_read(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("qa.snapshot.load", refuse)
    is_unavailable(index, "index-unusable", "qa build --force")


def test_the_next_start_after_a_cure_answers(index: Path) -> None:
    from qa.builder import build
    from qa.encoding.hash_encoder import HashEncoder

    flip_a_bit(snapshot_folder(index) / "passages.jsonl")
    with serving(index) as client:
        assert client.get("/readyz").status_code == 503
        corpus = index.parent / "corpus"
        shutil.copytree(
            CORPUS / "zh", corpus, ignore=lambda _, names: [name for name in names if name != "slow-support.md"]
        )
        build(corpus, index, HashEncoder())
    with serving(index) as client:
        assert client.get("/readyz").json()["status"] == "ready"
        assert client.get("/sources/slow-support/zh").status_code == 200
