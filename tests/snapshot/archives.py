"""Exported snapshots taken apart and put together again, by the standard library's own tar, to be tampered with."""

from __future__ import annotations

import hashlib
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from qa import snapshot
from qa.datatypes import FileDigest
from qa.encoding.store import EncoderRecord, Prompts, encoders_folder, write_record
from tests.made import document, passage, search_index

TABLE = "table.json"

Form = Literal[0, 1, 2]


@dataclass
class Member:
    """One member of an archive; ``fields`` are set on its header."""

    name: str
    content: bytes = b""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Parts:
    """An archive taken apart: its table and its other members."""

    table: dict[str, Any]
    members: list[Member]

    def name(self, ending: str) -> str:
        """The member whose name ends so."""
        return self.member(ending).name

    def member(self, ending: str) -> Member:
        return next(member for member in self.members if member.name.endswith(ending))

    def vouch(self, name: str, content: bytes) -> None:
        """Write down a member as it is."""
        self.table["files"][name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def taken_apart(file: Path) -> Parts:
    """Read by `tarfile`, which must understand what is written."""
    with tarfile.open(file) as tar:
        contents = [Member(info.name, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]
    assert contents[0].name == TABLE
    return Parts(json.loads(contents[0].content), contents[1:])


def put_together(parts: Parts, file: Path, form: Form = tarfile.USTAR_FORMAT) -> Path:
    """Write an archive with exactly these members, whatever they are."""
    content = json.dumps(parts.table, indent=1, sort_keys=True).encode()
    table = _written(Member(TABLE, content), tarfile.USTAR_FORMAT)
    file.write_bytes(table + b"".join(_written(member, form) for member in parts.members) + bytes(1024))
    return file


def _written(member: Member, form: Form) -> bytes:
    info = tarfile.TarInfo(member.name)
    info.size = len(member.content)
    for name, value in member.fields.items():
        setattr(info, name, value)
    return info.tobuf(form) + member.content + bytes(-len(member.content) % 512)


def index_with_encoder(folder: Path) -> str:
    """An index whose live snapshot was made by an encoder of two files; its fingerprint."""
    aside = folder / "made"
    aside.mkdir(parents=True)
    (aside / "model.onnx").write_bytes(b"model" * 1000)
    (aside / "tokenizer.json").write_bytes(b"{}")
    files = {
        path.name: FileDigest(path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in aside.iterdir()
    }
    record = EncoderRecord("made up", "none", 64, 8, Prompts("q: ", "p: "), files)
    write_record(aside, record)
    encoders_folder(folder).mkdir()
    aside.rename(encoders_folder(folder) / record.fingerprint)
    index = search_index([passage("fees", "en", "The network charges."), passage("fees", "zh", "网络收取。")])
    origin = snapshot.Origin(record.fingerprint, "terms", "corpus")
    manifest = snapshot.save(folder, index, [document("fees", "en", "The network charges.")], origin).manifest
    snapshot.activate(folder, manifest.id)
    return record.fingerprint
