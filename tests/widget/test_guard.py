"""The guard in the browser cuts what the server's cuts, and is small."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mnemonic import Mnemonic

from qa.safety.secrets import cut
from qa.safety.secrets.wordlists import listed
from qa.widget.rules import rules_json
from tests.safety.secrets import planted
from tests.widget.changed_texts import assembled_texts, changed_texts, random_texts
from tests.widget.conftest import SOURCES, Evaluate

pytestmark = pytest.mark.browser


def stripped(modules: list[Path]) -> str:
    """The modules one after the other, without imports, comments, blank lines and indentation."""
    text = "".join(
        re.sub(r"^\s*/\*\*.*?\*/$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL) for path in modules
    )
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "import ")))


ROOT = Path(__file__).parents[2]
LABELLED = sorted((ROOT / "tests/safety/labelled").glob("*.jsonl"))
FIELDS = ("text", "contact", "question")
# So many differences are told.
SHOWN = 5

MODULES = sorted((SOURCES / "guard").glob("*.js"))
SCRIPT = stripped(MODULES)
# Bytes after gzip -9, of the modules without imports, comments and indentation.
SIZE = 6_400
PRINT_RULES = "import sys; from qa.widget.rules import rules_json; sys.stdout.buffer.write(rules_json())"

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


def assert_cut_alike(evaluate: Evaluate, texts: list[str]) -> None:
    """The browser's guard makes of texts what the server's makes of them; the first differences are told."""
    found: list[dict[str, Any]] = evaluate("given.map((text) => cut(text))", texts)
    expected = [{"text": kept.text, "kinds": list(kept.kinds)} for kept in map(cut, texts)]
    wrong = [
        f"{text!r}\n  server  {server}\n  browser {browser}"
        for text, server, browser in zip(texts, expected, found, strict=True)
        if server != browser
    ]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(texts)} differ", *wrong[:SHOWN]])


@pytest.mark.parametrize("path", [*LABELLED, ROOT / "corpus/questions/hard.jsonl"], ids=lambda path: path.stem)
def test_the_browser_cuts_written_texts_as_the_server_does(evaluate: Evaluate, path: Path) -> None:
    assert_cut_alike(evaluate, written(path))


@pytest.mark.parametrize("seed", range(5))
def test_the_browser_cuts_changed_texts_as_the_server_does(evaluate: Evaluate, seed: int) -> None:
    secrets = [text for path in LABELLED if path.stem.startswith("secrets") for text in written(path)]
    texts = changed_texts(secrets, 1_000, seed)
    assert sum(bool(cut(text).kinds) for text in texts) > 250
    assert_cut_alike(evaluate, texts)


@pytest.mark.parametrize("seed", range(5))
def test_the_browser_cuts_assembled_texts_as_the_server_does(evaluate: Evaluate, seed: int) -> None:
    texts = assembled_texts(1_000, seed)
    assert sum(bool(cut(text).kinds) for text in texts) > 500
    assert_cut_alike(evaluate, texts)


def test_the_browser_cuts_any_characters_as_the_server_does(evaluate: Evaluate) -> None:
    assert_cut_alike(evaluate, random_texts(2_000, seed=1))


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
    assert_cut_alike(evaluate, texts)


def test_what_the_browser_cut_once_it_does_not_cut_again(evaluate: Evaluate) -> None:
    texts = [text for path in LABELLED for text in written(path)]
    again = evaluate("given.map((text) => cut(text).text).filter((text) => cut(text).text !== text)", texts)
    assert again == []


def test_published_phrases_have_the_right_checksum(evaluate: Evaluate) -> None:
    numbers = [[listed("english").index(word) for word in phrase.split()] for phrase in VECTORS]
    exchanged = [[*phrase[:-1], (phrase[-1] + 1) % 2048] for phrase in numbers]
    assert evaluate("given.map(isChecked)", [bits(phrase) for phrase in numbers]) == [True] * len(VECTORS)
    assert evaluate("given.map(isChecked)", [bits(phrase) for phrase in exchanged]) == [
        Mnemonic("english").check(" ".join(listed("english")[number] for number in phrase)) for phrase in exchanged
    ]


def bits(numbers: list[int]) -> str:
    return "".join(f"{number:011b}" for number in numbers)


def test_sha_256_is_that_of_the_reference(evaluate: Evaluate) -> None:
    chosen = random.Random(1)
    messages = [chosen.randbytes(chosen.randrange(56)) for _ in range(500)]
    found = evaluate("given.map(sha256)", [words(padded(message)) for message in messages])
    assert found == [words(hashlib.sha256(message).digest()) for message in messages]


def padded(message: bytes) -> bytes:
    """The one block of a short message, as FIPS 180-4 (5.1.1) pads it."""
    return (message + b"\x80").ljust(56, b"\0") + (8 * len(message)).to_bytes(8)


def words(block: bytes) -> list[int]:
    return [int.from_bytes(block[place : place + 4]) for place in range(0, len(block), 4)]


def test_the_rules_hold_what_is_searched_for() -> None:
    rules = json.loads(rules_json())
    assert set(re.findall(r'\b(?:at|first|all)\("(\w+)"', SCRIPT)) <= rules["patterns"].keys() | rules["words"].keys()
    assert rules["finds"].keys() <= rules["patterns"].keys()
    assert not rules["patterns"].keys() & {"seed", "order", "others", "postal", "password_word"}  # names of words alone
    assert "㐁" not in rules_json().decode()  # stands for the Chinese characters beyond the first plane
    assert all(char <= "\uffff" for written in rules["patterns"].values() for char in written)


def test_the_rules_are_the_same_bytes_each_time() -> None:
    made = [subprocess.run([sys.executable, "-c", PRINT_RULES], capture_output=True, check=True).stdout for _ in "12"]
    assert made[0] == made[1] == rules_json()


def test_the_guard_is_small() -> None:
    assert len(gzip.compress(SCRIPT.encode(), 9)) <= SIZE


def test_no_name_of_a_module_hides_that_of_another() -> None:
    """All modules become one function, without their imports."""
    written = "\n".join(path.read_text("utf-8") for path in MODULES)
    names = re.findall(r"^(?:export )?(?:const|let|function) (\w+)", written, re.MULTILINE)
    assert len(names) == len(set(names))
    assert not re.search(r"^(?:export (?:default|\{|\*)|import (?!\{ [^\n]* \} from \"))", written, re.MULTILINE)
