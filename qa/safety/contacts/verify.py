"""Is this contact the platform's own? A lookup in the registry, never a guess.

``official`` is said of nothing but what is listed, exactly or below a listed domain, in a spelling that has one
reading. ``unknown`` means that nobody knows, and nothing else.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from qa.safety.contacts.address import HIDDEN, Address, read_address
from qa.safety.contacts.channels import channel_named
from qa.safety.contacts.entry import CHANNELS
from qa.safety.contacts.handle_check import check_handle
from qa.safety.contacts.host_check import check_address
from qa.safety.contacts.hosts import registrable
from qa.safety.contacts.mail_check import check_email
from qa.safety.contacts.mentions import Mention, find_contacts, undisguised
from qa.safety.contacts.phone_check import check_phone
from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verdict import Known, Verdict

# No contact is longer; browsers and mail programs give up not far beyond.
MAX_CONTACT = 2000

# What is cut off at both ends: it comes with copying. Not U+202E, after which people see everything backwards.
_ENDS = re.compile(rf"^(?:(?!\u202e){HIDDEN.pattern})+|(?:(?!\u202e){HIDDEN.pattern})+$")
_SPACE = re.compile(r"\s+")

# Where one contact may have been torn apart: at a line end, and around a dot or another sign.
_TORN = re.compile(r"\s*[\t\n\r]\s*|(?<=[./@-])\s+|\s+(?=[./@-])")

# So many pieces may be one contact that was torn apart: binance .com
PIECES = 3

_NAMED_MAIL = re.compile(r"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<address>[^<>\s]+@[^<>\s]+)\s*>")
_MAIL = re.compile(r"(?:mailto:)?[^\s<>/?#:\\]+@[^\s<>/?#:@\\]+(?:\?.*)?", re.IGNORECASE)
_MAIL_AROUND = re.compile(r"^mailto:|\?.*$", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"(?:(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}|(?:https?|tg):)\S*", re.IGNORECASE)
_OPAQUE = re.compile(r"(?:javascript|data|blob|file|vbscript):", re.IGNORECASE)
_HOST = re.compile(r"[^\s@/?#\\:]+[.\u3002\uff0e\uff61][^\s@/?#\\:.]{2,}\.?(?::\d+)?(?:[/?#\\].*)?", re.DOTALL)
_PHONE = re.compile(r"(?:tel:)?(?P<number>[+\d(][\d\s().\u2010-\u2015-]{1,24}\d)", re.IGNORECASE)
_WALLET = re.compile(r"0x[0-9a-f]{40,64}|bc1[0-9a-z]{20,90}|[1-9A-HJ-NP-Za-km-z]{26,90}", re.IGNORECASE)
# A lone word without any of these is a word: hello.
_NAMELIKE = re.compile(r"[@\d_]")
_HANDLE = re.compile(r"@?[\w.+-]{2,64}")
_LABELLED = re.compile(r"(?P<channel>[^:：@\d]{1,24}?)\s*[:：\s]\s*@?(?P<name>\+?[\w.-]{3,40}|[+\d(][\d\s().-]{6,24})")

# A question with more contacts than this is a list.
MAX_MENTIONS = 3

# The worst of several contacts is what the whole is.
_WORST: tuple[Known, ...] = ("lookalike", "unknown", "official")


def verify(contact: str, registry: Registry, today: date) -> Verdict:
    """The verdict on a contact as somebody was given it. Never raises."""
    if len(contact) > MAX_CONTACT:
        return Verdict("unknown", "text", reasons=("too-long",))
    text = undisguised(_ENDS.sub("", contact))
    verdict = _whole(text, registry, today) or _within(text, registry, today)
    joined = _joined(text, registry, today) if verdict.verdict == "unknown" else None
    return joined if joined and joined.verdict == "lookalike" else verdict


def verdicts(text: str, registry: Registry, today: date) -> tuple[Verdict, ...]:
    """What is known of the contacts that a question names, each once, the worst first. Wallet addresses are none."""
    named = (mention for mention in find_contacts(text) if mention.kind != "wallet")
    found = [check_mention(mention, registry, today) for mention in islice(named, MAX_MENTIONS)]
    once = {(verdict.kind, verdict.displayed): verdict for verdict in found}.values()
    return tuple(sorted(once, key=lambda verdict: _WORST.index(verdict.verdict)))


def _joined(text: str, registry: Registry, today: date) -> Verdict | None:
    """The verdict on a few pieces taken for one contact that was torn apart, None where they can be none."""
    pieces = _TORN.split(text)
    if not 1 < len(pieces) <= PIECES or any(map(_LINK.match, pieces[1:])):
        return None
    return _whole("\u200b".join(pieces), registry, today)


def _whole(text: str, registry: Registry, today: date) -> Verdict | None:
    """The verdict on a text that is one contact from end to end, None where it is not."""
    bare = HIDDEN.sub("", text) if not _SPACE.search(text) else text
    if _OPAQUE.match(text):
        return check_address(read_address(text), registry, today)
    if match := _NAMED_MAIL.fullmatch(text):
        return check_email(match["address"], match["name"], registry, today)
    if match := _PHONE.fullmatch(text):
        return check_phone(match["number"], registry, today)
    if _LINK.fullmatch(bare) or _HOST.fullmatch(bare):
        address = read_address(text)
        return None if _runs_on(address) else check_address(address, registry, today)
    if _MAIL.fullmatch(bare):
        return check_email(_MAIL_AROUND.sub("", text), "", registry, today)
    return _name(text, bare, registry, today)


def _runs_on(address: Address) -> bool:
    """Whether the sentence goes on where the host ends, as Chinese does: binance.com看看."""
    known = address.host and registrable(address.host)
    return not known and any("\u4e00" <= char <= "\u9fff" for char in address.shown_host.rpartition(".")[2])


def _name(text: str, bare: str, registry: Registry, today: date) -> Verdict | None:
    if _WALLET.fullmatch(text):
        return Verdict("unknown", "wallet", text)
    if (match := _LABELLED.fullmatch(text)) and (channel := channel_named(match["channel"])):
        return check_handle(match["name"], channel, registry, today)
    if _HANDLE.fullmatch(bare) and (text.startswith("@") or not registry.entry(bare)):
        verdict = check_handle(text, None, registry, today)
        return verdict if verdict.verdict != "unknown" or _NAMELIKE.search(bare) else None
    return None


def _within(text: str, registry: Registry, today: date) -> Verdict:
    """The worst verdict on the contacts in a longer text."""
    verdicts = [check_mention(mention, registry, today) for mention in find_contacts(text)]
    return min(verdicts, key=lambda verdict: _WORST.index(verdict.verdict), default=Verdict("unknown", "text"))


def check_mention(mention: Mention, registry: Registry, today: date) -> Verdict:
    """The verdict on a contact that was found in a text."""
    if mention.kind in CHANNELS:
        return check_handle(mention.value, mention.kind, registry, today)
    return _whole(mention.value, registry, today) or Verdict("unknown", mention.kind, mention.value)
