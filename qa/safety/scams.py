"""Schemes that an asker tells of, and the card that warns of each.

What is looked for is data: ``qa/data/scam_patterns.yaml`` says how people tell of a scheme, ``scam_cards.yaml`` what
they are told. No model judges, so the same words always get the same card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from qa.datatypes import Guide, Lang, Level
from qa.safety.signs import Sign, places, sign
from qa.safety.wording import Wording


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody is told who may be meeting a scheme, in both languages.

    ``guide`` leads to what says more.
    """

    code: str
    level: Level
    title: Mapping[Lang, str]
    message: Mapping[Lang, str]
    guide: Guide


def scams(text: str) -> tuple[str, ...]:
    """The codes of the schemes that a text tells of, gravest first. Linear in the text; never raises."""
    wording, schemes = _patterns()
    found = places(wording.mentions(text))
    return tuple(code for code, signs in schemes.items() if any(sign.is_in(found) for sign in signs))


@cache
def cards() -> Mapping[str, Card]:
    """The card of every code, gravest first."""
    made = {code: _card(code, fields) for code, fields in _data("scam_cards.yaml").items()}
    return MappingProxyType(made)


def _card(code: str, fields: Mapping[str, Any]) -> Card:
    doc_id, _, section_key = fields["passage"].partition("#")
    return Card(
        code=code,
        level=fields["level"],
        title=fields["title"],
        message=fields["message"],
        guide=Guide(doc_id, section_key, fields["question"]),
    )


@cache
def _patterns() -> tuple[Wording, Mapping[str, tuple[Sign, ...]]]:
    data = _data("scam_patterns.yaml")
    families = {name: _phrases(by_lang) for name, by_lang in data["families"].items()}
    schemes = {code: tuple(map(sign, lines)) for code, lines in data["schemes"].items()}
    for code, signs in schemes.items():
        if unknown := frozenset().union(*(sign.families for sign in signs)) - families.keys():
            raise ValueError(f"scam_patterns.yaml: signs of {code} name families that are not there: {sorted(unknown)}")
    return Wording(families, data["homophones"].split()), schemes


def _phrases(by_lang: Mapping[Lang, str]) -> list[str]:
    return [phrase.strip() for line in by_lang.values() for phrase in line.split(",")]


def _data(name: str) -> Any:
    return yaml.BaseLoader(resources.files("qa").joinpath("data", name).read_text("utf-8")).get_single_data()
