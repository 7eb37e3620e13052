"""A YAML file as nodes, which know their lines. YAML's own ideas of values stay out: everything is text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

import yaml

from qa.errors import CorpusError
from qa.language import has_lone_surrogate

_NOTHING = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """Reads nodes of one file. Every complaint is a CorpusError with path and line."""

    path: str

    def root(self, text: str) -> yaml.Node | None:
        """The root node, None where there is nothing."""
        try:
            root = yaml.compose(text, yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise CorpusError(self.path, line, f"broken YAML: {error.problem or error.context}") from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise CorpusError(self.path, line, f"broken YAML: character U+{error.character:04X}") from error
        except RecursionError as error:
            raise CorpusError(self.path, 1, "broken YAML: nested too deeply") from error
        return None if _is_nothing(root) else root

    def value(self, node: yaml.Node, check: Callable[[str], str]) -> str:
        """One value as ``check`` gives it back; a ValueError of it becomes a complaint."""
        if not isinstance(node, yaml.ScalarNode) or _is_nothing(node):
            raise self.error(node, "expected one value")
        if has_lone_surrogate(node.value):
            raise self.error(node, "holds half a character (a lone surrogate)")
        try:
            return check(node.value.strip())
        except ValueError as error:
            raise self.error(node, str(error)) from None

    def optional(self, node: yaml.Node | None, check: Callable[[str], str]) -> str | None:
        """One value or none."""
        return None if node is None or _is_nothing(node) else self.value(node, check)

    def values(self, node: yaml.Node | None, check: Callable[[str], str]) -> tuple[str, ...]:
        """A list of values, each of which is checked."""
        return tuple(self.value(item, check) for item in self.items(node))

    def items(self, node: yaml.Node | None) -> Sequence[yaml.Node]:
        """The items of a list, none where nothing stands."""
        if node is None or _is_nothing(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "expected a list such as [one, two]")
        return cast("Sequence[yaml.Node]", node.value)

    def fields(self, node: yaml.Node | None, known: Sequence[str]) -> dict[str, yaml.Node]:
        """The values of a mapping by their keys, none of which is unknown or there twice."""
        if node is None or _is_nothing(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"expected lines of 'key: value' with the keys {', '.join(known)}")
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.value(key, str)
            if name not in known:
                near = get_close_matches(name, known, 1)
                cure = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
                raise self.error(key, f"unknown key {name!r}; {cure}")
            if name in fields:
                raise self.error(key, f"{name!r} is there twice; keep one")
            fields[name] = value
        return fields

    def error(self, node: yaml.Node, problem: str) -> CorpusError:
        """A complaint about a node."""
        return CorpusError(self.path, node.start_mark.line + 1, problem)


def _is_nothing(node: yaml.Node | None) -> bool:
    return node is None or (isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NOTHING)
