"""What a server process counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Info, generate_latest

from qa.feedback.entries import VoteKind
from qa.feedback.writer import Outcome

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._loads = Counter(
            "qa_snapshot_loads", "Snapshots that this process tried to take over.", ["outcome"], registry=self._registry
        )
        self._snapshot = Info("qa_snapshot", "The snapshot that answers.", registry=self._registry)
        self._records = Counter(
            "qa_feedback_records",
            "Votes and unanswered questions that were to be stored.",
            ["outcome"],
            registry=self._registry,
        )
        self._votes = Counter("qa_feedback_votes", "Votes that were stored.", ["vote"], registry=self._registry)
        for counter, labels in (
            (self._loads, ("loaded", "failed")),
            (self._records, ("stored", "dropped", "failed")),
            (self._votes, ("up", "down")),
        ):
            for label in labels:
                counter.labels(label)

    def loaded(self, snapshot_id: str) -> None:
        """Count a snapshot that answers from now on."""
        self._loads.labels("loaded").inc()
        self._snapshot.info({"id": snapshot_id})

    def failed(self) -> None:
        """Count a snapshot that could not be loaded."""
        self._loads.labels("failed").inc()

    def recorded(self, outcome: Outcome, number: int) -> None:
        """Count votes and unanswered questions that were stored, or not."""
        self._records.labels(outcome).inc(number)

    def voted(self, vote: VoteKind) -> None:
        """Count a vote that was stored."""
        self._votes.labels(vote).inc()

    def as_text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self._registry)
