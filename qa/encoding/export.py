"""A sentence-transformers model as a quantised ONNX file and a tokenizer.json.

Most matrices run in int8, weights by channel and activations scaled anew in each run. The narrowing ones (the second
half of a feed-forward layer) keep float32 activations and have weights in blocks: behind the non-linearity stand
outliers that one int8 scale cannot hold. Measured on the bundled model, 2 threads: mean cosine of token vectors with
float32 over 44 check sentences, time of a query of 15-30 tokens, R@1 of late interaction on xquad-en-zh, xquad-zh-en:

    float32                              470 MB   1        16.7 ms   85.8  84.5
    all int8                             118 MB   0.9949   12.1 ms   84.5  82.4
    all blocks of 4 bits                  73 MB   0.9998   17.7 ms   85.5  84.0
    narrowing in blocks, the rest int8   115 MB   0.9982   13.5 ms   85.9  83.7   (chosen)
    feed-forward in blocks, rest int8    112 MB   0.9995   15.6 ms   85.5  84.5

R@1 of the last two was measured with float32 in place of the blocks, which reproduce it to 1.0000 (mean cosine).

Int8 weights use seven bits, which keeps the sums of two products within 16 bits, where CPUs without VNNI would clip
them; so the clipping does not depend on the CPU. Embeddings are int8 in all rows but float32's and the 4-bit one's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qa.encoding.store import TOKENIZER
from qa.errors import ModelError

if TYPE_CHECKING:
    from onnx import GraphProto
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.nn import Module

INPUTS = ("input_ids", "attention_mask")
OUTPUTS = ("pooled", "tokens")
QUANTISED = ("MatMul", "Gather")  # the word embeddings (a Gather) are four fifths of the bundled model's weights
BLOCK_SIZE = 32
# ONNX Runtime computes 4-bit blocks fastest in float32 (level 0 leaves it the choice), 8-bit ones in blocks of int8.
BLOCK_ACCURACY = {4: 0, 8: 4}
UNSTATED_MAX_TOKENS = 512  # for a model that names no limit: what BERT-like models have
EXAMPLE_SHAPE = (2, 16)  # torch.export takes axes of 0 or 1 for constants


def max_tokens(model: SentenceTransformer) -> int:
    """The model's own limit on tokens; transformers writes 'no limit' as a number beyond any real one."""
    stated = model.max_seq_length
    return stated if stated is not None and stated < 1_000_000 else UNSTATED_MAX_TOKENS


def write_tokenizer(model: SentenceTransformer, folder: Path) -> None:
    """Save the model's fast tokenizer without padding and truncation. Raises `ModelError` if it has none."""
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ModelError(
            f"the model's tokenizer ({type(model.tokenizer).__name__}) has no tokenizer.json; "
            "choose a model with a fast tokenizer"
        )
    content = json.loads(backend.to_str())
    content["padding"] = content["truncation"] = None
    (folder / TOKENIZER).write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def write_onnx(model: SentenceTransformer, path: Path) -> int:
    """Export the model as float32 ONNX with free batch and sequence axes; return the width of its vectors.

    Outputs: ``pooled`` float32 [batch, dim] of unit length, by the model's own pooling and later modules, and
    ``tokens`` float32 [batch, sequence, dim], the last hidden states. Raises `ModelError` for other widths.
    """
    import torch

    wrapped = _with_two_outputs(model)
    example = (torch.ones(EXAMPLE_SHAPE, dtype=torch.int64), torch.ones(EXAMPLE_SHAPE, dtype=torch.int64))
    dim = _check_widths(wrapped(*example))
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence", max=max_tokens(model))}
    with torch.no_grad():
        torch.onnx.export(
            wrapped,
            example,
            path,
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_shapes=dict.fromkeys(INPUTS, axes),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    _tidy(path)
    return dim


def _with_two_outputs(model: SentenceTransformer) -> Module:
    import torch

    class TwoOutputs(torch.nn.Module):
        """The whole model, from token ids to a unit vector, that also gives the token vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
            features = self.model.forward({"input_ids": input_ids, "attention_mask": attention_mask})
            pooled = torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)
            return pooled, features["token_embeddings"]

    return TwoOutputs().eval()


def _check_widths(outputs: tuple[Tensor, Tensor]) -> int:
    pooled, tokens = (output.shape[-1] for output in outputs)
    if pooled != tokens:
        raise ModelError(f"the pooled vectors are {pooled} wide but the token vectors {tokens}; choose another model")
    return pooled


def _tidy(path: Path) -> None:
    """Check the axes, and drop the exporter's notes: 1.2 MB of stack traces that hold this machine's paths."""
    import onnx
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata  # type: ignore[import-untyped]

    model = onnx.load(path)
    _check_axes(model.graph)
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        del part.metadata_props[:]
    add_pre_process_metadata(model)  # else the quantiser advises, on the root logger, to do so
    onnx.save(model, path)


def _check_axes(graph: GraphProto) -> None:
    """An axis that the exporter silently fixed would fail at the first text of another length."""
    for value in [*graph.input, *graph.output]:
        shape = value.type.tensor_type.shape.dim
        free = shape[:1] if value.name == "pooled" else shape[:2]
        if not all(axis.dim_param for axis in free):
            raise ModelError(f"the export fixed an axis of '{value.name}': {[axis.dim_value for axis in shape]}")


def quantise(source: Path, target: Path, block_bits: int) -> None:
    """Write a quantised version of ``source``.

    Narrowing matrices are in blocks of ``block_bits`` bits (4 or 8), the rest int8.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
    from onnxruntime.quantization.matmul_nbits_quantizer import (  # type: ignore[import-untyped]
        MatMulNBitsQuantizer,
    )

    narrowing = _narrowing(onnx.load(source).graph)
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=list(QUANTISED),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=narrowing,
    )
    blocks = MatMulNBitsQuantizer(
        onnx.load(target),
        bits=block_bits,
        block_size=BLOCK_SIZE,
        is_symmetric=True,
        nodes_to_include=narrowing,
        accuracy_level=BLOCK_ACCURACY[block_bits],
    )
    blocks.process()
    onnx.save(blocks.model.model, target)


def _narrowing(graph: GraphProto) -> list[str]:
    """The names of the multiplications by a constant matrix that has more rows than columns."""
    shapes = {weights.name: tuple(weights.dims) for weights in graph.initializer}
    found = []
    for node in graph.node:
        shape = shapes.get(node.input[1]) if node.op_type == "MatMul" else None
        if shape is not None and len(shape) == 2 and shape[0] > shape[1]:
            found.append(node.name)
    return found
