"""A corpus small enough to know by heart: what has versions, a canonical page, a platform, and what has not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.api.app import create_app
from qa.builder import build
from qa.encoding.hash_encoder import HashEncoder
from qa.settings import Settings
from tests.conftest import use_hash_encoder
from tests.made import write_corpus

DOCUMENTS = {
    "zh/fees.md": """---
id: fees
lang: zh
kind: faq
title: 手续费
updated: 2026-11-20
tags: [fees, withdrawal]
---

## 提现手续费为什么这么高？ {#high}

手续费付给区块链网络，不是平台收的。网络拥堵时会更高。

## 手续费能退吗？ {#refund}

已经付给网络的手续费退不回来。
""",
    "en/fees.md": """---
id: fees
lang: en
kind: faq
title: Fees
updated: 2026-11-20
tags: [fees, withdrawal]
---

## Why is the withdrawal fee so high? {#high}

The fee goes to the blockchain network, not to the platform. It rises when the network is busy.

## Can I get the fee back? {#refund}

A fee that was paid to the network cannot be returned.
""",
    "en/staking.md": """---
id: staking
lang: en
kind: guide
title: Staking at Harbour
platform: harbour
tags: [staking]
---

## Unbonding period {#unbonding}

Unbonding takes twenty one days. Rewards stop on the first day of it.
""",
    "en/ledger.md": """---
id: ledger
lang: en
kind: guide
title: Hardware wallets
url: https://wallets.example.org/guide/hardware
tags: [wallet, fees]
---

## Firmware updates {#firmware}

Install firmware from the vendor's own application. A firmware file from a chat is malware.
""",
}


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot of DOCUMENTS, made by the stand-in encoder. Read it, never write to it."""
    corpus = write_corpus(tmp_path_factory.mktemp("small-corpus"), DOCUMENTS)
    index = tmp_path_factory.mktemp("small-index")
    use_hash_encoder(index)
    build(corpus, index, HashEncoder())
    return index


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """DOCUMENTS, to be changed."""
    return write_corpus(tmp_path / "corpus", DOCUMENTS)


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    """A copy of ``small_index``, to be changed."""
    return Path(shutil.copytree(small_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def small(small_index: Path) -> Iterator[TestClient]:
    """Requests to an application over ``small_index`` that people reach at another address."""
    settings = Settings(index=small_index, public_url="https://help.example.com/wenda/", feedback=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client
