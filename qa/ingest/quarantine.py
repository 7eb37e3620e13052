"""Contacts in documents: a section that holds one which nobody has listed is left out.

One poisoned "support number" in a page that was taken over would be served with the site's authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from urllib.parse import urlsplit

from qa.datatypes import Document, Section
from qa.ingest.links import CORPUS_LINK
from qa.safety.contacts.address import read_address
from qa.safety.contacts.hosts import is_under, registrable
from qa.safety.contacts.mentions import Mention, find_contacts
from qa.safety.contacts.phone_check import same_phone
from qa.safety.contacts.registry import NAME, Registry
from qa.safety.contacts.verify import check_mention

# Links with an address of their own; those to other documents have none.
_HREF = re.compile(rf'<a\b[^>]*\shref="(?!{CORPUS_LINK})([a-z][a-z0-9+.-]*:[^"]*)"', re.IGNORECASE)

# No contact reaches over it, and one search is faster than one a text.
_APART = "\n\n\n"

# What a page shows when it is pointed at.
_SAYING = re.compile(r'\s(?:title|alt)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A contact that may not be served, and where it stands. ``section`` is None if it is in the document's title."""

    document: Document
    section: Section | None
    mention: Mention

    @property
    def line(self) -> int:
        """1-based, in the source file."""
        return self.section.line if self.section else 1

    @property
    def problem(self) -> str:
        """What an editor is told."""
        left_out = "section" if self.section else "document"
        value, kind = self.mention.value, self.mention.kind
        return f"{value!r} ({kind}) is in no registry; the {left_out} is left out; add it to {NAME} or to allow:"

    def __str__(self) -> str:
        return f"{self.document.path}:{self.line}: {self.problem}"


def unlisted(documents: Iterable[Document], registry: Registry, own_url: str = "") -> list[Unlisted]:
    """Every contact that is neither in the registry, nor allowed in its document, nor the service's own."""
    return [found for document in documents for found in _unlisted(document, registry, own_url)]


def unchecked(found: Sequence[Unlisted]) -> str:
    """What an editor is told who has no registry."""
    places = len({(one.document.path, one.line) for one in found})
    return f"contacts stand in {places} sections and nobody checked them: write a {NAME} beside the documents"


def quarantined(documents: Sequence[Document], found: Iterable[Unlisted]) -> tuple[Document, ...]:
    """The documents without what holds the contacts found; one with nothing left, or with such a title, is left out."""
    titles = {id(one.document) for one in found if one.section is None}
    sections = {id(one.section) for one in found}
    kept = (
        replace(document, sections=tuple(one for one in document.sections if id(one) not in sections))
        for document in documents
        if id(document) not in titles
    )
    return tuple(document for document in kept if document.sections)


def _unlisted(document: Document, registry: Registry, own_url: str) -> Iterator[Unlisted]:
    allowed = _Allowed(document, own_url)
    for mention in find_contacts(document.title):
        if not allowed.holds(mention) and not _is_listed(mention, registry):
            yield Unlisted(document, None, mention)
    for section in document.sections:
        mentions = {(one.kind, one.value): one for one in find_contacts(_APART.join(_texts(section)))}
        for mention in mentions.values():
            if not allowed.holds(mention) and not _is_listed(mention, registry):
                yield Unlisted(document, section, mention)


def _texts(section: Section) -> Iterator[str]:
    """All that a section says, shown or searched, and where its links lead. Its HTML says what its blocks say."""
    yield from (*section.path, section.heading, *section.also)
    yield from (block.text for block in section.blocks)
    yield from (unescape(attribute[1]) for attribute in _SAYING.finditer(section.html))
    for link in _HREF.finditer(section.html):
        yield unescape(link[1]).removeprefix("mailto:").replace("tel:", "tel ")


def _is_listed(mention: Mention, registry: Registry) -> bool:
    return check_mention(mention, registry, date.min).verdict == "official"


class _Allowed:
    """What a document may hold: what its editor allows, its own page, the service's pages."""

    def __init__(self, document: Document, own_url: str) -> None:
        self._values = {item.strip().lstrip("@").lower() for item in document.allow}
        self._values |= {mention.value.lower() for item in document.allow for mention in find_contacts(item)}
        own = [urlsplit(url).hostname for url in (document.url or "", own_url)]
        self._hosts = frozenset(filter(None, (*own, *map(_domain, self._values))))

    def holds(self, mention: Mention) -> bool:
        """Whether a contact, or the domain it is under, is allowed."""
        if mention.value.lower() in self._values:
            return True
        if mention.kind == "phone":
            return any(same_phone(mention.value, value) for value in self._values)
        if mention.kind not in ("url", "domain", "email"):
            return False
        address = read_address(mention.value.rpartition("@")[2] if mention.kind == "email" else mention.value)
        host = address.host if not address.doubts else None
        return host is not None and any(is_under(host, allowed) for allowed in self._hosts)


def _domain(value: str) -> str | None:
    """A value that is a domain and nothing more. What stands below it is allowed too, so ``com`` is none."""
    address = read_address(value)
    is_domain = address.is_bare and not address.doubts and address.host and registrable(address.host)
    return address.host if is_domain else None
