"""What tests of the store share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.feedback.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "feedback.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store(path)) as store:
        yield store
