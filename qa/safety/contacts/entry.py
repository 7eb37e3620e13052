"""What is known of one platform: its names and its own addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from qa.datatypes import Lang

Channel = Literal[
    "telegram", "x", "whatsapp", "discord", "wechat", "qq", "line", "facebook", "instagram", "youtube", "tiktok",
    "reddit", "weibo", "linkedin", "medium", "github",
]  # fmt: skip

CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True, slots=True)
class Entry:
    """One platform of the registry.

    ``domains`` are lower-case ASCII (IDNA A-labels); everything under one belongs to it. ``handles`` are without @;
    ``phones`` are digits, after + if there is a country code. ``hints`` names words of which one must stand beside a
    name that is an ordinary word too; ``not_meant`` are words that hold a name by chance. ``source`` is where an
    operator checked all this on ``verified_at``; it counts until ``verify_by``, that day included.
    """

    platform: str
    names: Mapping[Lang, str]
    aliases: tuple[str, ...] = ()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_meant: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: Mapping[Channel, tuple[str, ...]] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    source: str | None = None
    verified_at: date | None = None
    verify_by: date | None = None

    def name(self, lang: Lang) -> str:
        """What the platform is called in a language, or at all."""
        return self.names.get(lang) or next(iter(self.names.values()))
