"""What a file's name says about its document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from qa.datatypes import Lang
from qa.errors import CorpusError
from qa.ingest.front_matter import ID, FrontMatter

_LANGS: dict[str, Lang] = {".zh": "zh", ".en": "en"}


def named(matter: FrontMatter, path: str, remedy: str = "") -> FrontMatter:
    """Id and language from the file's name, where nothing was said: ``help.zh.txt`` is ``help`` in Chinese.

    Raises CorpusError if the name is no id; ``remedy`` is what could be done besides naming the file otherwise.
    """
    name = PurePosixPath(path).stem
    inner = PurePosixPath(name).suffix
    if inner in _LANGS:
        name = name.removesuffix(inner)
    if matter.id is None and not ID.fullmatch(name):
        raise CorpusError(path, 1, f"{name!r} is no id; name the file in letters and digits{remedy}")
    return replace(matter, id=matter.id or name, lang=matter.lang or _LANGS.get(inner))
