"""What a secret is, and which one matters most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# In the order of gravity: who holds the first three holds the money at once and for ever.
SecretKind = Literal[
    "seed_phrase",
    "private_key",
    "extended_key",
    "password",
    "one_time_code",
    "bank_card",
    "identity_number",
    "phone",
    "email",
]
BY_GRAVITY: tuple[SecretKind, ...] = get_args(SecretKind)


@dataclass(frozen=True, slots=True)
class Secret:
    """Half-open code points. ``certain``: a checksum or an unmistakable form confirms it."""

    kind: SecretKind
    start: int
    end: int
    certain: bool
