"""``contacts.yaml``, as an operator writes it, to the entries of the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import yaml

from qa.datatypes import LANGS, Lang
from qa.safety.contacts import values
from qa.safety.contacts.entry import CHANNELS, Channel, Entry
from qa.safety.contacts.platforms import name_key
from qa.safety.contacts.yaml_nodes import YamlFile

_KEYS = (
    "platform", "names", "aliases", "not_meant", "domains", "email_domains", "emails", "handles", "phones", "source",
    "verified_at", "verify_by",
)  # fmt: skip


def read_entries(text: str, path: str) -> tuple[Entry, ...]:
    """The entries of a file, none of an empty one. Raises CorpusError with the line of the first mistake."""
    reader = _Reader(YamlFile(path))
    fields = reader.file.fields(reader.file.root(text), ("platforms",))
    nodes = reader.file.items(fields.get("platforms"))
    entries = tuple(reader.entry(node) for node in nodes)
    reader.refuse_repeats(entries, nodes)
    return entries


@dataclass(frozen=True, slots=True)
class _Reader:
    file: YamlFile

    def entry(self, node: yaml.Node) -> Entry:
        """One platform."""
        fields = self.file.fields(node, _KEYS)
        for key in ("platform", "names"):
            if key not in fields:
                raise self.file.error(node, f"an entry without {key!r}; every platform needs it")
        aliases, hints = self._aliases(fields.get("aliases"))
        entry = Entry(
            platform=self.file.value(fields["platform"], values.slug),
            names=self._names(fields["names"]),
            aliases=aliases,
            hints=hints,
            not_meant=self.file.values(fields.get("not_meant"), values.words),
            domains=self.file.values(fields.get("domains"), values.domain),
            email_domains=self.file.values(fields.get("email_domains"), values.domain),
            emails=self.file.values(fields.get("emails"), values.email),
            handles=self._handles(fields.get("handles")),
            phones=self.file.values(fields.get("phones"), values.phone),
            source=self.file.optional(fields.get("source"), values.source),
            verified_at=self._date(fields.get("verified_at")),
            verify_by=self._date(fields.get("verify_by")),
        )
        self._refuse_doubtful_dates(entry, fields)
        return entry

    def _names(self, node: yaml.Node) -> dict[Lang, str]:
        fields = self.file.fields(node, LANGS)
        if not fields:
            raise self.file.error(node, "expected a name in zh, in en, or in both")
        return {cast("Lang", lang): self.file.value(name, values.words) for lang, name in fields.items()}

    def _aliases(self, node: yaml.Node | None) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """Other names, and the hints of those that have some."""
        aliases: list[str] = []
        hints: dict[str, tuple[str, ...]] = {}
        for item in self.file.items(node):
            if isinstance(item, yaml.MappingNode):
                fields = self.file.fields(item, ("text", "with"))
                if len(fields) < 2:
                    raise self.file.error(item, "an alias that needs a hint has a 'text' and a list 'with'")
                aliases.append(self.file.value(fields["text"], values.words))
                hints[aliases[-1]] = self.file.values(fields["with"], values.words)
            else:
                aliases.append(self.file.value(item, values.words))
        return tuple(aliases), hints

    def _handles(self, node: yaml.Node | None) -> dict[Channel, tuple[str, ...]]:
        fields = self.file.fields(node, CHANNELS)
        checks = {"whatsapp": values.phone}  # there people are numbers
        return {
            cast("Channel", channel): self.file.values(listed, checks.get(channel, values.handle))
            for channel, listed in fields.items()
        }

    def _date(self, node: yaml.Node | None) -> date | None:
        found = self.file.optional(node, values.day)
        return date.fromisoformat(found) if found else None

    def _refuse_doubtful_dates(self, entry: Entry, fields: Mapping[str, yaml.Node]) -> None:
        if entry.verified_at and not entry.source:
            problem = "verified_at without source; name the page where it was checked"
            raise self.file.error(fields["verified_at"], problem)
        if entry.verify_by and not entry.verified_at:
            raise self.file.error(fields["verify_by"], "verify_by without verified_at; say when it was checked")
        if entry.verified_at and entry.verify_by and entry.verify_by < entry.verified_at:
            problem = f"verify_by {entry.verify_by} is before verified_at {entry.verified_at}; set a later day"
            raise self.file.error(fields["verify_by"], problem)

    def refuse_repeats(self, entries: Sequence[Entry], nodes: Sequence[yaml.Node]) -> None:
        """Nothing belongs to two platforms."""
        first: dict[tuple[str, str], Entry] = {}
        for entry, node in zip(entries, nodes, strict=True):
            for what, value in _belongings(entry):
                owner = first.setdefault((what, value), entry)
                if owner is not entry:
                    problem = f"the {what} {value!r} already belongs to {owner.platform!r}; keep one of them"
                    raise self.file.error(_place(node, value), problem)


def _belongings(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in (entry.platform, *entry.names.values(), *entry.aliases):
        yield "name", name_key(name)
    for what, listed in (
        ("domain", entry.domains),
        ("e-mail domain", entry.email_domains),
        ("e-mail", entry.emails),
        ("phone", entry.phones),
        *((f"{channel} handle", handles) for channel, handles in entry.handles.items()),
    ):
        for value in listed:
            yield what, value.lower()


def _place(node: yaml.Node, value: str) -> yaml.Node:
    """The scalar in a node that says a value, the node itself if none can be told."""
    said = (scalar for scalar in _scalars(node) if value in (name_key(scalar.value), scalar.value.lower()))
    return next(said, node)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    children = node.value if isinstance(node, yaml.SequenceNode) else ()
    for child in [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else children:
        yield from _scalars(child)
