"""The rules against secrets as the browser reads them (`src/guard`): the same words, patterns and lists as the server's."""

from __future__ import annotations

import json
from typing import Any

from qa.safety.secrets import BY_GRAVITY, GAP
from qa.safety.secrets.patterns import sources, spoken_words, variants
from qa.safety.secrets.reading import BLANK, DASHES, EXTENDING, LINE_ENDS, PREPEND
from qa.safety.secrets.wordlists import listed

# The browser's rules see no character beyond U+FFFF: its reading puts one of the planes below in its place.
_ASTRAL_HAN = "\U00020000-\U0003ffff"


def rules_json() -> bytes:
    """The data of the browser's rules: UTF-8, the same bytes from the same rules."""
    return json.dumps(_rules(), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _rules() -> dict[str, Any]:
    return {
        "kinds": BY_GRAVITY,
        "words": spoken_words(),
        **{case: _of_one_plane(patterns) for case, patterns in sources().items()},
        "read_as": _read_as(),
        "prepend": PREPEND,
        "extending": EXTENDING,
        "english": " ".join(listed("english")),
        "chinese": _chinese(),
    }


def _of_one_plane(patterns: dict[str, str]) -> dict[str, str]:
    return {name: written.replace(_ASTRAL_HAN, "") for name, written in patterns.items()}


def _read_as() -> dict[str, str]:
    """Characters and what they are read as, where neither their category nor NFKC says it."""
    return {
        **dict.fromkeys(f"\n{LINE_ENDS}", "\n"),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(BLANK, ""),
        "\t": " ",
        GAP: GAP,
        **{chr(written): read for written, read in variants().items()},
    }


def _chinese() -> str:
    """Both Chinese lists as they are read, one after the other: a character's number is its place modulo 2 048."""
    lists = ("chinese_traditional", "chinese_simplified")
    return "".join("".join(listed(name)) for name in lists).translate(variants())
