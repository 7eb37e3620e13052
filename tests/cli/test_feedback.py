"""``qa insights`` and ``qa feedback delete``, as an operator runs them."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from qa.feedback.entries import today
from qa.feedback.store import Store
from tests.cli.processes import qa
from tests.feedback.entries import LONG_AGO, bytes_on_disk, question, vote

BREAD = [f"how do I bake [bold]banana bread {number}" for number in range(6)]


@pytest.fixture
def asked(built: Path, tmp_path: Path) -> Path:
    """An index whose documents left questions open."""
    index = Path(shutil.copytree(built, tmp_path / "asked"))
    with closing(Store(index / "feedback.sqlite")) as store:
        store.add([question(text, day=today()) for text in BREAD])
        store.add([question("ancient bakery", day=today() - timedelta(days=20))])
        store.add([vote(day=today(), reason="[red]too short")])
    return index


def test_insights_are_shown_with_documents_to_fill_in(asked: Path) -> None:
    shown = qa("insights", index=asked)
    assert shown.returncode == 0, shown.stderr
    assert "7 questions without a good answer since" in shown.stdout
    assert "groups of 5 or more: 1." in shown.stdout
    assert "how do I bake [bold]banana bread" in shown.stdout
    assert "nearest: fees/en#high" in shown.stdout
    assert "## 待译：how do I bake [bold]banana bread" in shown.stdout
    assert "They go to this report, never to the ranking." in shown.stdout
    assert "[red]too short" in shown.stdout


def test_insights_as_json_are_what_the_api_returns(asked: Path) -> None:
    printed = json.loads(qa("insights", "--json", "--min", 2, "--days", 7, index=asked).stdout)
    assert (printed["questions"], printed["least"]) == (6, 2)
    assert printed["gaps"][0]["by_lang"] == {"zh": 0, "en": 6}
    assert set(printed["gaps"][0]["stubs"]) == {"zh", "en"}


def test_insights_of_a_file_that_cannot_be_read_name_the_cure(asked: Path) -> None:
    (asked / "feedback.sqlite").write_bytes(b"no database at all" * 300)
    shown = qa("insights", index=asked)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "move it away, and a new one is begun" in shown.stderr


@pytest.mark.parametrize("options", [("--min", "1"), ("--days", "0")])
def test_what_would_tell_of_one_person_is_refused(asked: Path, options: tuple[str, str]) -> None:
    assert qa("insights", *options, index=asked).returncode == 2


def test_what_is_older_than_a_day_is_deleted_and_no_byte_of_it_is_left(asked: Path) -> None:
    done = qa("feedback", "delete", "--before", today() - timedelta(days=10), index=asked)
    assert (done.returncode, done.stderr.split(" from ")[0]) == (0, "Deleted 1 entries")
    assert b"ancient bakery" not in bytes_on_disk(asked / "feedback.sqlite")
    with closing(Store(asked / "feedback.sqlite")) as store:
        assert len(store.asked(LONG_AGO, 100)) == 6


def test_everything_is_deleted_and_no_byte_of_it_is_left(asked: Path) -> None:
    done = qa("feedback", "delete", "--all", index=asked)
    assert (done.returncode, done.stderr.split(" from ")[0]) == (0, "Deleted 8 entries")
    left = bytes_on_disk(asked / "feedback.sqlite")
    assert not [trace for trace in (b"banana", b"ancient", b"too short") if trace in left]


def test_what_was_stored_before_it_was_switched_off_can_be_deleted(asked: Path) -> None:
    assert qa("feedback", "delete", "--all", index=asked, feedback="off").returncode == 0
    assert b"banana" not in bytes_on_disk(asked / "feedback.sqlite")


def test_where_nothing_is_stored_nothing_is_made(built: Path, tmp_path: Path) -> None:
    done = qa("feedback", "delete", "--all", index=built, feedback_file=tmp_path / "feedback.sqlite")
    assert done.returncode == 0
    assert done.stderr.startswith("Nothing is stored in ")
    assert list(tmp_path.glob("feedback*")) == []


@pytest.mark.parametrize("options", [(), ("--all", "--before", "2026-11-01"), ("--before", "yesterday")])
def test_deleting_has_to_be_told_what(asked: Path, options: tuple[str, ...]) -> None:
    assert qa("feedback", "delete", *options, index=asked).returncode == 2
    assert b"banana" in bytes_on_disk(asked / "feedback.sqlite")
