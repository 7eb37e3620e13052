"""The registry of contacts: which addresses belong to which platform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from qa.safety.contacts.entry import Entry
from qa.safety.contacts.hosts import is_under
from qa.safety.contacts.platforms import PlatformNames, name_key
from qa.safety.contacts.registry_file import read_entries

# What the registry is called in a corpus.
NAME = "contacts.yaml"

_DATES = ("verified_at", "verify_by")


class Registry:
    """Entries by their names and domains. Made once, never changed."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_name = {name_key(name): entry for entry in self.entries for name in _names(entry)}
        self._by_domain = {domain: entry for entry in self.entries for domain in entry.domains}
        self._by_email_domain = {domain: entry for entry in self.entries for domain in entry.email_domains}
        self._platform_names = PlatformNames(self.entries)

    @classmethod
    def from_yaml(cls, text: str, path: str = NAME) -> Registry:
        """The registry in a file. Raises CorpusError with path and line for the first thing that is wrong."""
        return cls(read_entries(text, path))

    @classmethod
    def from_json(cls, data: bytes) -> Registry:
        """What `to_json` wrote."""
        return cls([_entry(fields) for fields in json.loads(data)])

    def to_json(self) -> bytes:
        """Equal entries give equal bytes."""
        entries = [asdict(entry) for entry in self.entries]
        return json.dumps(entries, ensure_ascii=False, sort_keys=True, default=str).encode()

    def including(self, platforms: Iterable[str]) -> Registry:
        """This registry and, of the platforms given, those that it lacks: known by their names alone."""
        unlisted = [Entry(name, {"en": name}) for name in dict.fromkeys(platforms) if not self.entry(name)]
        return Registry([*self.entries, *unlisted]) if unlisted else self

    def entry(self, name: str) -> Entry | None:
        """The platform with this id, name or alias, in whatever script, case and spacing."""
        return self._by_name.get(name_key(name))

    def platforms_in(self, text: str) -> tuple[str, ...]:
        """The ids of the platforms that a text names, in the order of their first mention."""
        return self._platform_names.found_in(text)

    def owner(self, host: str) -> Entry | None:
        """Whose host this is: it is a listed domain or stands below one. ``host`` is lower-case ASCII."""
        return _nearest(self._by_domain, host)

    def mail_owner(self, host: str) -> Entry | None:
        """Whose addresses end in this host."""
        return _nearest(self._by_email_domain, host)


NO_CONTACTS = Registry()


def _nearest(by_domain: Mapping[str, Entry], host: str) -> Entry | None:
    """The entry of the longest listed domain that the host is under."""
    domains = [domain for domain in by_domain if is_under(host, domain)]
    return by_domain[max(domains, key=len)] if domains else None


def _names(entry: Entry) -> tuple[str, ...]:
    return entry.platform, *entry.names.values(), *entry.aliases


def _entry(fields: Mapping[str, Any]) -> Entry:
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    for name in _DATES:
        read[name] = date.fromisoformat(read[name]) if read[name] else None
    for name in ("hints", "handles"):
        read[name] = {key: tuple(value) for key, value in read[name].items()}
    return Entry(**read)
