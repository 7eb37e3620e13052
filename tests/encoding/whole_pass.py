"""What a prepared model gives for all tokens of a text, special ones and prompt included."""

from __future__ import annotations

import numpy as np

from qa.datatypes import Floats
from qa.encoding.onnx import OnnxEncoder


def whole_pass(encoder: OnnxEncoder, text: str) -> Floats:
    """The last hidden states of a text as it stands, float32 [tokens, dim]."""
    ids = np.array([encoder._tokenizer.encode(text).ids], np.int64)
    (tokens,) = encoder._session.run(["tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    states: Floats = tokens[0]
    return states
