"""An encoder that encodes no text twice, so that comparing rankings costs one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qa.datatypes import Encoder, Encoding, Floats


class RememberingEncoder:
    """Another encoder and what it gave. Keeps everything: for evaluation, not for serving."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[bool, str], Encoding] = {}

    @property
    def fingerprint(self) -> str:
        """The other encoder's."""
        return self._encoder.fingerprint

    @property
    def dim(self) -> int:
        """Width of the pooled and of the token vectors."""
        return self._encoder.dim

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        """Encode what people ask."""
        return self._each(texts, self._encoder.encode_queries, is_query=True)

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        """Encode what may answer."""
        return self._each(texts, self._encoder.encode_passages, is_query=False)

    def _each(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Encoding], *, is_query: bool) -> Encoding:
        found = []
        for text in texts:
            key = (is_query, text)
            if key not in self._known:
                self._known[key] = encode([text])
            found.append(self._known[key])
        pooled: Floats = np.concatenate([encoding.pooled for encoding in found])
        tokens = tuple(encoding.tokens[0] for encoding in found)
        return Encoding(pooled, tokens, tuple(encoding.offsets[0] for encoding in found))
