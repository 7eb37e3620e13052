"""A snapshot in one file, with the encoder it needs: one machine builds, others copy.

The file is a tar (see `qa.archive`) whose members have the names they have in an index folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from qa import archive, durable, lexicon, snapshot
from qa.archive import Table
from qa.builds import locked
from qa.datatypes import FileDigest, Manifest
from qa.encoding import store
from qa.encoding.load import has_files, load_encoder
from qa.errors import ArchiveError, EncoderError, SnapshotError


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``new`` is False when the very same snapshot was there already."""

    manifest: Manifest
    new: bool


def export_snapshot(
    index_dir: Path,
    output: Path,
    snapshot_id: str | None = None,
    *,
    with_encoder: bool = True,
    force: bool = False,
) -> Manifest:
    """Write a snapshot, the live one by default, and its encoder to one file, after reading all of both.

    Raises ArchiveError if the file exists and is not to be replaced, SnapshotError or EncoderError if something is
    damaged, or OSError when the disk is full; none of them leaves a file behind.
    """
    if output.exists() and not force:
        raise ArchiveError(f"{output} exists; name another file, or replace it with --force")
    manifest = snapshot.load(index_dir, snapshot_id).manifest
    files = _snapshot_files(index_dir, manifest)
    if with_encoder and has_files(manifest.encoder):
        files |= _encoder_files(index_dir, manifest.encoder)
    with durable.replacing(output) as target:
        archive.write(target, index_dir, Table(manifest.id, manifest.encoder, files))
    return manifest


def import_snapshot(index_dir: Path, file: Path) -> Imported:
    """Take over a snapshot from a file, and its encoder if the index has none. It is not live before it is activated.

    Raises ArchiveError naming the member at fault, BuildInProgressError, or OSError when the disk is full; the index
    is unchanged by any of them.
    """
    with file.open("rb") as source:
        with _naming(file):
            table = archive.read_table(source)
        index_dir.mkdir(parents=True, exist_ok=True)
        with locked(index_dir):
            snapshot.remove_leftovers(index_dir)
            with snapshot.aside(index_dir) as aside, _naming(file, aside):
                return _take_over(index_dir, aside, source, table)


def check_usable(index_dir: Path, manifest: Manifest) -> None:
    """Make sure that this program can answer from a snapshot, before it is made live.

    Raises SnapshotError if its words were split by other dictionaries, EncoderError if its encoder is missing.
    """
    if manifest.tokens != lexicon.fingerprint():
        problem = f"built with the dictionaries {manifest.tokens}, these are {lexicon.fingerprint()}"
        raise SnapshotError(f"snapshot {manifest.id}: {problem}; build and serve with the same version of Wenda")
    load_encoder(index_dir, manifest.encoder)


def _snapshot_files(index_dir: Path, manifest: Manifest) -> dict[str, FileDigest]:
    folder = Path("snapshots", manifest.id)
    described = folder / snapshot.MANIFEST
    inside = {str(folder / name): digest for name, digest in manifest.files.items()}
    return {**inside, str(described): durable.digest(index_dir / described)}


def _encoder_files(index_dir: Path, fingerprint: str) -> dict[str, FileDigest]:
    folder = store.encoders_folder(index_dir) / fingerprint
    record = store.read_record(folder)
    store.verify(folder, record)
    digests = {**record.files, store.RECORD: durable.digest(folder / store.RECORD)}
    return {(folder / name).relative_to(index_dir).as_posix(): digest for name, digest in digests.items()}


def _take_over(index_dir: Path, aside: Path, source: BinaryIO, table: Table) -> Imported:
    """Unpack aside, which is laid out as an index is, and verify it as one; then give each folder its place."""
    archive.unpack(source, table, aside)
    manifest = snapshot.load(aside, table.snapshot).manifest
    if manifest.encoder != table.encoder:
        raise ArchiveError(f"{archive.TABLE}: expected the encoder {manifest.encoder}, found {table.encoder}")
    encoder = store.encoders_folder(aside) / table.encoder
    if encoder.is_dir():
        store.verify(encoder, store.read_record(encoder))
    known = _is_there(index_dir, manifest)
    # The encoder first: a snapshot that is there can be served.
    if encoder.is_dir() and not store.is_whole(store.encoders_folder(index_dir) / table.encoder):
        store.encoders_folder(index_dir).mkdir(exist_ok=True)
        store.publish(encoder, store.read_record(encoder), index_dir)
    if not known:
        durable.sync_tree(aside)
        snapshot.publish(index_dir, aside / "snapshots" / manifest.id, manifest.id)
    return Imported(manifest, new=not known)


def _is_there(index_dir: Path, manifest: Manifest) -> bool:
    """Whether the index holds this very snapshot. Raises ArchiveError for another, or damaged, one of its id."""
    if manifest.id not in snapshot.snapshot_ids(index_dir):
        return False
    try:
        if snapshot.load(index_dir, manifest.id).manifest == manifest:
            return True
        problem = "its content is another"
    except SnapshotError as error:
        problem = str(error)
    folder = index_dir / "snapshots" / manifest.id
    raise ArchiveError(f"{folder} is there already, but {problem}; delete that folder and import again")


@contextmanager
def _naming(file: Path, aside: Path | None = None) -> Iterator[None]:
    """Begin every complaint about the file's content with the file's name; call members as they are called in it."""
    try:
        yield
    except (ArchiveError, SnapshotError, EncoderError) as error:
        raise ArchiveError(f"{file}: {str(error).replace(f'{aside}/', '')}") from error
