"""How a value is led to by the word for it, from plainest to least plain: the groups of the pattern "lead"."""

from __future__ import annotations

# "password: x", "password is x", "password x".
EXACTLY, STATED, LED_TO = 1, 2, 3
