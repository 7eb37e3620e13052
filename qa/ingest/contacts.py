"""The registry of contacts that an operator keeps beside the documents."""

from __future__ import annotations

from pathlib import Path

from qa.errors import CorpusError
from qa.ingest.source_file import decode
from qa.safety.registry import NAME, Registry


def read_registry(folder: Path) -> Registry | None:
    """What ``contacts.yaml`` of a corpus says, None without that file. Raises CorpusError with the line at fault."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(NAME, 1, f"cannot be read: {error.strerror}") from error
    return Registry.from_yaml(decode(NAME, data).text, NAME)
