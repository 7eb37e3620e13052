"""A sentence-transformers model as an int8 ONNX file and a tokenizer.json.

The variants of dynamic quantisation, measured on the bundled model (44 check sentences against float32; CPU time of one
query of 20-30 tokens on one thread, AVX2 without VNNI):

    float32                                  471 MB   17.4 ms   cosine 1         least 1
    int8, one scale per tensor               119 MB untimed   cosine 0.9900    least 0.985
    int8 per channel                         119 MB    9.5 ms   cosine 0.9966    least 0.9947
    int8 per channel, 7 bits                 119 MB    9.2 ms   cosine 0.9970    least 0.9950   (chosen)
    the same, embeddings left in float32     408 MB             cosine 0.9971    least 0.9954
    uint8 per channel                        119 MB   11.1 ms   cosine 0.9973    least 0.9957
    4-bit blocks of 32 (MatMulNBits)          75 MB   14.6 ms   cosine 0.9998    least 0.9997

Seven bits keep the sums of two products within 16 bits, where CPUs without VNNI would clip them; so the clipping does
not depend on the CPU. Fusing the graph first (onnxruntime.transformers) changed neither speed nor vectors.
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


def quantise(source: Path, target: Path) -> None:
    """Write an int8 version of ``source``: weights by channel, activations scaled anew in each run."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=list(QUANTISED),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
