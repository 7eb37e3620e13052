"""A corpus that builds in a moment, and an index that knows the stand-in encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from tests.conftest import use_hash_encoder

FEES = """---
id: fees
lang: en
kind: faq
title: Fees
---

## Why is the withdrawal fee so high? {#high}

The fee goes to the blockchain network, not to the platform.
"""
FEES_ZH = """---
id: fees
lang: zh
kind: faq
title: 手续费
---

## 提现手续费为什么这么高？ {#high}

手续费付给区块链网络，不是平台收的。[红色]不是格式[/红色]。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "fees.en.md").write_text(FEES, "utf-8")
    (folder / "fees.zh.md").write_text(FEES_ZH, "utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with a snapshot of the same documents. Read it, never write to it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "fees.en.md").write_text(FEES, "utf-8")
    (folder / "corpus" / "fees.zh.md").write_text(FEES_ZH, "utf-8")
    use_hash_encoder(folder / "index")
    build(folder / "corpus", folder / "index", HashEncoder())
    return folder / "index"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    use_hash_encoder(folder)
    return folder
