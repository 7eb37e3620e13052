"""The report that editors read."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from qa.datatypes import Query
from qa.engine import Engine
from qa.feedback.entries import today
from qa.feedback.store import Store
from qa.insights import report as report_module
from qa.insights.report import EXAMPLES, REASONS, insights
from tests.feedback.entries import question, vote
from tests.made import ENCODER, passage, search_index
from tests.made import question as entry

BREAD = [f"how do I bake banana bread {number}" for number in range(8)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    passages = [
        entry("fees", "en", "Who charges the network fee?", "The network charges the fee."),
        passage("login", "en", "Reset the password.", title="Login", heading_path=("Reset",)),
    ]
    return Engine(search_index(passages), ENCODER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feedback.sqlite"
    with closing(Store(path)) as store:
        store.add([question(text, day=today()) for text in BREAD])
        store.add([question(text, day=today() - timedelta(days=10)) for text in ("old one", "old one more")])
        store.add([vote(day=today(), passage_id="bad", reason=f"reason {number}") for number in range(5)])
        store.add([vote(day=today(), passage_id="good", vote="up")])
    return path


def test_a_gap_says_how_often_what_and_what_is_nearest(engine: Engine, path: Path) -> None:
    report = insights(engine, path, 5, 30)
    (gap,) = report.gaps
    assert (report.questions, report.least, report.since) == (10, 5, today() - timedelta(days=29))
    assert (gap.size, gap.by_lang) == (8, {"zh": 0, "en": 8})
    assert {gap.question, *gap.examples} < set(BREAD)
    assert len(gap.examples) == EXAMPLES
    answer = engine.answer(Query(gap.question, "en"))
    assert gap.nearest
    assert gap.nearest.passage_id == answer.hits[0].passage.id
    assert gap.nearest.confidence == round(answer.confidence, 3)
    assert not gap.nearest.answered
    assert "bake banana bread" in gap.stubs["en"]


def test_what_documents_cover_by_now_is_said_so(engine: Engine, path: Path) -> None:
    asked = [f"who charges the network fee {word}" for word in ("", "now", "here", "again", "please")]
    with closing(Store(path)) as store:
        store.add([question(text, day=today()) for text in asked])
    covered = [gap.nearest for gap in insights(engine, path).gaps if "network fee" in gap.question]
    assert [(near.title, near.answered) for near in covered if near] == [("Who charges the network fee?", True)]


def test_a_guide_is_named_by_its_title_and_headings(path: Path) -> None:
    guide = passage("login", "en", "Reset the password.", title="Login", heading_path=("Reset",))
    (gap,) = insights(Engine(search_index([guide]), ENCODER), path).gaps
    assert gap.nearest
    assert gap.nearest.title == "Login › Reset"


def test_older_days_count_only_if_they_are_asked_for(engine: Engine, path: Path) -> None:
    assert insights(engine, path, 2, 10).questions == 8
    assert insights(engine, path, 2, 11).questions == 10


def test_votes_are_told_the_least_liked_first_with_reasons(engine: Engine, path: Path) -> None:
    votes = insights(engine, path).votes
    assert [(one.passage_id, one.up, one.down) for one in votes] == [("bad", 0, 5), ("good", 1, 0)]
    assert votes[0].reasons == ("reason 4", "reason 3", "reason 2")
    assert len(votes[0].reasons) == REASONS


def test_votes_move_no_ranking(engine: Engine, path: Path) -> None:
    query = Query("who charges the fee", "en")
    before = engine.answer(query)
    with closing(Store(path)) as store:
        store.add([vote(day=today(), passage_id=before.hits[0].passage.id) for _ in range(100)])
    insights(engine, path)
    after = engine.answer(query)
    assert (after.hits, after.confidence) == (before.hits, before.confidence)


def test_of_very_many_questions_the_newest_are_grouped(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_module, "MAX_QUESTIONS", 6)
    report = insights(engine, path, 2, 30)
    assert [gap.size for gap in report.gaps] == [6]


def test_without_a_file_the_report_is_empty(engine: Engine, tmp_path: Path) -> None:
    report = insights(engine, tmp_path / "nothing" / "feedback.sqlite")
    assert (report.questions, report.gaps, report.votes) == (0, (), ())
    assert not (tmp_path / "nothing").exists()
