from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest

from qa import builder, builds, gate, snapshot
from qa.builder import VECTORS, build
from qa.datatypes import Encoding, Query
from qa.encoding.hash_encoder import HashEncoder
from qa.engine import Engine
from qa.errors import (
    BrokenCorpusError,
    CorpusError,
    EmptyCorpusError,
    LexiconError,
    QaError,
    SnapshotError,
    UnlistedContactsError,
)
from tests.made import ENCODER, silent


@dataclass(frozen=True)
class Place:
    """A corpus with a snapshot of it, both to be changed."""

    corpus: Path
    index: Path

    @property
    def live(self) -> str | None:
        return snapshot.current_id(self.index)

    def change(self) -> None:
        path = self.corpus / "en" / "login.md"
        path.write_text(path.read_text("utf-8").replace("password", "passphrase"), "utf-8")


@pytest.fixture
def place(corpus: Path, index: Path, tmp_path: Path) -> Place:
    return Place(Path(shutil.copytree(corpus, tmp_path / "corpus")), index)


def test_a_build_publishes_what_was_written(place: Place) -> None:
    place.change()
    built = build(place.corpus, place.index, ENCODER)
    assert built.changed
    assert place.live == built.manifest.id
    engine = Engine(snapshot.load(place.index).index, ENCODER)
    assert "passphrase" in engine.answer(Query("passphrase", "en")).hits[0].passage.text


def test_an_unchanged_corpus_is_not_built_again(place: Place) -> None:
    before = sorted((place.index / "snapshots").rglob("*"))
    built = build(place.corpus, place.index, ENCODER)
    assert (built.changed, built.manifest.id) == (False, place.live)
    assert sorted((place.index / "snapshots").rglob("*")) == before


def test_touching_or_moving_the_corpus_is_no_change(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.corpus, tmp_path / "moved", copy_function=shutil.copyfile)
    assert not build(tmp_path / "moved", place.index, ENCODER).changed


def test_a_changed_text_is_built_and_remembers_where_it_came_from(place: Place) -> None:
    before = place.live
    place.change()
    built = build(place.corpus, place.index, ENCODER)
    assert (built.changed, built.manifest.parent) == (True, before)


def test_another_encoder_is_built(place: Place) -> None:
    assert build(place.corpus, place.index, HashEncoder(32)).changed
    assert snapshot.load(place.index).index.dense.dim == 32


def test_other_dictionaries_are_built(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "fingerprint", lambda: "other")
    assert build(place.corpus, place.index, ENCODER).manifest.tokens == "other"


def test_a_lexicon_of_the_corpus_is_built_and_used_by_the_snapshot(place: Place) -> None:
    build(place.corpus, place.index, ENCODER)
    (place.corpus / "lexicon.tsv").write_text("黑话\tpassword\n", "utf-8")
    assert build(place.corpus, place.index, ENCODER).changed
    assert not build(place.corpus, place.index, ENCODER).changed
    index = snapshot.load(place.index).index
    lexicon = index.indexes.lexicon
    assert lexicon.concepts("黑话") == lexicon.concepts("password") != []
    everything = np.ones(len(index.passages), np.bool_)
    asked = index.asked("黑话", "zh", ENCODER.encode_queries(["黑话"]))
    found = index.rank_words(asked, "en", 9, everything)
    assert [index.passages[row].section_key for row in found.rows] == ["reset"]


def test_questions_listed_as_unanswered_are_built_and_kept_by_the_snapshot(place: Place) -> None:
    build(place.corpus, place.index, ENCODER)
    (place.corpus / "unanswered.txt").write_text("Which coin will rise?\n哪个币会涨\n明天下雨吗\n", "utf-8")
    assert build(place.corpus, place.index, ENCODER).changed
    assert not build(place.corpus, place.index, ENCODER).changed
    listed = snapshot.load(place.index).index.indexes.unanswered
    assert {lang: len(vectors) for lang, vectors in listed.vectors.items()} == {"en": 1, "zh": 2}
    (place.corpus / "unanswered.txt").write_text("Which coin will rise?\n", "utf-8")
    assert build(place.corpus, place.index, ENCODER).changed
    assert set(snapshot.load(place.index).index.indexes.unanswered.vectors) == {"en"}


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("unanswered.txt", "Which coin?\n？？？\n".encode(), CorpusError),
        ("contacts.yaml", b"platforms:\n- {platform: harbour, domain: [x]}\n", CorpusError),
        ("lexicon.tsv", "黑话\tpassword\n黑话 password\n".encode(), LexiconError),
        ("lexicon.tsv", "黑话\tpassword\n".encode() + "暗号\tpassword\n".encode("gb18030"), CorpusError),
    ],
)
def test_a_line_beside_the_documents_that_cannot_be_read_is_named_and_nothing_is_published(
    place: Place, name: str, content: bytes, error: type[QaError]
) -> None:
    before = snapshot.current_id(place.index)
    (place.corpus / name).write_bytes(content)
    with pytest.raises(error, match=rf"{re.escape(name)}:2"):
        build(place.corpus, place.index, ENCODER)
    assert snapshot.current_id(place.index) == before


def test_the_contacts_beside_the_documents_are_stored_and_a_change_of_them_is_built(place: Place) -> None:
    assert snapshot.load(place.index).registry.entries == ()
    for domain in ("harbour-exchange.com", "harbour.exchange"):
        listed = f"platforms:\n- {{platform: harbour, names: {{en: Harbour}}, domains: [{domain}]}}\n"
        (place.corpus / "contacts.yaml").write_text(listed, "utf-8")
        assert build(place.corpus, place.index, ENCODER).changed
        assert [entry.domains for entry in snapshot.load(place.index).registry.entries] == [(domain,)]
        assert not build(place.corpus, place.index, ENCODER).changed


CONTACTS = "platforms:\n- {platform: harbour, names: {en: Harbour}, domains: [harbour-exchange.com]}\n"
POISONED = "Write to help@harbour-exchange.com.\n\n## Night desk {#night}\n\nCall +1 202 555 0100 at night.\n"


def test_a_section_with_an_unlisted_contact_is_neither_indexed_nor_shown(place: Place) -> None:
    (place.corpus / "contacts.yaml").write_text(CONTACTS, "utf-8")
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8") + POISONED, "utf-8")
    built = build(place.corpus, place.index, ENCODER)
    assert [warning.split("; ")[0] for warning in built.warnings] == [
        "en/login.md:17: '+1 202 555 0100' (phone) is in no registry"
    ]
    loaded = snapshot.load(place.index)
    assert not [passage for passage in loaded.index.passages if "202 555" in passage.text]
    assert not [section for document in loaded.documents for section in document.sections if section.key == "night"]
    assert [passage for passage in loaded.index.passages if "help@harbour-exchange.com" in passage.text]
    assert build(place.corpus, place.index, ENCODER).warnings == built.warnings


def test_a_link_to_what_was_left_out_is_dead(place: Place) -> None:
    (place.corpus / "contacts.yaml").write_text(CONTACTS, "utf-8")
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8") + "See [nights](login.md#night).\n\n" + POISONED, "utf-8")
    assert "dead link to en/login.md#night" in build(place.corpus, place.index, ENCODER).warnings[-1]


def test_without_a_registry_nothing_is_left_out_and_one_warning_says_so(place: Place) -> None:
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8") + POISONED, "utf-8")
    built = build(place.corpus, place.index, ENCODER)
    assert built.warnings == (
        "contacts stand in 2 sections and nobody checked them: write a contacts.yaml beside the documents",
    )
    assert [passage for passage in snapshot.load(place.index).index.passages if "202 555" in passage.text]


def test_a_strict_build_names_every_unlisted_contact_and_publishes_nothing(place: Place) -> None:
    (place.corpus / "contacts.yaml").write_text("platforms: []\n", "utf-8")
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8") + POISONED, "utf-8")
    before = place.live
    wishes = builder.Wishes(builds.Journal(place.index), silent, force=True, strict=True)
    with pytest.raises(UnlistedContactsError) as caught:
        builder.build_locked(place.corpus, place.index, ENCODER, wishes)
    assert [problem.split(" (")[0] for problem in caught.value.problems] == [
        "en/login.md:12: 'help@harbour-exchange.com'",
        "en/login.md:17: '+1 202 555 0100'",
    ]
    assert place.live == before
    assert next(builds.records(place.index)).state == "failed"


def test_a_corpus_of_unlisted_contacts_alone_is_empty(place: Place) -> None:
    (place.corpus / "contacts.yaml").write_text("platforms: []\n", "utf-8")
    for path in place.corpus.rglob("*.md"):
        path.write_text(f"---\nid: {path.stem}-{path.parent.name}\n---\n# Ask @{path.stem}_desk\n\nText.\n", "utf-8")
    with pytest.raises(EmptyCorpusError, match="every document holds unlisted contacts"):
        build(place.corpus, place.index, ENCODER)


def test_another_recipe_is_built(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "RECIPE_VERSION", builder.RECIPE_VERSION + 1)
    assert build(place.corpus, place.index, ENCODER).changed


def test_a_build_can_be_forced_any_number_of_times_within_a_second(place: Place) -> None:
    for _ in range(4):
        before = place.live
        assert build(place.corpus, place.index, ENCODER, force=True).changed
        assert place.live != before
        snapshot.load(place.index)


def test_a_damaged_snapshot_is_built_anew_without_force(place: Place) -> None:
    (place.index / "snapshots" / str(place.live) / "passages.jsonl").write_bytes(b"")
    assert build(place.corpus, place.index, ENCODER).changed
    snapshot.load(place.index)


@pytest.mark.parametrize("content", [b"", b"garbage", b"../../etc", b"20000101T000000Z-abcdef"])
def test_a_broken_pointer_is_mended_by_the_next_build(content: bytes, place: Place) -> None:
    (place.index / "CURRENT").write_bytes(content)
    assert build(place.corpus, place.index, ENCODER).changed
    snapshot.load(place.index)


def test_a_broken_document_leaves_the_live_snapshot_and_nothing_else(place: Place) -> None:
    before, ids = place.live, snapshot.snapshot_ids(place.index)
    (place.corpus / "en" / "broken.md").write_bytes(b"---\nlang: fr\n---\ntext \xff")
    (place.corpus / "en" / "nameless.md").write_text("# No id\n\ntext", "utf-8")
    with pytest.raises(BrokenCorpusError, match=r"broken\.md.*\n.*nameless\.md"):
        build(place.corpus, place.index, ENCODER)
    assert (place.live, snapshot.snapshot_ids(place.index)) == (before, ids)
    snapshot.load(place.index)


@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_or_empty_corpus_leaves_the_live_snapshot(empty: bool, place: Place) -> None:
    before = place.live
    shutil.rmtree(place.corpus)
    if empty:
        place.corpus.mkdir()
    with pytest.raises(EmptyCorpusError):
        build(place.corpus, place.index, ENCODER)
    assert place.live == before


def test_a_snapshot_that_does_not_load_is_never_made_live_nor_listed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a writer that fails in silence would leave: bytes on disk that are not what was in memory."""
    original = snapshot._write_files

    def faulty(folder: Path, *parts: object) -> None:
        original(folder, *parts)  # type: ignore[arg-type]
        (folder / "dense.faiss").write_bytes((folder / "dense.faiss").read_bytes()[:-50])

    before, ids = place.live, snapshot.snapshot_ids(place.index)
    monkeypatch.setattr(snapshot, "_write_files", faulty)
    with pytest.raises(SnapshotError, match="cannot be read"):
        build(place.corpus, place.index, ENCODER, force=True)
    assert (place.live, snapshot.snapshot_ids(place.index)) == (before, ids)


def test_dead_links_are_warnings_each_time(place: Place) -> None:
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8") + "\nSee [this](nowhere.md) and [that](fees.md).\n", "utf-8")
    for changed in (True, False):
        built = build(place.corpus, place.index, ENCODER)
        assert built.changed is changed
        assert len(built.warnings) == 1
        assert "en/login.md:12: dead link to en/nowhere.md" in built.warnings[0]


def test_progress_rises_to_its_total_in_every_step(place: Place) -> None:
    seen: list[tuple[str, int, int]] = []
    build(place.corpus, place.index, ENCODER, force=True, progress=lambda *report: seen.append(report))
    steps = [(name, list(reports)) for name, reports in groupby(seen, key=lambda report: report[0])]
    assert [name for name, _ in steps] == ["read documents", "encode passages", "index words", "compare answers"]
    for _, reports in steps:
        assert len({total for _, _, total in reports}) == 1
        assert all(one[1] <= other[1] for one, other in pairwise(reports))
        assert reports[-1][1] == reports[-1][2] > 0


def test_old_snapshots_are_pruned_and_the_live_one_is_among_those_kept(place: Place) -> None:
    for _ in range(snapshot.KEEP + 1):
        build(place.corpus, place.index, ENCODER, force=True)
    assert place.live in snapshot.snapshot_ids(place.index)
    assert snapshot.KEEP <= len(snapshot.snapshot_ids(place.index)) <= snapshot.KEEP + 1


class Counting(HashEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        self.asked += texts
        return super().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        self.asked += texts
        return super().encode_passages(texts)


def test_only_what_changed_is_encoded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "SMOKE_QUESTIONS", 0)  # what the gate asks is encoded as a server would
    encoder = Counting()
    build(place.corpus, place.index, encoder, force=True)
    encoder.asked.clear()
    path = place.corpus / "en" / "login.md"
    path.write_text(path.read_text("utf-8").replace("opens after a day", "opens after two days"), "utf-8")
    assert build(place.corpus, place.index, encoder).changed
    assert [text.splitlines()[-1] for text in encoder.asked] == ["A locked account opens after two days."]


def test_with_vectors_kept_or_not_a_snapshot_is_the_same(place: Place) -> None:
    build(place.corpus, place.index, ENCODER, force=True)
    kept = build(place.corpus, place.index, ENCODER, force=True)
    shutil.rmtree((place.index / VECTORS).parent)
    anew = build(place.corpus, place.index, ENCODER, force=True)
    assert kept.manifest.files == anew.manifest.files


def test_snapshots_of_the_same_second_stand_in_the_order_of_their_making(tmp_path: Path) -> None:
    second = "20261123T150000Z-"
    made = ["b00000", "a00000", "c00000"]
    for milliseconds, digest in enumerate(made):
        folder = tmp_path / "snapshots" / f"{second}{digest}"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(f'{{"created": "2026-11-23T15:00:00.{milliseconds:03}+00:00"}}', "utf-8")
    assert snapshot.snapshot_ids(tmp_path) == [f"{second}{digest}" for digest in made]
    (tmp_path / "snapshots" / f"{second}c00000" / "manifest.json").write_text("no manifest", "utf-8")
    assert set(snapshot.snapshot_ids(tmp_path)) == {f"{second}{digest}" for digest in made}
