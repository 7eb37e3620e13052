"""The encoder that serves: a prepared model on ONNX Runtime. Needs neither torch nor transformers.

Texts run through the model one by one, so that a text's vectors do not depend on its neighbours: int8 activations
share one scale per run. Measured on the bundled model, 24 queries in one batch against the same one by one: mean
cosine 0.997, least 0.995, as far apart as int8 is from float32. It costs little (2 cores, idle): 24 queries take
193 ms in one batch and 201 ms one by one; 16 passages of 187 tokens 1.05 s and 1.15 s. Several texts at once, each in
a thread of its own, gain more than a batch: 2 cores encode a phrasing in 13 ms one after the other and in 8 ms two by
two, a passage in 87 and in 69 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from qa.datatypes import Encoding, Floats, Offsets
from qa.encoding.store import CURE, MODEL, TOKENIZER, EncoderRecord, encoders_folder, read_default, read_record, verify
from qa.errors import EncoderError

# Inside one run, and for as many runs at once: what the smallest machine we serve on has. The vectors do not depend
# on it.
THREADS = 2
CHARACTERS_PER_TOKEN = 16  # the longest piece of XLM-R's vocabulary, so only what truncation drops anyway is cut
ERRORS_ONLY = 3  # ONNX Runtime's severity: warnings about its own graph rewriting are of no use to an operator


class OnnxEncoder:
    """Implements `qa.datatypes.Encoder`. Safe to call from several threads at once."""

    def __init__(self, folder: Path, record: EncoderRecord, threads: int = THREADS, *, bulk: bool = False) -> None:
        self._record = record
        self._tokenizer = _load_tokenizer(folder / TOKENIZER, record.max_tokens)
        # Where many texts are encoded at once, threads that share one text wait for each other: 300 phrasings took
        # 6.2 s with two threads a text and 4.8 s with one, on two cores. And what is built must not depend on the
        # number of threads: with two a text, 1 of 170 passages came out otherwise, by up to 0.005.
        self._session = _load_session(folder / MODEL, 1 if bulk else threads)
        self._threads = threads

    @property
    def fingerprint(self) -> str:
        """Identifies everything that decides the vectors; equal fingerprints give equal vectors."""
        return self._record.fingerprint

    @property
    def dim(self) -> int:
        """Width of the pooled and of the token vectors."""
        return self._record.dim

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens and the prompt's included; the rest is cut off."""
        return self._record.max_tokens

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        """Encode what people ask."""
        return self._encode(self._record.prompts.query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        """Encode what may answer."""
        return self._encode(self._record.prompts.passage, texts)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Encoding:
        run = partial(self._run, prompt)
        if len(texts) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(run, texts))
        else:
            found = [run(text) for text in texts]
        pooled: Floats = np.empty((len(texts), self.dim), np.float32)
        for row, (vector, _, _) in enumerate(found):
            pooled[row] = vector
        return Encoding(pooled, tuple(tokens for _, tokens, _ in found), tuple(offsets for _, _, offsets in found))

    def _run(self, prompt: str, text: str) -> tuple[Floats, Floats, Offsets]:
        """Pooled float32 [dim]; token vectors float32 [tokens, dim] and offsets int32 [tokens, 2] of one text's own."""
        kept = (prompt + text)[: self.max_tokens * CHARACTERS_PER_TOKEN]
        valid = kept.encode("utf-8", "replace").decode()  # a lone surrogate is no text; the tokenizer would raise
        found = self._tokenizer.encode(valid)
        ids = np.array([found.ids], np.int64)
        pooled, tokens = self._session.run(
            ["pooled", "tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        spans = np.array(found.offsets, np.int32).reshape(-1, 2) - len(prompt)
        # The space before the text's first word belongs to the prompt, but often to the same token.
        own = (np.array(found.special_tokens_mask) == 0) & (spans[:, 1] > 0)
        return pooled[0], tokens[0][own], np.maximum(spans[own], 0)


def load_encoder(
    index_dir: Path, fingerprint: str | None = None, threads: int = THREADS, *, bulk: bool = False
) -> OnnxEncoder:
    """Load a prepared encoder, the default one unless ``fingerprint`` says which; ``bulk`` if it is to build with.

    Raises `EncoderError` when it is missing or a file is not what it was when it was prepared.
    """
    folder = encoders_folder(index_dir) / (fingerprint or read_default(index_dir))
    if not folder.is_dir():
        raise EncoderError(f"{folder}: no such encoder; {CURE}")
    record = read_record(folder)
    verify(folder, record)
    return OnnxEncoder(folder, record, threads, bulk=bulk)


def _load_tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _load_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = ERRORS_ONLY
    # Idle threads that spin take the processor from whatever comes after the encoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
