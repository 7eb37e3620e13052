"""What a server counts, for Prometheus: of one process, or of all that serve together."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from qa.api.edge.request_log import Handled
from qa.datatypes import Answer, Query
from qa.feedback.entries import VoteKind
from qa.feedback.writer import Outcome

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# A step takes 0.1 to 20 ms, an answer 20 (docs/evaluation.md), and is given up after 10 s.
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

# Statuses that tell that the server protects itself, by the name of what refused.
_REJECTED = {408: "slow", 413: "size", 431: "size", 429: "rate", 503: "busy", 504: "time"}


# What a client makes up must not make up a new series.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """The counters of one process. ``is_shared``: they lie in PROMETHEUS_MULTIPROC_DIR, and all are told as one."""

    def __init__(self, *, is_shared: bool = False) -> None:
        # A second series for each, which nobody reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._is_shared = is_shared
        own = self._registry = CollectorRegistry()
        self._loads = Counter(
            "qa_snapshot_loads", "Snapshots that this process tried to take over.", ["outcome"], registry=own
        )
        self._snapshot = Gauge(
            "qa_snapshot_info", "1 for the snapshot that answers.", ["id"], registry=own, multiprocess_mode="livemax"
        )
        self._records = Counter(
            "qa_feedback_records", "Votes and unanswered questions that were to be stored.", ["outcome"], registry=own
        )
        self._votes = Counter("qa_feedback_votes", "Votes that were stored.", ["vote"], registry=own)
        self._requests = Counter("qa_http_requests", "Requests.", ["method", "route", "status"], registry=own)
        self._seconds = Histogram(
            "qa_http_request_duration_seconds", "From head to last byte.", ["route"], registry=own, buckets=_BUCKETS
        )
        self._steps = Histogram(
            "qa_step_duration_seconds", "Of the steps of an answer.", ["step"], registry=own, buckets=_BUCKETS
        )
        self._rejected = Counter("qa_requests_rejected", "Refused to protect the server.", ["reason"], registry=own)
        self._answers = Counter(
            "qa_answers", "Questions answered, or not.", ["outcome", "question_lang", "answer_lang"], registry=own
        )
        self._answering = Gauge(
            "qa_requests_answering", "Being answered now.", registry=own, multiprocess_mode="livesum"
        )
        self._waiting = Gauge(
            "qa_requests_waiting", "Waiting for their turn.", registry=own, multiprocess_mode="livesum"
        )
        for counter, labels in (
            (self._loads, ("loaded", "failed")),
            (self._records, ("stored", "dropped", "failed")),
            (self._votes, ("up", "down")),
            (self._rejected, tuple(_REJECTED.values())),
        ):
            for label in labels:
                counter.labels(label)

    def loaded(self, snapshot_id: str, former_id: str | None = None) -> None:
        """Count a snapshot that answers from now on, in the place of another one."""
        self._loads.labels("loaded").inc()
        if former_id:
            self._snapshot.labels(former_id).set(0)
        self._snapshot.labels(snapshot_id).set(1)

    def failed(self) -> None:
        """Count a snapshot that could not be loaded."""
        self._loads.labels("failed").inc()

    def recorded(self, outcome: Outcome, number: int) -> None:
        """Count votes and unanswered questions that were stored, or not."""
        self._records.labels(outcome).inc(number)

    def voted(self, vote: VoteKind) -> None:
        """Count a vote that was stored."""
        self._votes.labels(vote).inc()

    def handled(self, request: Handled) -> None:
        """Count a request and measure its steps."""
        method = request.method if request.method in _METHODS else "other"
        self._requests.labels(method, request.route, request.status).inc()
        self._seconds.labels(request.route).observe(request.seconds)
        for step, seconds in request.steps.items():
            self._steps.labels(step).observe(seconds)
        if request.status in _REJECTED:
            self._rejected.labels(_REJECTED[request.status]).inc()

    def answered(self, query: Query, answer: Answer) -> None:
        """Count an answer, and in which language its first passage is."""
        lang = answer.hits[0].passage.lang if answer.hits else "none"
        self._answers.labels(answer.state, query.lang, lang).inc()

    def at_work(self, answered: int, waiting: int) -> None:
        """So many more requests are being answered, so many more wait."""
        self._answering.inc(answered)
        self._waiting.inc(waiting)

    def close(self) -> None:
        """This process serves no more: what it was doing is not told any longer, what it has counted is."""
        if self._is_shared:
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]

    def as_text(self) -> bytes:
        """All of them in Prometheus' text format."""
        if not self._is_shared:
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)
