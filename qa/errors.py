"""Every error Wenda raises on purpose.

QaError
├── CorpusError          one document cannot be used; names path and line
├── BrokenCorpusError    all that is wrong with a corpus, so that an editor sees everything at once
├── UnlistedContactsError contacts in documents are in no registry and not allowed
├── EmptyCorpusError     there is nothing to index
├── ModelError           an encoder cannot be prepared
│   ├── MissingExtraError    a package is not installed; says how to install it
│   └── ExportMismatchError  the exported model disagrees with the original
├── EncoderError         a prepared encoder is missing or damaged
├── DamagedFileError     a file is not what it was when it was written; names it and both values
├── LexiconError         a line of a lexicon cannot be read; names file and line
├── DatasetError         a set of judged questions cannot be read; names file and line
├── SnapshotError        a snapshot cannot be used
│   ├── NoSnapshotError      nothing has been published yet
│   └── NoFormerSnapshotError    there is nothing to go back to
├── ArchiveError         an exported snapshot cannot be imported; names the member at fault
├── UnavailableError     a service runs but has no usable snapshot
├── BuildInProgressError another build holds the lock; knows its id, if it is known
├── BuildNotFoundError   no build has this id
├── RefusedError         the gate refused to publish; holds its reasons
├── PassageNotFoundError no passage has this id
├── WithheldError        a passage is too old to be shown; knows where it stands
├── DocumentNotFoundError no document has this id and language
├── GivenUpError         an answer has taken too long, and nobody waits for it any more
├── FeedbackError        what people thought or asked in vain cannot be stored or read
├── FeedbackOffError     a setting says that none of it is stored
├── SettingsError        settings cannot be used; holds every problem
└── QuestionError        a question cannot be asked (empty, too long, not text)

None of them knows of HTTP: `qa.api.problems` translates.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.datatypes import Document


class QaError(Exception):
    """Base of all errors that Wenda raises on purpose."""


class CorpusError(QaError):
    """A document cannot be used. ``path`` and ``line`` (1-based) say where."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem

    def __reduce__(self) -> tuple[type[CorpusError], tuple[str, int, str]]:
        """How to make it anew: readers of some formats run in another process."""
        return CorpusError, (self.path, self.line, self.problem)


class BrokenCorpusError(QaError):
    """Everything that is wrong with a corpus: ``errors`` holds one `CorpusError` a problem.

    ``documents`` are those that could be read, for whoever wants to say more about them.
    """

    def __init__(self, errors: Sequence[CorpusError], documents: Sequence[Document] = ()) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)
        self.documents = tuple(documents)


class UnlistedContactsError(QaError):
    """Documents hold contacts that nobody listed or allowed, and the build is strict. ``problems`` has one each."""

    def __init__(self, problems: Sequence[str]) -> None:
        told = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"not built, because --strict lets no unlisted contact pass:\n{told}")
        self.problems = tuple(problems)


class EmptyCorpusError(QaError):
    """The corpus folder is missing or holds no document."""


class ModelError(QaError):
    """An encoder cannot be prepared from a model."""


class MissingExtraError(ModelError):
    """A package of an optional extra is needed and absent."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"the package '{package}' is not installed; run: pip install 'wenda[{extra}]'")


class ExportMismatchError(ModelError):
    """The exported model's vectors differ too much from the original's."""


class EncoderError(QaError):
    """A prepared encoder is missing, incomplete or damaged."""


class DamagedFileError(QaError):
    """A file is not what it was when it was written."""

    def __init__(self, file: str, expected: object, found: object) -> None:
        super().__init__(f"{file}: expected {expected}, found {found}")
        self.file = file


class SnapshotError(QaError):
    """A snapshot cannot be used."""


class LexiconError(QaError):
    """A line of a lexicon cannot be read."""


class DatasetError(QaError):
    """A set of judged questions cannot be read."""


class NoSnapshotError(SnapshotError):
    """No snapshot has been published."""


class NoFormerSnapshotError(SnapshotError):
    """The snapshot before the live one is not there any more."""


class ArchiveError(QaError):
    """An exported snapshot cannot be written or imported; the message names the member at fault."""


class UnavailableError(QaError):
    """The service runs but has no usable snapshot. ``code`` says why without naming paths."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


class BuildInProgressError(QaError):
    """Another build is running on the same index. ``build_id`` is None where it is not known."""

    def __init__(self, problem: str, build_id: str | None = None) -> None:
        super().__init__(problem)
        self.build_id = build_id


class BuildNotFoundError(QaError):
    """No build that is remembered has this id."""


class RefusedError(QaError):
    """A new snapshot was not published, because answers would have become worse. ``reasons`` says how."""

    def __init__(self, reasons: Sequence[str]) -> None:
        told = "\n".join(f"- {reason}" for reason in reasons)
        super().__init__(
            f"not published, the older snapshot stays live:\n{told}\nPublish it all the same with --force."
        )
        self.reasons = tuple(reasons)


class PassageNotFoundError(QaError):
    """No passage of the live snapshot has this id."""


class WithheldError(QaError):
    """A passage is too long past its review to be shown. ``place`` is where it stands."""

    def __init__(self, problem: str, place: str) -> None:
        super().__init__(problem)
        self.place = place


class DocumentNotFoundError(QaError):
    """No document of the live snapshot has this id in this language."""


class FeedbackError(QaError):
    """What people thought or asked in vain cannot be stored or read. The message holds none of it."""


class FeedbackOffError(QaError):
    """A setting says that nothing of what people think or ask is stored."""


class GivenUpError(QaError):
    """Nobody waits for the answer any more."""


class SettingsError(QaError):
    """Settings cannot be used. ``problems`` has a line each, which holds no secret."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class QuestionError(QaError):
    """The question cannot be asked. ``code`` is stable; the message is for the asker."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code
