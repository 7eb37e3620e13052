"""Models small enough to prepare in seconds. The real one is in tests/conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.onnx import OnnxEncoder, load_encoder
from qa.encoding.prepare import prepare

MakeModel = Callable[..., Path]
SPECIAL_TOKENS = {"pad_token": "<pad>", "unk_token": "<unk>"}
MAX_TOKENS = 48  # shorter than the longest check sentences, so that truncation is compared as well


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Write a random two-layer BERT as a sentence-transformers folder."""

    def make(pooling: str = "mean", prompts: dict[str, str] | None = None, card: str = "") -> Path:
        folder = tmp_path_factory.mktemp("model")
        _save(folder / "st", folder / "bert", pooling, prompts or {})
        (folder / "st" / "README.md").write_text(card, "utf-8")
        return folder / "st"

    return make


def _save(folder: Path, body: Path, pooling: str, prompts: dict[str, str]) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=_character_tokenizer(), model_max_length=MAX_TOKENS, **SPECIAL_TOKENS
    )
    tokenizer.save_pretrained(body)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=MAX_TOKENS,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(body)
    steps = [modules.Transformer(str(body)), modules.Pooling(32, pooling_mode=pooling)]
    SentenceTransformer(modules=steps, prompts=prompts, device="cpu").save(str(folder))


def _character_tokenizer() -> object:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    characters = sorted(set("".join(QUERIES + PASSAGES) + "query: passage: abcdefghijklmnopqrstuvwxyz") - {" "})
    pieces = [("<pad>", 0.0), ("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("▁", -1.0)]
    tokenizer = Tokenizer(models.Unigram([*pieces, *((c, -1.0) for c in characters)], unk_id=1))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 2), ("</s>", 3)]
    )
    return tokenizer


@pytest.fixture(scope="session")
def tiny_source(make_model: MakeModel) -> Path:
    return make_model(prompts={"query": "query: ", "document": "", "passage": "passage: "})


@pytest.fixture(scope="session")
def tiny_index(tiny_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("index")
    prepare(str(tiny_source), index)
    return index


@pytest.fixture(scope="session")
def tiny(tiny_index: Path) -> OnnxEncoder:
    return load_encoder(tiny_index)
