"""The model as sentence-transformers runs it: what an export is made from and compared with."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import Floats
from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.prompts import choose_prompts
from qa.encoding.store import Prompts
from qa.errors import MissingExtraError, ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EXTRA = "models"
PACKAGES = ("torch", "transformers", "sentence_transformers", "onnx", "onnxscript")


def require_packages() -> None:
    """Raise `MissingExtraError` for the first package that preparing needs and does not find."""
    for package in PACKAGES:
        if find_spec(package) is None:
            raise MissingExtraError(package, EXTRA)


def load_original(source: str) -> SentenceTransformer:
    """Load a model folder, or a model of the hub by its id. Raises `ModelError` when there is no such model."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, device="cpu").eval()
    except (OSError, ValueError) as error:
        raise ModelError(f"the model '{source}' cannot be loaded: {error}") from error


def own_prompts(model: SentenceTransformer, source: str) -> Prompts:
    """The prompts that the model's configuration and its card ask for."""
    return choose_prompts({name: prompt or "" for name, prompt in model.prompts.items()}, _card(source))


def _card(source: str) -> str:
    """The text of README.md; "" if there is none."""
    from sentence_transformers.util import load_file_path

    path = load_file_path(source, "README.md")
    return Path(path).read_text("utf-8", errors="replace") if path else ""


def encode_check_sentences(model: SentenceTransformer, prompts: Prompts) -> Floats:
    """float32 [queries + passages, dim], rows of unit length."""
    queries = model.encode_query(QUERIES, prompt=prompts.query, normalize_embeddings=True, show_progress_bar=False)
    passages = model.encode_document(
        PASSAGES, prompt=prompts.passage, normalize_embeddings=True, show_progress_bar=False
    )
    return np.concatenate([queries, passages])
