"""The guard in the browser cuts what the server's cuts, and is small."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from mnemonic import Mnemonic

from qa.safety.secrets import cut
from qa.safety.secrets.wordlists import listed
from tests.safety.secrets import planted
from tests.widget.changed_texts import changed_texts, random_texts
from tests.widget.conftest import SOURCES, Evaluate

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
LABELLED = sorted((ROOT / "tests/safety/labelled").glob("*.jsonl"))
FIELDS = ("text", "contact", "question")
# So much of a difference's text is printed, and so many differences.
SHOWN = 5

# Published for BIP-39 (github.com/trezor/python-mnemonic, vectors.json), and one word of each exchanged.
VECTORS = (
    "abandon " * 11 + "about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
    "zoo " * 11 + "wrong",
    "abandon " * 17 + "agent",
    "abandon " * 23 + "art",
    "zoo " * 23 + "vote",
)


def written(path: Path) -> list[str]:
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [next(item[field] for field in FIELDS if field in item) for item in map(json.loads, lines)]


def differences(evaluate: Evaluate, texts: list[str]) -> list[str]:
    """What the browser's guard makes of texts, where it is not what the server's makes of them."""
    found: list[dict[str, Any]] = evaluate("given.map(cut)", texts)
    expected = [{"text": kept.text, "kinds": list(kept.kinds)} for kept in map(cut, texts)]
    assert len(found) == len(texts)
    wrong = [
        f"{text!r}\n  server  {server}\n  browser {browser}"
        for text, server, browser in zip(texts, expected, found, strict=True)
        if server != browser
    ]
    print(f"{len(wrong)} of {len(texts)} differ", *wrong[:SHOWN], sep="\n")
    return wrong


@pytest.mark.parametrize("path", [*LABELLED, ROOT / "corpus/questions/hard.jsonl"], ids=lambda path: path.stem)
def test_the_browser_cuts_written_texts_as_the_server_does(evaluate: Evaluate, path: Path) -> None:
    assert differences(evaluate, written(path)) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_browser_cuts_changed_texts_as_the_server_does(evaluate: Evaluate, seed: int) -> None:
    secrets = [text for path in LABELLED if path.stem.startswith("secrets") for text in written(path)]
    texts = changed_texts(secrets, 1_000, seed)
    assert sum(bool(cut(text).kinds) for text in texts) > 250
    assert differences(evaluate, texts) == []


def test_the_browser_cuts_any_characters_as_the_server_does(evaluate: Evaluate) -> None:
    assert differences(evaluate, random_texts(2_000, seed=1)) == []


def test_the_browser_bounds_what_is_no_question_as_the_server_does(evaluate: Evaluate) -> None:
    passwords = [f"password: abc{number}" for number in range(250)]
    key = planted.wallet_import(compressed=True)
    texts = [
        "hello " + " and ".join(passwords) + " bye",
        "hello " + " and ".join(passwords[:200]) + " bye",
        " ".join(planted.phrase(12)) * 40,
        f"https://mempool.space/tx/{key} and https://mempool.space/tx/{key[:-1]}2",
        f"hash password: abc123 {planted.HEX} and more",
        "",
    ]
    assert differences(evaluate, texts) == []


def test_what_the_browser_cut_once_it_does_not_cut_again(evaluate: Evaluate) -> None:
    texts = [text for path in LABELLED for text in written(path)]
    again = evaluate("given.map((text) => cut(text).text).filter((text) => cut(text).text !== text)", texts)
    assert again == []


def test_published_phrases_have_the_right_checksum(evaluate: Evaluate) -> None:
    numbers = [[listed("english").index(word) for word in phrase.split()] for phrase in VECTORS]
    assert evaluate("given.map(isPhraseChecked)", numbers) == [True] * len(VECTORS)
    exchanged = [[*phrase[:-1], (phrase[-1] + 1) % 2048] for phrase in numbers]
    assert evaluate("given.map(isPhraseChecked)", exchanged) == [
        Mnemonic("english").check(" ".join(listed("english")[number] for number in phrase)) for phrase in exchanged
    ]


def test_published_keys_have_the_right_checksum(evaluate: Evaluate) -> None:
    keys = [
        "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf",
        "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
        "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWm",
    ]
    assert evaluate("given.map(isKeyChecked)", keys) == [True, True, False]


def test_sha_256_is_that_of_the_reference(evaluate: Evaluate) -> None:
    chosen = random.Random(1)
    messages = [chosen.randbytes(chosen.randrange(1, 56)) for _ in range(500)]
    found = evaluate(
        'given.map(([hex, size]) => sha256(BigInt("0x" + hex), size).toString(16).padStart(64, "0"))',
        [(message.hex(), len(message)) for message in messages],
    )
    assert found == [hashlib.sha256(message).hexdigest() for message in messages]
