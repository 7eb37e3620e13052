"""Documents, passages and indexes made up for tests, encoded by the shipped stand-in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from qa.datatypes import Block, Document, Lang, Passage, Section
from qa.encoding.hash_encoder import HashEncoder
from qa.indexing import Content, Generic, build_index, generic_questions
from qa.lexicon import with_bundled
from qa.retrieval.search_index import SearchIndex

ENCODER = HashEncoder()

PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For every property: how long an example takes on a busy machine says nothing about the code."""


def passage(doc_id: str, lang: Lang, text: str, **fields: Any) -> Passage:
    """A passage of a guide; whatever is not given is the same for all."""
    key, part = fields.pop("section_key", "s"), fields.pop("part", 1)
    given = {"kind": "guide", "title": doc_id, "heading_path": (), "anchor": key, **fields}
    return Passage(
        id=f"{doc_id}/{lang}#{key}.{part}", doc_id=doc_id, lang=lang, text=text, section_key=key, part=part, **given
    )


def question(doc_id: str, lang: Lang, asked: str, text: str, **fields: Any) -> Passage:
    """An entry of an FAQ."""
    return passage(doc_id, lang, text, kind="faq", question=asked, **fields)


def document(doc_id: str, lang: Lang, *texts: str, **fields: Any) -> Document:
    """A guide with one section a text."""
    sections = tuple(
        Section(f"s{number}", f"s{number}", f"Heading {number}", (), (Block(text),), f"<p>{text}</p>", number)
        for number, text in enumerate(texts, 1)
    )
    return Document(doc_id, lang, "guide", doc_id, f"{lang}/{doc_id}.md", sections, **fields)


@cache
def generic(encoder: HashEncoder) -> dict[Lang, Generic]:
    """Computed once: it depends on nothing else."""
    return generic_questions(encoder)


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def search_index(
    passages: Sequence[Passage], encoder: HashEncoder = ENCODER, lexicon: str = "", unanswered: Sequence[str] = ()
) -> SearchIndex:
    """Everything that is searched, over made-up passages."""
    return build_index(Content(passages, with_bundled(lexicon), unanswered), encoder, generic(encoder), silent)


FILES = {
    "en/fees.md": "---\nid: fees\nlang: en\n---\n# Fees\n\n## Who charges network fees? {#who}\n\n"
    "also:\n- Why is the fee high?\n\nThe network charges the fee, not the platform.\n",
    "zh/fees.md": "---\nid: fees\nlang: zh\n---\n# 手续费\n\n## 手续费是谁收的？ {#who}\n\n"
    "手续费由区块链网络收取，平台不收。\n",
    "en/login.md": "---\nid: login\nlang: en\ntags: [account]\n---\n# Login\n\n## Reset {#reset}\n\n"
    "Reset the password from the login page.\n\n## Locked {#locked}\n\nA locked account opens after a day.\n",
}
"""A corpus of three documents: an FAQ in both languages and a guide in one."""


def write_corpus(folder: Path, files: dict[str, str] = FILES) -> Path:
    """Write documents below a folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
