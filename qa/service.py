"""What a running service answers from: a verified snapshot and the encoder that made it."""

from __future__ import annotations

from collections.abc import Sequence

from qa import lexicon, snapshot
from qa.datatypes import Document, Encoder, Guide, Lang, Passage, Query
from qa.encoding.load import load_encoder
from qa.engine import Engine
from qa.errors import DocumentNotFoundError, SnapshotError
from qa.freshness import WITHHELD_AFTER_DAYS
from qa.retrieval.suggestions import Suggestions
from qa.settings import Settings


class Service:
    """One loaded snapshot, ready to answer. Replaced as a whole, never changed."""

    def __init__(
        self, loaded: snapshot.Snapshot, encoder: Encoder, withheld_after_days: int = WITHHELD_AFTER_DAYS
    ) -> None:
        self.manifest = loaded.manifest
        self.registry = loaded.registry
        self.platforms = loaded.registry.including(
            passage.platform for passage in loaded.index.passages if passage.platform
        )
        self.engine = Engine(loaded.index, encoder, withheld_after_days)
        self.suggestions = Suggestions(loaded.index.passages)
        self._documents: dict[tuple[str, str], Document] = {
            (document.id, document.lang): document for document in loaded.documents
        }

    @classmethod
    def load(cls, settings: Settings, former: Service | None = None) -> Service:
        """Load the live snapshot, with the encoder of ``former`` if it is the one.

        Raises SnapshotError or EncoderError, which say the cure.
        """
        loaded = snapshot.load(settings.index)
        if loaded.manifest.tokens != lexicon.fingerprint():
            problem = f"it was built with the dictionaries {loaded.manifest.tokens}, these are {lexicon.fingerprint()}"
            raise SnapshotError(f"snapshot {loaded.manifest.id}: {problem}; rebuild it with: qa build")
        encoder = former.engine.encoder if former else None
        if encoder is None or encoder.fingerprint != loaded.manifest.encoder:
            encoder = load_encoder(settings.index, loaded.manifest.encoder, settings.threads)
        if encoder.dim != loaded.index.dense.dim:
            problem = f"vectors of width {loaded.index.dense.dim}, but its encoder makes {encoder.dim}"
            raise SnapshotError(f"snapshot {loaded.manifest.id} holds {problem}; {snapshot.CURE}")
        return cls(loaded, encoder, settings.withheld_after_days)

    def guide(self, guide: Guide, lang: Lang) -> Passage | None:
        """The passage that a notice leads to: the section itself, else what answers its question, else None."""
        passages = self.engine.index.passages
        wanted = (guide.doc_id, guide.section_key, lang)
        own = (one for one in passages if (one.doc_id, one.section_key, one.lang) == wanted)
        found = next(own, None)
        if found is None:
            answer = self.engine.answer(Query(guide.question[lang], lang, top_k=1))
            found = answer.hits[0].passage if answer.state == "answer" else None
        return found

    def document(self, doc_id: str, lang: str) -> Document:
        """One language version of a document. Raises DocumentNotFoundError."""
        document = self._documents.get((doc_id, lang))
        if document is None:
            raise DocumentNotFoundError("no document has this id in this language")
        return document

    def documents(self, lang: Lang) -> Sequence[Document]:
        """All documents in one language, in the order of the corpus."""
        return [document for document in self._documents.values() if document.lang == lang]
