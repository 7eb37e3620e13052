"""Where prepared encoders live: ``index/encoders/<fingerprint>/`` and the pointer ``index/encoders/DEFAULT``.

A folder holds model.onnx, tokenizer.json and encoder.json. The fingerprint is a digest of the two files and of the
settings that decide the vectors, so a change of any of them, in place, is noticed when the encoder is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from qa import durable
from qa.datatypes import FileDigest
from qa.errors import DamagedFileError, EncoderError

FORMAT = 1
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
FILES = (MODEL, TOKENIZER)
RECORD = "encoder.json"
DEFAULT = "DEFAULT"
FINGERPRINT_DIGITS = 16  # 64 bits: an index holds a handful of encoders, a collision needs billions
CURE = "run: qa model prepare"


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a text, by what the text is for."""

    query: str
    passage: str


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """The content of encoder.json.

    ``recipe`` digests the source and how it was exported, to tell whether preparing again would give the same.
    ``cosine_mean`` and ``cosine_min`` compare the export with the original over the check sentences.
    """

    source: str
    recipe: str
    dim: int
    max_tokens: int
    prompts: Prompts
    files: Mapping[str, FileDigest]
    cosine_mean: float = 0.0
    cosine_min: float = 0.0

    @property
    def fingerprint(self) -> str:
        """Digest of everything that decides the vectors: the files, the prompts and the limit on tokens."""
        files = {name: digest.sha256 for name, digest in self.files.items()}
        deciding = [FORMAT, files, asdict(self.prompts), self.dim, self.max_tokens]
        text = json.dumps(deciding, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def encoders_folder(index_dir: Path) -> Path:
    """Where the index keeps its encoders."""
    return index_dir / "encoders"


def read_default(index_dir: Path) -> str:
    """The fingerprint of the encoder last prepared. Raises `EncoderError` when none was."""
    pointer = encoders_folder(index_dir) / DEFAULT
    try:
        return pointer.read_text("ascii").strip()
    except FileNotFoundError as error:
        raise EncoderError(f"{pointer}: no encoder has been prepared; {CURE}") from error


def write_default(index_dir: Path, fingerprint: str) -> None:
    """Make ``fingerprint`` the default, atomically."""
    durable.replace_file(encoders_folder(index_dir) / DEFAULT, f"{fingerprint}\n".encode())


def write_record(folder: Path, record: EncoderRecord) -> None:
    """Write encoder.json."""
    content = {"format": FORMAT, "fingerprint": record.fingerprint, **asdict(record)}
    (folder / RECORD).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def read_record(folder: Path) -> EncoderRecord:
    """Read encoder.json. Raises `EncoderError` when it is missing, damaged, or of another format."""
    path = folder / RECORD
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] != FORMAT:
            raise EncoderError(f"{path}: expected format {FORMAT}, found {content['format']}; {CURE}")
        return _parse(content)
    except FileNotFoundError as error:
        raise EncoderError(f"{path}: not found; {CURE}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EncoderError(f"{path}: not a valid encoder description ({error!r}); {CURE}") from error


def _parse(content: dict[str, object]) -> EncoderRecord:
    fields = {name: value for name, value in content.items() if name not in ("format", "fingerprint")}
    fields["prompts"] = Prompts(**fields["prompts"])  # type: ignore[arg-type]
    fields["files"] = {name: FileDigest(**digest) for name, digest in fields["files"].items()}  # type: ignore[attr-defined]
    return EncoderRecord(**fields)  # type: ignore[arg-type]


def verify(folder: Path, record: EncoderRecord) -> None:
    """Compare every file with the record, and the record with the folder's name.

    Raises `EncoderError` naming the file and both values.
    """
    try:
        durable.verify(folder, record.files, also=frozenset({RECORD}))
    except DamagedFileError as error:
        raise EncoderError(f"{error}; {CURE}") from error
    if record.fingerprint != folder.name:
        raise EncoderError(f"{folder / RECORD}: expected fingerprint {folder.name}, found {record.fingerprint}; {CURE}")


def publish(folder: Path, record: EncoderRecord, index_dir: Path) -> Path:
    """Give the finished files in ``folder`` their place, in one step; return it.

    An encoder that is there already and whole is kept, and only told how it was made this time.
    """
    write_record(folder, record)
    durable.sync_tree(folder)
    target = encoders_folder(index_dir) / record.fingerprint
    if is_whole(target):
        (folder / RECORD).replace(target / RECORD)
    else:
        if target.exists():
            target.rename(folder.with_name("damaged"))
        folder.rename(target)
    durable.sync(target)
    durable.sync(target.parent)
    return target


def is_whole(folder: Path) -> bool:
    """Whether a folder holds an encoder and every file of it is as it was written."""
    try:
        verify(folder, read_record(folder))
    except EncoderError:
        return False
    return True


def records(index_dir: Path) -> Iterator[tuple[Path, EncoderRecord]]:
    """Every encoder of the index that is whole; damaged ones are passed over."""
    for path in sorted(encoders_folder(index_dir).glob(f"[!.]*/{RECORD}")):
        if is_whole(path.parent):
            yield path.parent, read_record(path.parent)
