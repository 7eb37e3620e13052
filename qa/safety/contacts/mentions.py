"""Contacts in free text: addresses of pages, e-mail, telephones, handles and wallets, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from qa.language import HAN
from qa.safety.contacts.channels import WORDS, channel_before, handle_in
from qa.safety.contacts.entry import Channel
from qa.safety.contacts.hosts import ascii_host, registrable

# Endings of files that are endings of domains too: without more around it, readme.md is a file.
FILE_ENDINGS = frozenset({"md", "mov", "ps", "py", "rs", "sh", "zip"})

# E.164 allows 15 digits; anything longer is an order number or a hash.
MAX_DIGITS = 15

# Full-width forms and dots, each for one ASCII character, so that places in the text stay what they are.
_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3002: ".", 0xFF61: ".", 0xFE52: "."}

# Letters of hosts as scammers mix them. No Han: in running text 去binance.com看看 has no other border.
_LETTER = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u0530-\u058f"
_STOP = rf"\s<>\"'`“”‘’「」『』《》（）【】，、；！？。{HAN}"
_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\{dot\})"
_AT = r"(?:@|\[at\]|\(at\)|\{at\})"
_LABEL = rf"[{_LETTER}](?:[{_LETTER}_-]{{0,61}}[{_LETTER}])?"
_HOST = rf"(?:{_LABEL}{_DOT}){{1,12}}(?:xn--[a-z0-9-]{{1,59}}|[{_LETTER}]{{2,24}}|中国|中國|公司|网络|網絡)"
_BEFORE = rf"(?<![{_LETTER}_.@/-])"
_AFTER = rf"(?![{_LETTER}_-])"

_URL = re.compile(
    rf"(?:https?|hxxps?|ftp|tg)://(?:[{HAN}{_LETTER}-]{{1,30}}\.(?=[a-z])){{0,4}}[^{_STOP}]+", re.IGNORECASE
)
_EMAIL = re.compile(
    rf"(?<![{_LETTER}_.+@-])[{_LETTER}_][{_LETTER}._%+-]{{0,63}}{_AT}(?:{_LABEL}{_DOT}){{1,8}}[{_LETTER}-]{{2,24}}{_AFTER}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_BEFORE}{_HOST}{_AFTER}(?::\d{{1,5}}(?!\d))?(?:[/?#][^{_STOP}]*)?", re.IGNORECASE)
_AT_NAME = re.compile(r"(?<![\w.@/])@([A-Za-z][A-Za-z0-9_.]{2,31})(?![\w@])", re.ASCII)
_WALLET = re.compile(
    r"(?<![0-9A-Za-z])(?:0x[0-9a-f]{40}|bc1[02-9ac-hj-np-z]{25,87}|[1-9A-HJ-NP-Za-km-z]{26,44})(?![0-9A-Za-z])",
    re.IGNORECASE | re.ASCII,
)
_BASE58 = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?:[13]\w{25,34}|T\w{33}|[1-9A-HJ-NP-Za-km-z]{43,44})", re.ASCII)

_LABELS: tuple[Channel, ...] = ("telegram", "whatsapp", "discord", "wechat", "qq", "line", "instagram")

# Names after "Telegram:" and the like. A plain word there is a sentence going on: one that is a name has a digit, a
# sign or an inner capital, or ends as names of such accounts do.
_LABELLED = re.compile(
    rf"(?:{'|'.join(WORDS[channel] for channel in _LABELS)}|skype)"
    r"(?:\s{0,2}(?:id|账号|帳號|客服|群|号码|号|號|account|number|handle|support)){0,2}"
    r"\s{0,2}(?P<sign>[:：]|是|号|為|为|\bis\b|(?=[\s\d+]))\s{0,2}"
    r"(?P<name>\+?[A-Za-z0-9][A-Za-z0-9_.-]{4,31})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_NAMELIKE = re.compile(r"\d|_|[a-z][A-Z]|(?<=\w)(?i:support|service|help|helpdesk|official|admin|agent|kefu|cs)$")

_PUNCTUATION = ".,;:!?*_~|…'\""

_WITH_DIGIT = re.compile(r"[\d_]")

_SEPARATOR = r"[ \u00a0().\u2010-\u2015-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w.@/+-])(?:"
    rf"\+{_SEPARATOR}\d(?:{_SEPARATOR}\d){{6,14}}"  # with a country code
    rf"|00\d(?:{_SEPARATOR}\d){{8,13}}"
    r"|(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # Chinese mobile
    r"|(?:400|800)[ -]?\d{3}[ -]?\d{4}|(?:400|800)[ -]?\d{4}[ -]?\d{3}"
    r"|0\d{2,3}[ -]\d{7,8}"  # Chinese landline
    r"|(?:1[ -.])?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}"  # North American
    r")(?![\w])",
    re.ASCII,
)
_CALLED = re.compile(
    r"(?:电话|電話|热线|熱線|拨打|撥打|致电|致電|来电|\b(?:call|phone|tel|telephone|hotline|dial)\b)[^\w\n+]{0,4}(?:(?:us|at|on|号|为|是|number|is)[^\w\n+]{0,3}){0,2}"
    rf"(?P<number>\d(?:{_SEPARATOR}\d){{4,14}})(?![\w%])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One contact: half-open range of code points in the text, and what stands there without disguises.

    ``kind`` is url, domain, email, phone, wallet, a channel for a handle, or handle where no channel is named.
    """

    kind: str
    value: str
    start: int
    end: int


def find_contacts(text: str) -> tuple[Mention, ...]:
    """All contacts in a text, in order. Linear in its length; never raises."""
    plain = text.translate(_PLAIN)
    taken = bytearray(len(plain))
    found: list[Mention] = []
    for find in _FINDERS:
        for mention in find(plain):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def undisguised(text: str) -> str:
    """An address as it would be typed: hxxp and [.] are how people write one that nobody shall follow."""
    text = re.sub(_DOT, ".", text, flags=re.IGNORECASE)
    text = re.sub(_AT, "@", text, flags=re.IGNORECASE)
    return re.sub(r"^hxxp", "http", text, flags=re.IGNORECASE)


def _emails(text: str) -> Iterator[Mention]:
    for match in _EMAIL.finditer(text):
        value = undisguised(match[0])
        if _is_public(value.rpartition("@")[2]):
            yield Mention("email", value, match.start(), match.end())


def _urls(text: str) -> Iterator[Mention]:
    for match in _URL.finditer(text):
        shown = _without_trailing(match[0])
        yield _link(undisguised(shown), match.start(), match.start() + len(shown))


def _bare(text: str) -> Iterator[Mention]:
    for match in _BARE.finditer(text):
        shown = _without_trailing(match[0])
        value = undisguised(shown)
        host = re.split("[:/?#]", value, maxsplit=1)[0]
        if _is_public(host) and not _is_other(host, value):
            yield _link(value, match.start(), match.start() + len(shown))


def _is_public(host: str) -> bool:
    found = ascii_host(host)
    return found is not None and registrable(found) is not None


def _is_other(host: str, value: str) -> bool:
    """Whether a would-be host is a file name, or the end of one sentence and the beginning of the next."""
    name, _, ending = host.rpartition(".")
    if value == host and ending.lower() in FILE_ENDINGS and "." not in name:
        return True
    return not ending.islower() and not host.isupper() and ending.isascii() and ending.isalpha()


def _link(value: str, start: int, end: int) -> Mention:
    try:
        parts = urlsplit(value if "://" in value else f"//{value}")
        handle = handle_in(parts, (parts.hostname or "").lower().removeprefix("www."))
    except ValueError:
        handle = None
    if handle:
        return Mention(handle[0], handle[1], start, end)
    is_domain = re.fullmatch(rf"[{_LETTER}中国國公司网网络網絡._-]+", value)
    return Mention("domain" if is_domain else "url", value, start, end)


def _without_trailing(text: str) -> str:
    """Without the punctuation of the sentence around it. A closing bracket stays if it was opened inside."""
    surplus = {close: text.count(close) - text.count(opened) for opened, close in ("()", "[]", "{}")}
    end = len(text)
    while end and (text[end - 1] in _PUNCTUATION or surplus.get(text[end - 1], 0) > 0):
        if text[end - 1] in surplus:
            surplus[text[end - 1]] -= 1
        end -= 1
    return text[:end]


def _labelled(text: str) -> Iterator[Mention]:
    for match in _LABELLED.finditer(text):
        name = match["name"].rstrip(".-")
        if (_NAMELIKE if match["sign"] else _WITH_DIGIT).search(name):
            start = match.start("name")
            yield Mention(channel_before(text, start) or "handle", name, start, start + len(name))


def _at_names(text: str) -> Iterator[Mention]:
    for match in _AT_NAME.finditer(text):
        name = match[1].rstrip(".")
        yield Mention(
            channel_before(text, match.start()) or "handle", name, match.start(), match.start() + 1 + len(name)
        )


def _wallets(text: str) -> Iterator[Mention]:
    for match in _WALLET.finditer(text):
        if match[0].lower().startswith(("0x", "bc1")) or _BASE58.fullmatch(match[0]):
            yield Mention("wallet", match[0], match.start(), match.end())


def _phones(text: str) -> Iterator[Mention]:
    for match in _PHONE.finditer(text):
        kind = "whatsapp" if channel_before(text, match.start()) == "whatsapp" else "phone"
        yield Mention(kind, match[0], match.start(), match.end())
    for match in _CALLED.finditer(text):
        if sum(char.isdigit() for char in match["number"]) <= MAX_DIGITS:
            yield Mention("phone", match["number"], match.start("number"), match.end("number"))


# A place in the text belongs to the first that takes it.
_FINDERS: tuple[Callable[[str], Iterator[Mention]], ...] = (
    _urls, _emails, _bare, _labelled, _at_names, _wallets, _phones,
)  # fmt: skip
