"""What the widget loads before it may send anything: rules for secrets, what to say of them, texts for answers."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from qa.datatypes import LANGS
from qa.widget.rules import rules_json


@cache
def rules_for_browsers() -> bytes:
    """JSON, UTF-8, the same bytes from the same sources."""
    texts = json.loads(resources.files("qa.widget").joinpath("texts.json").read_text("utf-8"))
    found = {**json.loads(rules_json()), "notices": _notices(), "texts": texts}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _notices() -> list[dict[str, Any]]:
    """What is said of a secret, by its kinds, and what somebody is likely to ask who typed nothing else."""
    notices = json.loads(resources.files("qa").joinpath("data", "notices.json").read_text("utf-8"))["secrets"]
    return [
        {
            "kinds": notice["kinds"],
            "level": notice["level"],
            "question": notice["guide"]["question"],
            **{lang: notice[lang] for lang in LANGS},
        }
        for notice in notices
    ]
