"""Names that are made to be taken for a platform's: labels of hosts, handles, what stands before the @ of an e-mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from qa.language import HAN, simplify
from qa.safety.contacts.brands import LONG, Brand, brands, extra_words, ordinary_words
from qa.safety.contacts.confusables import is_mixed, skeleton
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.registry import Registry

# Letters that may be wrong, swapped, missing or too many (optimal string alignment). Of 40 shipped names none of five
# to eight letters is one letter from another, none of more is two; the words that are near one are listed.
EDITS = 1
EDITS_OF_LONG_NAMES = 2
LONG_NAME = 9

# RFC 1035: no label is longer. Handles and local parts of e-mail are shorter than what is cut here.
MAX_NAME = 100

_SEPARATORS = re.compile(r"[-_.+\s]+")
_REPEATS = re.compile(r"(.)\1+")
_HAS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Whose name another name resembles, how (codes of `messages`), and the strength of that name."""

    entry: Entry
    reasons: tuple[str, ...]
    alone: bool = False
    plain: bool = True


@dataclass(frozen=True, slots=True)
class _Form:
    """A name in one reading: as it is, or without digits at the ends of its parts.

    ``looks`` and ``parts_look`` are skeletons; ``cores`` is what may be a misspelt name: the whole, each part, and what
    is left beside extra words at the ends.
    """

    parts: tuple[str, ...]
    text: str
    looks: str
    parts_look: tuple[str, ...]
    cores: tuple[str, ...]


def resembled(name: str, registry: Registry) -> Likeness | None:
    """The platform that a name could be taken for. ``name`` is one label or handle in its own script."""
    name = name[:MAX_NAME].lower()
    for form in _forms(name):
        for check in _CHECKS:
            for brand in brands(registry):
                reasons = check(form, brand)
                if reasons:
                    mixed = ("mixed-script",) if is_mixed(name) else ()
                    weak = brand.strength in ("ordinary", "generic")
                    return Likeness(brand.entry, (*reasons, *mixed), check is _equal, not weak)
    return _in_chinese(name, registry)


def _forms(name: str) -> list[_Form]:
    parts = tuple(filter(None, _SEPARATORS.split(name)))
    bare = tuple(filter(None, (part.strip("0123456789") for part in parts)))
    return [_form(one) for one in dict.fromkeys((parts, bare)) if one]


def _form(parts: tuple[str, ...]) -> _Form:
    text = "".join(parts)
    return _Form(parts, text, skeleton(text), tuple(map(skeleton, parts)), tuple({text, *parts, *_inner(text)}))


def _inner(text: str) -> Iterator[str]:
    words = extra_words()
    starts = [0, *(end for end in range(2, len(text)) if skeleton(text[:end]) in words)]
    ends = [len(text), *(start for start in range(2, len(text)) if skeleton(text[start:]) in words)]
    return (text[start:end] for start in starts for end in ends if end - start >= LONG)


def _equal(form: _Form, brand: Brand) -> tuple[str, ...]:
    """The name itself, as it is, with hyphens, or with characters that look alike."""
    if form.looks != brand.looks:
        return ()
    if form.text != brand.text:
        return ("homoglyph",)
    return ("same-name",) if len(form.parts) == 1 else ("split-name",)


def _doubled(form: _Form, brand: Brand) -> tuple[str, ...]:
    """The name with letters repeated."""
    is_longer = len(form.looks) > len(brand.looks)
    same = is_longer and _REPEATS.sub(r"\1", form.looks) == _REPEATS.sub(r"\1", brand.looks)
    return ("edit-distance",) if same and brand.strength != "generic" else ()


def _contained(form: _Form, brand: Brand) -> tuple[str, ...]:
    """The name among other letters, where it is long enough to be there on purpose."""
    if brand.strength != "strong" or brand.looks not in form.looks:
        return ()
    return ("extra-word",) if brand.text in form.text else ("extra-word", "homoglyph")


def _composed(form: _Form, brand: Brand) -> tuple[str, ...]:
    """The name as a part between separators, or glued to words that go with it."""
    if brand.strength == "short" and brand.looks in form.parts_look:
        return ("extra-word",)
    if brand.strength in ("short", "ordinary") and _is_glued(form.looks, brand.looks):
        return ("extra-word",)
    return ()


def _is_glued(looks: str, brand: str) -> bool:
    places = (match.start() for match in re.finditer(f"(?={re.escape(brand)})", looks))
    return any(_is_made_of_words(looks[:at]) and _is_made_of_words(looks[at + len(brand) :]) for at in places)


def _is_made_of_words(text: str) -> bool:
    words = extra_words()
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in words for start in reached):
            reached.add(end)
    return len(text) in reached


def _misspelt(form: _Form, brand: Brand) -> tuple[str, ...]:
    """The name with wrong letters, alone or beside words that go with it."""
    if brand.strength in ("short", "generic") or len(brand.looks) < LONG:
        return ()
    allowed = EDITS_OF_LONG_NAMES if len(brand.looks) >= LONG_NAME else EDITS
    return ("edit-distance",) if any(_is_near(core, brand, allowed) for core in form.cores) else ()


def _is_near(core: str, brand: Brand, allowed: int) -> bool:
    if abs(len(core) - len(brand.text)) > allowed or core in ordinary_words():
        return False
    return min(OSA.distance(core, brand.text), OSA.distance(skeleton(core), brand.looks)) <= allowed


def _in_chinese(name: str, registry: Registry) -> Likeness | None:
    if not _HAS_HAN.search(name):
        return None
    named = registry.platforms_in(simplify(name))
    entry = registry.entry(named[0]) if named else None
    return Likeness(entry, ("extra-word",)) if entry else None


# The plainest likeness first, each with the longest name first.
_CHECKS: tuple[Callable[[_Form, Brand], tuple[str, ...]], ...] = (_equal, _doubled, _contained, _composed, _misspelt)
