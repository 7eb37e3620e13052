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
        new = list(dict.fromkeys(text for text in texts if (is_query, text) not in self._known))
        encoding = encode(new)
        for number, text in enumerate(new):
            tokens, offsets = (encoding.tokens[number],), (encoding.offsets[number],)
            self._known[is_query, text] = Encoding(encoding.pooled[number : number + 1], tokens, offsets)
        found = [self._known[is_query, text] for text in texts]
        pooled: Floats = np.concatenate([np.empty((0, self.dim), np.float32), *(known.pooled for known in found)])
        return Encoding(pooled, tuple(known.tokens[0] for known in found), tuple(known.offsets[0] for known in found))
