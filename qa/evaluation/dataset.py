"""A data set: documents and questions with known answers, in BEIR's layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.datatypes import Block, Document, Lang, Passage, Section
from qa.errors import DatasetError
from qa.golden import JudgedQuestion, file_text, json_lines
from qa.language import detect


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents and judged questions. `target` names what a passage counts as."""

    name: str
    documents: Sequence[Document]
    questions: Sequence[JudgedQuestion]


def document_target(passage: Passage) -> str:
    """In BEIR's layout a document is judged."""
    return passage.doc_id


def read_beir(folder: Path) -> Dataset:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` (Thakur et al., BEIR, 2021).

    Languages are those of ``metadata.lang``, detected where there is none. Raises DatasetError.
    """
    documents = [_document(record) for _, record in json_lines(folder / "corpus.jsonl")]
    relevant = _qrels(folder / "qrels" / "test.tsv")
    questions = [
        JudgedQuestion(record["_id"], record["text"], _lang(record), relevant[record["_id"]])
        for _, record in json_lines(folder / "queries.jsonl")
        if record["_id"] in relevant
    ]
    if not documents or not questions:
        raise DatasetError(f"{folder}: {len(documents)} documents and {len(questions)} judged questions")
    return Dataset(folder.name, documents, questions)


def _document(record: Mapping[str, Any]) -> Document:
    blocks = tuple(Block(line) for line in record["text"].splitlines() if line.strip()) or (Block(record["text"]),)
    section = Section(key="text", anchor="text", heading="", path=(), blocks=blocks, html="", line=1)
    return Document(
        id=record["_id"],
        lang=_lang(record),
        kind="guide",
        title=record.get("title") or "",
        path=record["_id"],
        sections=(section,),
    )


def _lang(record: Mapping[str, Any]) -> Lang:
    stated: Lang | None = (record.get("metadata") or {}).get("lang")
    return stated or detect(record["text"])


def _qrels(path: Path) -> Mapping[str, Mapping[str, float]]:
    relevant: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for number, line in enumerate(file_text(path).splitlines()[1:], 2):
        try:
            question, document, grade = line.split("\t")
            if float(grade) > 0:
                relevant[question][document] = float(grade)
        except ValueError as error:
            raise DatasetError(
                f"{path}:{number}: expected 'question<TAB>document<TAB>grade', found {line!r}"
            ) from error
    return relevant
