"""What tests of several parts share: indexes of the shipped corpus, and a client of the application over one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.encoding.onnx import OnnxEncoder, load_encoder
from qa.encoding.prepare import PreparedModel, prepare
from qa.settings import Settings
from tests.chromium import browser  # noqa: F401  a fixture

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several workers one makes the real index at once; the other files that need it come when it is there."""
    real = {item.path for item in items if item.get_closest_marker("real")}

    def turn(item: pytest.Item) -> int:
        if item.path not in real:
            return 1
        return 0 if item.path.parent.name == "answers" else 2

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def own_settings() -> Iterator[None]:
    """No setting of the machine on which the tests run decides what they find."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("QA_") and name != "QA_TEST_INDEX"]:
            patch.delenv(name)
        patch.setenv("QA_CONFIG", "")
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Other workers wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".workers").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def hash_index(shared: Path) -> Path:
    """A published snapshot of the shipped corpus, made by the stand-in encoder. Read it, never write to it."""
    folder = shared / "hash-index"
    with one_at_a_time(folder):
        if not (folder / "CURRENT").exists():  # else another process of this run has built it
            use_hash_encoder(folder)
            build(CORPUS, folder, HashEncoder())
    return folder


def use_hash_encoder(index: Path) -> None:
    """Make the stand-in the default encoder of an index."""
    (index / "encoders").mkdir(parents=True, exist_ok=True)
    (index / "encoders" / "DEFAULT").write_text(HashEncoder().fingerprint + "\n", "ascii")


@pytest.fixture(scope="session")
def client(hash_index: Path) -> Iterator[TestClient]:
    """Requests to an application over ``hash_index``; its errors come back as answers, as from a server."""
    with TestClient(create_app(Settings(index=hash_index, feedback=False)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def real_folder(shared: Path) -> Path:
    """The index named by QA_TEST_INDEX, which then keeps model and snapshots for the next run, or a temporary one."""
    kept = os.environ.get("QA_TEST_INDEX")
    return Path(kept) if kept else shared / "real-index"


@pytest.fixture(scope="session")
def real_model(real_folder: Path) -> PreparedModel:
    """The bundled model, prepared."""
    with one_at_a_time(real_folder):
        return prepare("bundled", real_folder)


@pytest.fixture(scope="session")
def real(real_folder: Path, real_model: PreparedModel) -> OnnxEncoder:
    """The bundled encoder."""
    return load_encoder(real_folder, real_model.fingerprint, bulk=True)


@pytest.fixture(scope="session")
def real_index(real_folder: Path, real: OnnxEncoder) -> Path:
    """A published snapshot of the shipped corpus, made by the bundled encoder."""
    with one_at_a_time(real_folder):
        if "QA_TEST_INDEX" in os.environ or not (real_folder / "CURRENT").exists():  # as above
            build(CORPUS, real_folder, real)
    return real_folder
