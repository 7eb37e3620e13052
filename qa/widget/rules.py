"""The rules against secrets as the browser reads them (`src/guard`): words, patterns and lists are the server's."""

from __future__ import annotations

import json
from typing import Any

from qa.safety.secrets import BY_GRAVITY, GAP, SecretKind
from qa.safety.secrets.patterns import sources, spoken_words, variants
from qa.safety.secrets.reading import BLANK, DASHES, EXTENDING, LINE_ENDS, PREPEND
from qa.safety.secrets.wordlists import listed

# The browser's rules see no character beyond U+FFFF: its reading puts one of the planes below in its place.
_ASTRAL_HAN = "\U00020000-\U0003ffff"
# What the patterns find whose matches, or parts of them, are cut.
_FINDS: dict[SecretKind, tuple[str, ...]] = {
    "seed_phrase": ("han_lump", "seed_to_han"),
    "private_key": ("wif", "hex_key", "solana_key", "key_file"),
    "extended_key": ("extended_key",),
    "password": (
        "bare",
        "quoted",
        "words_value",
        "grouped_secret",
        "spaced_digits",
        "password_before",
        "strong_token",
    ),
    "one_time_code": ("code_value", "code_letters", "spoken_digits", "six_digits", "code_before", "lone_six_digits"),
    "bank_card": ("digits", "card_code"),
    "identity_number": ("identity", "document"),
    "phone": ("mobile", "international", "national", "phone_value"),
    "email": ("email",),
}


def rules_json() -> bytes:
    """The data of the browser's rules: UTF-8, the same bytes from the same rules."""
    return json.dumps(_rules(), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _rules() -> dict[str, Any]:
    return {
        "kinds": BY_GRAVITY,
        "words": spoken_words(),
        "patterns": {
            name: written.replace(_ASTRAL_HAN, "")
            for patterns in sources().values()
            for name, written in patterns.items()
        },
        "in_case": sorted(sources()["in_case"]),
        "finds": {name: kind for kind, names in _FINDS.items() for name in names},
        "read_as": _read_as(),
        "prepend": PREPEND,
        "extending": EXTENDING,
        "english": " ".join(listed("english")),
        "chinese": _chinese(),
    }


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
