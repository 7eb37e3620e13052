"""Times of a build of 1 000 documents: all of them, none changed, one changed; beside the encoder alone.

.venv/bin/python benchmarks/rebuild.py     needs a prepared encoder in index/; keeps its JSON under results/

The documents are made of the shipped corpus' sections, renamed and numbered, so that no text comes twice.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from qa.builder import build
from qa.datatypes import Section
from qa.encoding.load import load_encoder
from qa.ingest.chunking import passages
from qa.ingest.corpus import read_corpus
from qa.retrieval.search_index import views

DOCUMENTS = 1000
SECTIONS = 1  # a document
PHRASINGS = 3  # a section, as an editor gives them at first


def main() -> None:
    """Run, print, keep."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        _write(corpus)
        shutil.copytree("index/encoders", index / "encoders")
        report = {"cores": os.cpu_count(), "python": platform.python_version(), **_measure(corpus, index)}
    text = json.dumps(report, indent=1)
    Path("benchmarks/results/rebuild.json").write_text(text + "\n", "utf-8")
    print(text)


def _measure(corpus: Path, index: Path) -> dict[str, object]:
    encoder = load_encoder(index, bulk=True)
    documents = read_corpus(corpus).documents
    texts = views([passage for document in documents for passage in passages(document)])
    began = time.perf_counter()
    encoder.encode_queries([view.text for view in texts if view.is_question])
    encoder.encode_passages([view.text for view in texts if not view.is_question])
    times = {"encoder_alone_s": round(time.perf_counter() - began, 1)}
    first = _timed(corpus, index, times, "full_build_s")
    again = _timed(corpus, index, times, "no_change_s")
    path = sorted(corpus.glob("*.md"))[500]
    path.write_text(path.read_text("utf-8") + "\nOne more sentence. 又一句话。\n", "utf-8")
    changed = _timed(corpus, index, times, "one_document_s")
    if first != again or changed == again:
        raise SystemExit("a build did what it should not")
    size = sum(path.stat().st_size for path in (index / "cache").iterdir())
    characters = sum(len(view.text) for view in texts)
    return {
        "documents": len(documents),
        "texts": len(texts),
        "characters": characters,
        **times,
        "vector_cache_mb": round(size / 1e6),
    }


def _timed(corpus: Path, index: Path, times: dict[str, float], name: str) -> str:
    began = time.perf_counter()
    built = build(corpus, index, load_encoder(index, bulk=True))
    times[name] = round(time.perf_counter() - began, 1)
    return built.manifest.id


def _write(corpus: Path) -> None:
    corpus.mkdir()
    shipped = read_corpus(Path("corpus")).documents
    sections = cycle([(document, section) for document in shipped for section in document.sections])
    for number in range(DOCUMENTS):
        chosen = list(islice(sections, SECTIONS))
        lang = chosen[0][0].lang
        body = "".join(_markdown(section, number) for document, section in chosen if document.lang == lang)
        (corpus / f"{number:04}.md").write_text(f"---\nid: d{number}\nlang: {lang}\n---\n# {number}\n\n{body}", "utf-8")


def _markdown(section: Section, number: int) -> str:
    also = "".join(f"- {phrasing} ({number})\n" for phrasing in section.also[:PHRASINGS])
    text = "\n\n".join(f"{block.text} ({number})" for block in section.blocks)
    return f"## {section.heading} {number}\n\n{f'also:{chr(10)}{chr(10)}{also}{chr(10)}' if also else ''}{text}\n\n"


if __name__ == "__main__":
    main()
