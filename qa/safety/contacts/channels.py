"""Which place a handle is used at, as links and words around it say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs

from qa.safety.contacts.entry import Channel
from qa.safety.contacts.hosts import is_under

# Hosts whose first path segment (or the named group) is somebody's handle.
_HOSTS: Mapping[str, Channel] = {
    "t.me": "telegram",
    "telegram.me": "telegram",
    "telegram.dog": "telegram",
    "x.com": "x",
    "twitter.com": "x",
    "wa.me": "whatsapp",
    "whatsapp.com": "whatsapp",
    "discord.gg": "discord",
    "discord.com": "discord",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "m.me": "facebook",
    "instagram.com": "instagram",
    "youtube.com": "youtube",
    "tiktok.com": "tiktok",
    "reddit.com": "reddit",
    "weibo.com": "weibo",
    "linkedin.com": "linkedin",
    "medium.com": "medium",
    "github.com": "github",
    "line.me": "line",
}

# Segments that stand before the handle, not in place of it.
_LEADING = frozenset({
    "add", "c", "channel", "chat", "company", "groups", "home", "i", "in", "intent", "invite", "joinchat", "messages",
    "n", "p", "people", "r", "s", "send", "share", "ti", "u", "user",
})  # fmt: skip

# What people write before a handle to say where it is one, as the inside of a regular expression.
WORDS: Mapping[Channel, str] = {
    "telegram": r"telegram|tele?gram|\btg\b|电报|電報|纸飞机|紙飛機|飞机号|飛機號",
    "x": r"twitter|推特|推文|\bx\b",
    "whatsapp": r"what'?s ?app|\bwa\b",
    "discord": r"discord",
    "wechat": r"we ?chat|weixin|微信|\bvx\b|\bwx\b|威信|薇信",
    "qq": r"\bqq\b|扣扣",
    "line": r"\bline\b",
    "facebook": r"facebook|脸书|臉書|\bfb\b",
    "instagram": r"instagram|\big\b",
    "youtube": r"youtube|油管",
    "tiktok": r"tiktok|抖音",
    "reddit": r"reddit",
    "weibo": r"weibo|微博",
    "linkedin": r"linkedin|领英",
    "medium": r"\bmedium\b",
    "github": r"github",
}

_NAMED = {channel: re.compile(pattern, re.IGNORECASE | re.ASCII) for channel, pattern in WORDS.items()}

# Words that name a channel stand this near before the handle, in characters: "Telegram 群管理员 @name".
_REACH = 24


def handle_in(link: SplitResult, host: str) -> tuple[Channel, str] | None:
    """The channel and handle that a link leads to, None where it leads to no handle. ``host`` is lower-case ASCII."""
    if link.scheme == "tg":
        names = parse_qs(link.query, max_num_fields=20).get("domain")
        return ("telegram", names[0]) if names else None
    channel = next((channel for known, channel in _HOSTS.items() if is_under(host, known)), None)
    if channel is None:
        return None
    segments = [part for part in link.path.split("/") if part and part.lower() not in _LEADING]
    phone = re.search(r"(?:^|&)phone=(\+?\d+)", link.query) if channel == "whatsapp" else None
    found = phone[1] if phone else next(iter(segments), "")
    return (channel, found.removeprefix("@")) if found else None


def channel_named(text: str) -> Channel | None:
    """The channel that a text names, if it names one and says nothing else of weight."""
    return next((channel for channel, pattern in _NAMED.items() if pattern.search(text)), None)


def channel_before(text: str, start: int) -> Channel | None:
    """The channel that the words before a handle name, the nearest if there are several."""
    before = text[max(0, start - _REACH) : start]
    found = [(match.end(), channel) for channel, pattern in _NAMED.items() for match in pattern.finditer(before)]
    return max(found)[1] if found else None
