"""A snapshot that would make answers worse is not published, and what changes is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa import builds, gate, snapshot
from qa.builder import Build, build
from qa.datatypes import Answer, Query
from qa.encoding.hash_encoder import HashEncoder
from qa.engine import Engine
from qa.errors import CorpusError, DatasetError, RefusedError
from qa.gate import First, Known, Rules, first_answers, judge, read_rules
from qa.golden import JudgedQuestion
from tests.made import ENCODER, FILES, question, search_index, write_corpus

GOLDEN = [
    {"question": "Who charges network fees?", "expect": ["fees#who"]},
    {"question": "手续费是谁收的？", "expect": ["fees#who"]},
    {"question": "Why is the fee high?", "expect": ["fees#who"]},
    {"question": "How tall is the lighthouse?", "expect": []},
]


REWORDED = {"Who charges network fees?": "Opening hours", "手续费是谁收的？": "营业时间", "{#who}": "{#open}"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in GOLDEN)
    return write_corpus(tmp_path / "corpus", {**FILES, "questions/test.jsonl": lines})


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def first(corpus: Path, index: Path) -> Build:
    return build(corpus, index, ENCODER)


def reword(corpus: Path) -> None:
    """Take from the fees' FAQ, in both languages, what the golden questions ask."""
    for name in ("en/fees.md", "zh/fees.md"):
        path = corpus / name
        text = path.read_text("utf-8")
        for old, new in REWORDED.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


def judged(text: str, *expected: str) -> JudgedQuestion:
    return JudgedQuestion(text, text, "en", dict.fromkeys(expected, 1.0))


def test_the_first_snapshot_of_all_is_published_with_its_share_of_right_answers(first: Build, index: Path) -> None:
    assert first.verdict
    assert (first.verdict.asked, first.verdict.before, first.verdict.changes) == (4, None, ())
    assert first.verdict.right is not None
    assert first.verdict.right >= 0.75
    assert snapshot.current_id(index) == first.manifest.id


def test_a_fall_of_right_answers_is_refused_and_the_older_snapshot_stays(
    first: Build, corpus: Path, index: Path
) -> None:
    reword(corpus)
    with pytest.raises(RefusedError, match=r"right answers fall from \d+\.\d % to \d+\.\d % of 4 questions") as refused:
        build(corpus, index, ENCODER)
    assert len(refused.value.reasons) == 1
    assert snapshot.current_id(index) == first.manifest.id
    assert snapshot.snapshot_ids(index) == [first.manifest.id]


def test_what_was_refused_is_published_by_force_with_its_reasons(first: Build, corpus: Path, index: Path) -> None:
    reword(corpus)
    forced = build(corpus, index, ENCODER, force=True)
    assert forced.verdict
    assert len(forced.verdict.reasons) == 1
    assert snapshot.current_id(index) == forced.manifest.id != first.manifest.id


def test_every_changed_answer_is_told_with_what_it_was_and_kept(first: Build, corpus: Path, index: Path) -> None:
    reword(corpus)
    forced = build(corpus, index, ENCODER, force=True)
    assert forced.verdict
    changes = {change.question: change for change in forced.verdict.changes}
    change = changes["Who charges network fees?"]
    assert (change.before, change.better) == ("fees/en#who", False)
    assert change.after != "fees/en#who"
    assert changes["How tall is the lighthouse?"].before is None
    record = builds.read(index, forced.id)
    assert record.gate
    assert [one["question"] for one in record.gate["changes"]] == list(changes)
    assert record.gate["answers"]["Who charges network fees?"]["passage"] == change.after


def test_the_limit_is_the_operators(first: Build, corpus: Path, index: Path) -> None:
    (corpus / "gate.yaml").write_text("max_drop: 100\n", "utf-8")
    reword(corpus)
    assert build(corpus, index, ENCODER).changed


def test_a_fall_to_the_limit_is_published_and_one_beyond_is_not() -> None:
    engine = Engine(search_index([question("fees", "en", "Who charges fees?", "The network does.")]), ENCODER)
    asked = [judged("Who charges fees?", "fees#s"), *(judged(f"Who charges fees {n}?", "other#s") for n in range(4))]
    now = first_answers(engine, asked)
    assert [now[one.text].answers(one) for one in asked] == [True, False, False, False, False]
    was = {**now, asked[1].text: First("other/en#s", "other#s")}  # two of five were right, one is: 20 points
    live = Known({}, was)
    assert judge(engine, {}, live, Rules(asked, max_drop=20.0)).reasons == ()
    (reason,) = judge(engine, {}, live, Rules(asked, max_drop=19.9)).reasons
    assert "from 40.0 % to 20.0 % of 5 questions" in reason


def test_an_answer_where_none_is_expected_is_wrong() -> None:
    assert First(None, None).answers(judged("How tall is the lighthouse?"))
    assert not First("fees/en#s", "fees#s").answers(judged("How tall is the lighthouse?"))
    assert not First(None, None).answers(judged("Who charges fees?", "fees#s"))


def test_another_passage_of_the_same_section_is_a_change_that_is_neither_better_nor_worse() -> None:
    engine = Engine(search_index([question("fees", "en", "Who charges fees?", "The network does.")]), ENCODER)
    asked = judged("Who charges fees?", "fees#s")
    live = Known({}, {asked.text: First("fees/zh#s", "fees#s")})
    (change,) = judge(engine, {}, live, Rules([asked])).changes
    assert (change.before, change.better) == ("fees/zh#s", None)
    assert change.after == engine.index.passages[0].id


@pytest.mark.parametrize(
    ("was", "now", "lost"),
    [
        ({"documents": 10}, {"documents": 8}, None),
        ({"documents": 10}, {"documents": 7}, "documents: 10 become 7, 30 % fewer; 20 % are allowed"),
        ({"documents": 10}, {"documents": 11}, None),
        ({"documents": 10, "passages_zh": 5}, {"documents": 10, "passages_zh": 0}, "passages in zh: 5 become 0"),
        ({"documents": 0}, {"documents": 0}, None),
    ],
)
def test_what_shrinks_by_more_than_a_fifth_is_refused(
    was: dict[str, int], now: dict[str, int], lost: str | None
) -> None:
    engine = Engine(search_index([question("fees", "en", "Who charges fees?", "The network does.")]), ENCODER)
    reasons = judge(engine, now, Known(was, {}), Rules()).reasons
    assert len(reasons) == (lost is not None)
    assert lost is None or lost in reasons[0]


def test_a_crawl_that_lost_documents_is_refused(first: Build, corpus: Path, index: Path) -> None:
    (corpus / "en" / "login.md").unlink()
    with pytest.raises(RefusedError, match="documents: 3 become 2, 33 % fewer"):
        build(corpus, index, ENCODER)
    assert snapshot.current_id(index) == first.manifest.id


def test_a_language_in_which_nothing_is_found_is_refused() -> None:
    class Mute(Engine):
        def answer(self, query: Query) -> Answer:
            found = super().answer(query)
            return replace(found, hits=()) if query.lang == "zh" else found

    passages = [
        question("fees", "en", "Who charges fees?", "The network."),
        question("fees", "zh", "谁收费？", "网络。"),
    ]
    assert judge(Engine(search_index(passages), ENCODER), {}, None, Rules()).reasons == ()
    (reason,) = judge(Mute(search_index(passages), ENCODER), {}, None, Rules()).reasons
    assert reason == "none of 1 headings asked in zh finds its own section"


def test_without_golden_questions_there_is_nothing_to_compare(tmp_path: Path, index: Path) -> None:
    corpus = write_corpus(tmp_path / "plain")
    built = build(corpus, index, ENCODER)
    assert built.verdict
    assert (built.verdict.asked, built.verdict.right) == (0, None)
    (corpus / "en" / "fees.md").write_text(FILES["en/fees.md"].replace("not the platform", "and nobody else"), "utf-8")
    assert build(corpus, index, ENCODER).changed


def test_a_new_golden_question_is_asked_of_the_live_snapshot_too(first: Build, corpus: Path, index: Path) -> None:
    """Else what it was answered before would be unknown, and its loss unseen."""
    questions = corpus / "questions" / "test.jsonl"
    asked = "When does a locked account open?"
    added = {"question": asked, "expect": ["login#locked"]}
    questions.write_text(questions.read_text("utf-8") + json.dumps(added) + "\n", "utf-8")
    login = corpus / "en" / "login.md"
    login.write_text(login.read_text("utf-8").replace("A locked account opens after a day", "It is so"), "utf-8")
    forced = build(corpus, index, ENCODER, force=True)
    assert forced.verdict
    assert forced.verdict.asked == 5
    assert (forced.verdict.before, forced.verdict.right) == (1.0, 0.8)
    before = {change.question: change.before for change in forced.verdict.changes}
    assert before[asked] == "login/en#locked"


def test_answers_of_another_encoder_are_taken_from_its_build(first: Build, corpus: Path, index: Path) -> None:
    built = build(corpus, index, HashEncoder(32), force=True)
    assert built.verdict
    assert first.verdict
    assert built.verdict.before == first.verdict.right


def test_without_that_record_another_encoders_answers_are_not_compared(first: Build, corpus: Path, index: Path) -> None:
    for path in (index / "builds").iterdir():
        path.unlink()
    built = build(corpus, index, HashEncoder(32))
    assert built.verdict
    assert (built.verdict.before, built.verdict.changes) == (None, ())


def test_questions_of_another_file_are_asked_if_it_is_named(corpus: Path) -> None:
    (corpus / "mine.jsonl").write_text('{"question": "Who?", "expect": []}\n', "utf-8")
    (corpus / "gate.yaml").write_text("questions: mine.jsonl\nmax_shrink: 50 %\n", "utf-8")
    rules = read_rules(corpus)
    assert [one.text for one in rules.questions] == ["Who?"]
    assert (rules.max_drop, rules.max_shrink) == (gate.MAX_DROP, 50.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max_drop: many", "max_drop: 'many' is not a number from 0 to 100"),
        ("max_drop: -1", "max_drop: '-1' is not"),
        ("max_shrink: 101", "max_shrink: '101' is not"),
        ("max_shrink: nan", "max_shrink: 'nan' is not"),
        ("max_dorp: 1", "found max_dorp"),
        ("- a", "found something else"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_file_of_rules_that_cannot_be_understood_is_named(corpus: Path, text: str, said: str) -> None:
    (corpus / "gate.yaml").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=r"gate\.yaml:1: ") as wrong:
        read_rules(corpus)
    assert said in str(wrong.value)


def test_a_named_file_of_questions_must_be_there(corpus: Path) -> None:
    (corpus / "gate.yaml").write_text("questions: none.jsonl", "utf-8")
    with pytest.raises(DatasetError, match=r"none\.jsonl"):
        read_rules(corpus)


@pytest.mark.parametrize(
    "line", ["[]", '{"question": 1, "expect": []}', '{"question": "a", "expect": [1]}', "{", '{"question": "a"}']
)
def test_a_golden_question_that_cannot_be_read_is_named_with_its_line(corpus: Path, index: Path, line: str) -> None:
    path = corpus / "questions" / "test.jsonl"
    path.write_text(path.read_text("utf-8") + "\n" + line + "\n", "utf-8")
    with pytest.raises(DatasetError, match=r"test\.jsonl:6: expected"):
        build(corpus, index, ENCODER)
