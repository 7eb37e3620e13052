"""What the service answers from: the live snapshot, its encoder and dictionaries, and room for the next one."""

from __future__ import annotations

import shutil
from pathlib import Path

from qa import lexicon, snapshot
from qa.datatypes import Manifest
from qa.doctor.check import Check, from_error
from qa.doctor.machine import nearest_folder
from qa.encoding import store
from qa.encoding.load import has_files
from qa.errors import EncoderError, NoSnapshotError, SnapshotError

MIB = 1024 * 1024

# Where nothing is built yet. Of the bundled model and the shipped documents the encoder takes 122 MiB, the snapshot
# 182 MiB, and the encoder stands aside once more while it is prepared.
_FIRST = 512 * MIB

# A new snapshot is written whole before the oldest goes; as much again, so that the disk is not full then.
_ROOM = 2


def snapshot_and_dictionaries(index: Path) -> list[Check]:
    """Read the live snapshot as a server would, checksums first."""
    try:
        manifest = snapshot.load(index).manifest
    except NoSnapshotError:
        told = f"nothing has been built in {index} yet"
        return [Check("snapshot", "failed", told, "run: qa model prepare, then: qa build")]
    except SnapshotError as error:
        return [from_error("snapshot", error)]
    told = f"{manifest.id} is live and whole: {manifest.counts['documents']} documents"
    return [Check("snapshot", "ok", told), _dictionaries(manifest)]


def encoder(index: Path) -> Check:
    """Compare the encoder that the live snapshot needs, or else the one prepared last, with its checksums."""
    live = live_manifest(index)
    try:
        fingerprint = live.encoder if live else store.read_default(index)
        if not has_files(fingerprint):
            return Check(
                "encoder", "warning", f"{fingerprint} is a stand-in for tests", f"{store.CURE}, then: qa build"
            )
        folder = store.encoders_folder(index) / fingerprint
        record = store.read_record(folder)
        store.verify(folder, record)
    except EncoderError as error:
        return from_error("encoder", error)
    except UnicodeDecodeError:
        return Check("encoder", "failed", f"{index}: the name of the encoder is no text", store.CURE)
    return Check("encoder", "ok", f"{fingerprint} is whole: {record.source}, {record.dim} dimensions")


def disk(index: Path) -> Check:
    """Whether another snapshot of the live one's size finds room."""
    live = live_manifest(index)
    size = sum(file.size for file in live.files.values()) if live else 0
    free = shutil.disk_usage(nearest_folder(index)).free
    what = f"a snapshot takes {_mib(size)}" if live else f"the first build needs {_mib(_FIRST)}"
    told = f"{_mib(free)} free, {what}"
    cure = "make room: qa snapshots prune, or a larger disk"
    if free < (size or _FIRST):
        return Check("disk", "failed", told, cure)
    return Check("disk", "warning", told, cure) if free < _ROOM * size else Check("disk", "ok", told)


def live_manifest(index: Path) -> Manifest | None:
    """What the live snapshot says of itself, if there is one that can say it."""
    try:
        live = snapshot.current_id(index)
        return snapshot.read_manifest(index, live) if live else None
    except SnapshotError:
        return None


def _dictionaries(manifest: Manifest) -> Check:
    own = lexicon.fingerprint()
    if manifest.tokens != own:
        told = f"the snapshot was built with {manifest.tokens}, these are {own}"
        return Check("dictionaries", "failed", told, "rebuild it with: qa build")
    return Check("dictionaries", "ok", f"{own} fit the snapshot")


def _mib(size: int) -> str:
    return f"{-(-size // MIB)} MiB"
