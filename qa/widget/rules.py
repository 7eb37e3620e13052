"""Stub."""

import json

from qa.safety.secrets.patterns import words
from qa.safety.secrets.wordlists import _listed


def rules_json() -> bytes:
    return json.dumps(
        {"english": " ".join(_listed("english")), "words": {n: sorted(words(n)) for n in ("everyday", "function")}}
    ).encode()
