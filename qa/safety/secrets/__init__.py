"""What must never leave the asker's hands: found, and cut out before anything else sees the text."""

from __future__ import annotations

from qa.safety.secrets.finding import Cut, cut, find
from qa.safety.secrets.kinds import BY_GRAVITY, Secret, SecretKind
from qa.safety.secrets.patterns import GAP

__all__ = ["BY_GRAVITY", "GAP", "Cut", "Secret", "SecretKind", "cut", "find"]
