from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.errors import DatasetError
from qa.evaluation.baseline import Baseline
from qa.evaluation.dataset import document_target, read_beir
from qa.evaluation.evaluate import evaluate_beir
from qa.evaluation.report import as_json, auroc, own_language_share, reliability, worst
from qa.evaluation.run import STAGES, run
from qa.golden import read_golden, section_target
from qa.ingest.unanswered import read_unanswered
from tests.made import ENCODER, passage, search_index, silent

CORPUS = [
    {"_id": "fees", "title": "Fees", "text": "The network charges the fee.", "metadata": {"lang": "en"}},
    {"_id": "login", "title": "", "text": "Reset the password.\nThen log in again.", "metadata": {"lang": "en"}},
    {"_id": "fees-zh", "title": "", "text": "手续费由网络收取。"},
]
QUERIES = [
    {"_id": "1", "text": "who charges the fee", "metadata": {"lang": "en"}},
    {"_id": "2", "text": "reset password"},
    {"_id": "3", "text": "手续费谁收", "metadata": {"lang": "zh"}},
    {"_id": "unjudged", "text": "zebra"},
]
QRELS = "query-id\tcorpus-id\tscore\n1\tfees\t1\n2\tlogin\t2\n3\tfees-zh\t1\n3\tfees\t1\n1\tlogin\t0\n"


def beir(folder: Path, qrels: str = QRELS) -> Path:
    (folder / "qrels").mkdir(parents=True)
    for name, records in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, "utf-8")
    return folder


def test_a_folder_is_read_with_its_languages_and_judgements(tmp_path: Path) -> None:
    dataset = read_beir(beir(tmp_path / "tiny"))
    assert [(found.id, found.lang, len(found.sections[0].blocks)) for found in dataset.documents] == [
        ("fees", "en", 1),
        ("login", "en", 2),
        ("fees-zh", "zh", 1),
    ]
    assert [(q.id, q.lang, dict(q.relevant)) for q in dataset.questions] == [
        ("1", "en", {"fees": 1}),
        ("2", "en", {"login": 2}),
        ("3", "zh", {"fees-zh": 1, "fees": 1}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("qrels/test.tsv", "q\td\ts\n1 fees 1\n", r"test\.tsv:2: expected"),
        ("queries.jsonl", '{"_id": 1\n', r"queries\.jsonl:1: expected a JSON object"),
        ("qrels/test.tsv", "q\td\ts\n", "3 documents and 0 judged questions"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, content: str, said: str, tmp_path: Path) -> None:
    folder = beir(tmp_path / "tiny")
    (folder / name).write_text(content, "utf-8")
    with pytest.raises(DatasetError, match=said):
        read_beir(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"corpus\.jsonl"):
        read_beir(tmp_path)


def test_every_stage_and_the_baseline_are_measured_per_language_pair(tmp_path: Path) -> None:
    outcomes = evaluate_beir(beir(tmp_path / "tiny"), ENCODER, silent)
    report = as_json("tiny", outcomes)
    assert list(report["pairs"]) == ["en-en", "zh-any", "all"]
    for stages in report["pairs"].values():
        assert list(stages) == list(STAGES)
    final = report["pairs"]["all"]["final"]
    assert final["R@1"]["value"] == final["MRR@10"]["value"] == 1
    assert report["questions"] == 3
    assert list(report["latency_ms"]["steps"]) == ["encode", "words", "dense", "fuse", "compare", "present"]
    assert set(report["own_language_first"]) == {"plain dense", "final"}
    assert "trust" not in report
    assert json.loads(json.dumps(report)) == report


def test_golden_questions_name_sections(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    lines = [
        {"question": "who charges the fee", "lang": "en", "style": "full", "expect": ["fees#s"]},
        {"question": "红烧肉怎么做", "lang": "zh", "style": "far", "expect": []},
        {"question": "zebra", "lang": "en", "style": "junk", "expect": []},
        {"question": "reset the password", "lang": "en", "style": "full", "expect": ["fees#s"]},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    passages = [passage("fees", "en", "The network charges the fee."), passage("login", "en", "Reset the password.")]
    engine = Engine(search_index(passages), ENCODER)
    outcomes = run(engine, Baseline(passages, ENCODER), read_golden(path), section_target)
    report = as_json("golden", outcomes)
    assert report["pairs"]["en-en"]["final"]["R@1"]["value"] == 0.5
    assert set(report["trust"]["refused"]) == {"far", "junk", "far and junk"}
    assert report["styles"] == {"full": 0.5}
    assert worst(outcomes, 5)[0]["found"][0] == "login#s"
    assert worst(outcomes, 5)[0]["rank"] == 2


def test_the_shipped_golden_questions_are_what_the_documents_say_of_them() -> None:
    folder = Path(__file__).parents[2] / "corpus" / "questions"
    seen: set[str] = set()
    for name, answerable, others in (("dev", 240, 97), ("test", 240, 98), ("hard", 450, 200)):
        questions = read_golden(folder / f"{name}.jsonl")
        assert sum(bool(question.relevant) for question in questions) == answerable
        assert sum(not question.relevant for question in questions) == others
        texts = {question.text.strip().lower() for question in questions}
        assert not texts & seen, name
        seen |= texts
    listed = read_unanswered(folder.parent)
    assert len(listed) >= 1000
    assert not {question.strip().lower() for question in listed} & seen


@pytest.mark.parametrize(
    ("higher", "lower", "area"), [([1], [0], 1), ([0], [1], 0), ([0.5], [0.5], 0.5), ([1, 0.2], [0.5, 0.1], 0.75)]
)
def test_auroc_is_the_chance_of_being_above(higher: list[float], lower: list[float], area: float) -> None:
    assert auroc(higher, lower) == area


def test_reliability_compares_what_was_claimed_with_what_came_true() -> None:
    bins = reliability([(0.95, True), (0.93, False), (1.0, True), (0.04, False)])
    assert [(found.low, found.count, round(found.confidence, 2), round(found.right, 2)) for found in bins] == [
        (0, 1, 0.04, 0),
        (0.9, 3, 0.96, 0.67),
    ]


def test_the_share_of_the_own_language_counts_answerable_questions(tmp_path: Path) -> None:
    outcomes = evaluate_beir(beir(tmp_path / "tiny"), ENCODER, silent)
    assert own_language_share(outcomes, "final") == 1
    assert 0 <= own_language_share(outcomes, "plain dense") <= 1


def test_documents_are_targets_by_their_id() -> None:
    assert document_target(passage("fees", "en", "x")) == "fees"
    assert section_target(passage("fees", "en", "x")) == "fees#s"
