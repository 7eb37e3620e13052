"""``python -m qa.widget``: write the script of the widget's version."""

from __future__ import annotations

from qa.widget.bundle import SOURCES, bundle
from qa.widget.releases import SCRIPT, VERSION, compressed


def main() -> None:
    """Write it, and say how large it is."""
    path = SOURCES.parent / "releases" / VERSION / SCRIPT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bundle(VERSION))
    size = path.stat().st_size
    print(f"{path}: {size} bytes, {len(compressed(path.read_bytes()))} compressed")  # noqa: T201


if __name__ == "__main__":
    main()
