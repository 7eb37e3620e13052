"""The scripts of the widget's versions, which never change once they are released, and the tag that loads one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
from functools import cache
from importlib import resources

# The widget's own version, told in its address. Its first number stands for what a page relies on: attributes,
# methods, events, and the form of the rules for secrets.
VERSION = "1.0.0"

SCRIPT = "qa-help.js"


@cache
def script(version: str) -> bytes | None:
    """The script of a version, of the newest one for its first number (``"1"``); None if there is none."""
    known = VERSION if version == VERSION.split(".", maxsplit=1)[0] else version
    folder = resources.files("qa.widget").joinpath("releases")
    found = {release.name: release for release in folder.iterdir()}.get(known)
    return found.joinpath(SCRIPT).read_bytes() if found else None


@cache
def compressed(data: bytes) -> bytes:
    """As browsers get it; the same bytes for the same data."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def integrity(data: bytes) -> str:
    """For a tag's ``integrity`` (W3C Subresource Integrity): browsers do not run a script with another hash."""
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def snippet(base_url: str, version: str = VERSION) -> str:
    """The tag that puts the widget of a service on a page. Raises KeyError for a version that there is not."""
    data = script(version)
    if data is None:
        raise KeyError(version)
    base = html.escape(base_url.rstrip("/"))
    return (
        f'<script async src="{base}/widget/{version}/{SCRIPT}"\n'
        f'  integrity="{integrity(data)}" crossorigin="anonymous" referrerpolicy="no-referrer"\n'
        f'  data-endpoint="{base}"></script>'
    )
