"""The registry of contacts that an operator keeps beside the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from qa.datatypes import Document
from qa.errors import CorpusError
from qa.ingest.source_file import decode
from qa.safety.contacts.registry import NAME, Registry


def with_known_platforms(documents: Iterable[Document], registry: Registry) -> tuple[Document, ...]:
    """The documents, their platforms by the ids under which the registry knows them."""
    return tuple(
        replace(document, platform=entry.platform)
        if document.platform and (entry := registry.entry(document.platform))
        else document
        for document in documents
    )


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
