"""Documents to a published snapshot. Everything happens aside; the live snapshot changes in one last step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from qa import builds, snapshot
from qa.datatypes import Document, Encoder, Manifest
from qa.encoding.vector_cache import CachedEncoder, VectorCache
from qa.engine import Engine
from qa.errors import EmptyCorpusError, RefusedError, SnapshotError, UnlistedContactsError
from qa.gate import Known, Rules, Verdict, answers_from, first_answers, judge, read_rules
from qa.indexing import Content, Progress, build_index, generic_questions
from qa.ingest.chunking import passages
from qa.ingest.contacts import read_registry, with_known_platforms
from qa.ingest.corpus import read_corpus
from qa.ingest.links import resolve_links
from qa.ingest.quarantine import quarantined, unchecked, unlisted
from qa.ingest.source_file import decode
from qa.ingest.unanswered import read_unanswered
from qa.lexicon import NAME, Lexicon, fingerprint, with_bundled
from qa.records import to_lines
from qa.safety.contacts.registry import NO_CONTACTS, Registry

# Where the vectors of all texts are kept for the next build; it may be deleted at any time.
VECTORS = "cache/vectors.sqlite"

# Part of the digest of a corpus: raised whenever equal documents would give other passages or views.
RECIPE_VERSION = 6


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did. ``changed`` is False when the live snapshot was up to date: then there is no verdict."""

    id: str
    manifest: Manifest
    changed: bool
    warnings: tuple[str, ...]
    verdict: Verdict | None = None


def build(
    corpus_dir: Path,
    index_dir: Path,
    encoder: Encoder,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> Build:
    """Build a snapshot of a corpus and publish it, unless the live one is up to date or answers would become worse.

    ``force`` builds although nothing has changed and publishes whatever the gate says. Raises BrokenCorpusError,
    EmptyCorpusError, RefusedError, BuildInProgressError, or OSError when the disk is full; the live snapshot is
    untouched by any of them.
    """
    with builds.locked(index_dir):
        journal = builds.Journal(index_dir)
        return build_locked(corpus_dir, index_dir, encoder, Wishes(journal, progress or _silent, force))


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where a build is written down, whom it tells of its progress, and what it may publish.

    ``force`` publishes whatever the gate says, ``strict`` nothing while a contact in a document is unlisted.
    ``own_url`` is where people reach the service: links there are no contacts.
    """

    journal: builds.Journal
    progress: Progress
    force: bool
    strict: bool = False
    own_url: str = ""

    def report(self, step: str, done: int, total: int) -> None:
        """Tell everybody how far the build is."""
        self.journal.progress(step, done, total)
        self.progress(step, done, total)


def build_locked(corpus_dir: Path, index_dir: Path, encoder: Encoder, wishes: Wishes) -> Build:
    """`build` for the holder of the lock, who has begun the journal."""
    journal = wishes.journal
    try:
        built = _build(corpus_dir, index_dir, encoder, wishes)
    except RefusedError as error:
        journal.end("refused", error=str(error))
        raise
    except BaseException as error:
        journal.end("failed", error=str(error) or type(error).__name__)
        raise
    state: builds.State = "live" if built.changed else "unchanged"
    journal.end(state, snapshot=built.manifest.id, counts=built.manifest.counts, warnings=built.warnings)
    return built


def _build(corpus_dir: Path, index_dir: Path, encoder: Encoder, wishes: Wishes) -> Build:
    snapshot.remove_leftovers(index_dir)
    builds.remove_leftovers(index_dir)
    wishes.report("read documents", 0, 1)
    read = _read(corpus_dir, wishes)
    rules = read_rules(corpus_dir)
    wishes.report("read documents", 1, 1)
    origin = snapshot.Origin(encoder.fingerprint, fingerprint(), _digest(read))
    live = _live(index_dir)
    build_id = wishes.journal.record.id
    if live and not wishes.force and _origin(live.manifest) == origin:
        return Build(build_id, live.manifest, changed=False, warnings=read.warnings)
    with closing(VectorCache(index_dir / VECTORS)) as cache:
        cached = CachedEncoder(encoder, cache)
        index = build_index(read.content, cached, generic_questions(cached), wishes.report)
        candidate = snapshot.save(index_dir, index, read.documents, origin, read.registry)
        manifest = candidate.manifest
        wishes.report("compare answers", 0, 1)
        verdict = _judged(index_dir, candidate, encoder, live, rules)
        wishes.journal.note(gate=asdict(verdict))
        wishes.report("compare answers", 1, 1)
        if verdict.reasons and not wishes.force:
            snapshot.remove(index_dir, manifest.id)
            raise RefusedError(verdict.reasons)
        snapshot.activate(index_dir, manifest.id)
        snapshot.prune(index_dir, snapshot.KEEP)
        cached.sweep()
    return Build(build_id, manifest, changed=True, warnings=read.warnings, verdict=verdict)


@dataclass(frozen=True, slots=True)
class _Read:
    """All that a build takes from the corpus, and what an editor should know of it."""

    documents: Sequence[Document]
    content: Content
    registry: Registry
    warnings: tuple[str, ...]


def _read(corpus_dir: Path, wishes: Wishes) -> _Read:
    corpus = read_corpus(corpus_dir)
    registry = read_registry(corpus_dir)
    clean, doubtful = _without_unlisted_contacts(corpus.documents, registry, wishes)
    documents, dead_links = resolve_links(with_known_platforms(clean, registry or NO_CONTACTS))
    content = Content(
        [passage for document in documents for passage in passages(document)],
        _lexicon(corpus_dir),
        read_unanswered(corpus_dir),
    )
    return _Read(documents, content, registry or NO_CONTACTS, (*corpus.warnings, *doubtful, *dead_links))


def _without_unlisted_contacts(
    documents: Sequence[Document], registry: Registry | None, wishes: Wishes
) -> tuple[Sequence[Document], tuple[str, ...]]:
    """The documents that may be served, and what was left out. Without a registry there is nothing to judge by."""
    found = unlisted(documents, registry or NO_CONTACTS, wishes.own_url)
    if registry is None:
        return documents, (unchecked(found),) if found else ()
    problems = tuple(map(str, found))
    if found and wishes.strict:
        raise UnlistedContactsError(problems)
    kept = quarantined(documents, found)
    if not kept:
        raise EmptyCorpusError("\n".join(("every document holds unlisted contacts:", *problems)))
    return kept, problems


def _judged(
    index_dir: Path, candidate: snapshot.Snapshot, encoder: Encoder, live: snapshot.Snapshot | None, rules: Rules
) -> Verdict:
    """Ask a candidate. One that cannot answer is deleted."""
    try:
        known = _known(index_dir, live, encoder, rules) if live else None
        return judge(Engine(candidate.index, encoder), candidate.manifest.counts, known, rules)
    except BaseException:
        snapshot.remove(index_dir, candidate.manifest.id)
        raise


def _known(index_dir: Path, live: snapshot.Snapshot, encoder: Encoder, rules: Rules) -> Known:
    """What the live snapshot answers: as its build wrote down; else, where this encoder made it, asked now."""
    record = next((one for one in builds.records(index_dir) if one.snapshot == live.manifest.id and one.gate), None)
    answers = answers_from(record.gate) if record and record.gate else {}
    if (live.manifest.encoder, live.manifest.tokens) == (encoder.fingerprint, fingerprint()):
        new = [question for question in rules.questions if question.text not in answers]
        answers |= first_answers(Engine(live.index, encoder), new)
    return Known(live.manifest.counts, answers)


def activate(index_dir: Path, snapshot_id: str) -> None:
    """Make an older snapshot the live one again, after reading all of it.

    Raises SnapshotError if it does not load, BuildInProgressError while something is being built.
    """
    with builds.locked(index_dir):
        snapshot.load(index_dir, snapshot_id)
        snapshot.activate(index_dir, snapshot_id)


def prune(index_dir: Path, keep: int = snapshot.KEEP) -> list[str]:
    """Delete all snapshots but the newest and the live one, and return their ids.

    Raises BuildInProgressError while something is being built.
    """
    with builds.locked(index_dir):
        snapshot.remove_leftovers(index_dir)
        return snapshot.prune(index_dir, keep)


def _silent(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def _lexicon(corpus_dir: Path) -> Lexicon:
    """The bundled lexicon with the lines of the corpus' own, if it has one."""
    path = corpus_dir / NAME
    return with_bundled(decode(str(path), path.read_bytes()).text if path.is_file() else "", str(path))


def _digest(read: _Read) -> str:
    """Changes whenever a build of these documents, with what stands beside them, could give something else."""
    beside = [read.content.lexicon.extension, *read.content.unanswered, read.registry.to_json().decode()]
    made_of = json.dumps([RECIPE_VERSION, to_lines(read.documents).decode(), beside], ensure_ascii=False)
    return hashlib.sha256(made_of.encode()).hexdigest()


def _live(index_dir: Path) -> snapshot.Snapshot | None:
    """The live snapshot, None when there is none that loads: then there is nothing to keep."""
    try:
        return snapshot.load(index_dir)
    except SnapshotError:
        return None


def _origin(manifest: Manifest) -> snapshot.Origin:
    return snapshot.Origin(manifest.encoder, manifest.tokens, manifest.corpus)
