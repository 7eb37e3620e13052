"""Documents and passages as JSON, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from qa.datatypes import Block, Document, Passage, Section

_DATES = ("updated", "review_by")


def to_lines(records: Iterable[Document | Passage]) -> bytes:
    """Each record as one line of JSON; equal records give equal bytes."""
    lines = (json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=str) for record in records)
    return "".join(f"{line}\n" for line in lines).encode()


def passages_from(lines: bytes) -> Iterator[Passage]:
    """What `to_lines` made of passages."""
    for fields in _read(lines):
        yield Passage(**_tuples(fields))


def documents_from(lines: bytes) -> Iterator[Document]:
    """What `to_lines` made of documents."""
    for fields in _read(lines):
        sections = [
            Section(**_tuples({**section, "blocks": [Block(**block) for block in section["blocks"]]}))
            for section in fields["sections"]
        ]
        yield Document(**_tuples({**fields, "sections": sections}))


def _read(lines: bytes) -> Iterator[dict[str, Any]]:
    for line in lines.decode().split("\n")[:-1]:  # not splitlines(): JSON may hold U+2028
        fields = json.loads(line)
        for name in _DATES:
            if fields.get(name):
                fields[name] = date.fromisoformat(fields[name])
        yield fields


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
