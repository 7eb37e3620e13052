"""``qa snapshots``: what has been built."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from qa import snapshot
from qa.cli.console import EXIT_FAILED, IndexOption, chosen, err, out, told
from qa.errors import SnapshotError

app = typer.Typer(no_args_is_help=True, help="What has been built.")


@app.command("list")
def list_command(index: IndexOption = None) -> None:
    """List the snapshots on disk, oldest first; the live one is marked."""
    folder = chosen(index=index).index
    with told():
        live = snapshot.current_id(folder)
    names = snapshot.snapshot_ids(folder)
    table = Table("", Column("id", no_wrap=True), "documents", "zh", "en", Column("encoder", no_wrap=True), box=None)
    for name in names:
        table.add_row("live" if name == live else "", name, *_summary(folder, name))
    out.print(table if names else f"No snapshot in {folder}; build one with: qa build")


@app.command("verify")
def verify_command(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="All, unless named.")] = None,
    index: IndexOption = None,
) -> None:
    """Read snapshots as a server would, checksums first. The exit status is 1 if one of them cannot be used."""
    folder = chosen(index=index).index
    wrong = 0
    for name in ids or snapshot.snapshot_ids(folder):
        try:
            snapshot.load(folder, name)
        except SnapshotError as error:
            wrong += 1
            err.print(f"{name} cannot be used: {error}", style="red", markup=False, soft_wrap=True)
        else:
            out.print(f"{name} ok")
    if wrong:
        raise typer.Exit(EXIT_FAILED)


@app.command("activate")
def activate_command(
    snapshot_id: Annotated[str, typer.Argument(metavar="ID", help="See: qa snapshots list")], index: IndexOption = None
) -> None:
    """Go back to a snapshot, or forward again. It is verified first."""
    from qa.builder import activate

    with told():
        activate(chosen(index=index).index, snapshot_id)
    err.print(f"Snapshot {snapshot_id} is live.")


@app.command("prune")
def prune_command(
    keep: Annotated[int, typer.Option("--keep", min=0, help="How many of the newest to keep.")] = snapshot.KEEP,
    index: IndexOption = None,
) -> None:
    """Delete old snapshots. The live one is always kept."""
    from qa.builder import prune

    folder = chosen(index=index).index
    with told():
        deleted = prune(folder, keep) if folder.is_dir() else []
    err.print(f"Deleted {len(deleted)}: {', '.join(deleted)}" if deleted else "Nothing to delete.")


@app.command("export")
def export_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    snapshot_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="The live one, unless named.")] = None,
    index: IndexOption = None,
    with_encoder: Annotated[
        bool, typer.Option("--with-encoder/--without-encoder", help="Put the encoder into the file too.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write a snapshot, and the encoder it needs, to one file for other machines."""
    from qa.portable import export_snapshot

    with told():
        manifest = export_snapshot(
            chosen(index=index).index, output, snapshot_id, with_encoder=with_encoder, force=force
        )
    size = output.stat().st_size
    err.print(f"Snapshot {manifest.id} is in {output}: {size} bytes.", soft_wrap=True, highlight=False)


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What qa snapshots export wrote.")],
    index: IndexOption = None,
    activate: Annotated[bool, typer.Option("--activate/--no-activate", help="Make it the live one too.")] = False,
) -> None:
    """Take over a snapshot from a file, verified; the live one stays live unless you say --activate."""
    from qa import builder, portable

    folder = chosen(index=index).index
    with told():
        imported = portable.import_snapshot(folder, file)
        snapshot_id = imported.manifest.id
        err.print(f"Snapshot {snapshot_id} is {'imported' if imported.new else 'there already'}.", highlight=False)
        if activate:
            portable.check_usable(folder, imported.manifest)
            builder.activate(folder, snapshot_id)
            err.print(f"Snapshot {snapshot_id} is live.", highlight=False)


def _summary(folder: Path, name: str) -> tuple[str, ...]:
    """Documents, passages of each language and encoder of a snapshot, or that it cannot be used."""
    try:
        manifest = snapshot.read_manifest(folder, name)
    except SnapshotError as error:
        err.print(f"warning: {error}", style="yellow", markup=False, soft_wrap=True)
        return ("damaged",)
    return (*(str(manifest.counts[key]) for key in ("documents", "passages_zh", "passages_en")), manifest.encoder)
