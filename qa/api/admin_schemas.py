"""What the operators' endpoints say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from qa.builds import State


class ChangeOut(BaseModel):
    """A question that is answered otherwise than before, by ids of passages; null is no answer."""

    model_config = ConfigDict(from_attributes=True)

    question: str
    before: str | None
    after: str | None
    better: bool | None = Field(description="Whether a wrong answer became right; null if neither or both are.")


class GateOut(BaseModel):
    """What the gate found. `right` and `before` are shares of the golden questions."""

    reasons: list[str]
    asked: int
    right: float | None
    before: float | None
    changes: list[ChangeOut]


class BuildOut(BaseModel):
    """One build: `done` of `total` parts of `step` are ready."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    state: State
    started: str
    finished: str | None
    step: str
    done: int
    total: int
    snapshot: str | None
    error: str | None
    warnings: list[str]
    counts: dict[str, int]
    gate: GateOut | None


class BuildsOut(BaseModel):
    """Builds that are remembered, the newest first."""

    builds: list[BuildOut]


class SnapshotOut(BaseModel):
    """A snapshot on disk. `created` and what follows are null if its manifest cannot be read."""

    id: str
    live: bool
    created: str | None = None
    parent: str | None = None
    counts: dict[str, int] | None = None


class SnapshotsOut(BaseModel):
    """Snapshots on disk, the oldest first."""

    snapshots: list[SnapshotOut]


class ActivatedOut(BaseModel):
    """The snapshot that is live from now on; every server process takes it over within two seconds."""

    live: str
