from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import confidence as model
from qa.confidence import THRESHOLD, UNLISTED, WEIGHTS, answers, confidence
from qa.datatypes import LANGS, Lang
from qa.retrieval.evidence import Evidence
from tests.made import PATIENT

NAMES = [field.name for field in fields(Evidence)]
VALUE = st.floats(-10, 30, width=32)
ANY_LANG = st.sampled_from(LANGS)


def evidence(**values: float) -> Evidence:
    return Evidence(**{name: np.asarray([values.get(name, 0.0)], np.float32) for name in NAMES})


def likely(found: Evidence, lang: Lang, unanswered: Mapping[Lang, float] | None = None) -> float:
    return float(confidence(found, unanswered or {}, lang)[0])


@PATIENT
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE)), ANY_LANG)
def test_confidence_is_a_probability(values: dict[str, float], lang: Lang) -> None:
    assert 0 <= likely(evidence(**values), lang) <= 1


@PATIENT
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE)), st.sampled_from(NAMES), st.floats(0, 20, width=32), ANY_LANG)
def test_more_evidence_is_no_less_likely(values: dict[str, float], name: str, more: float, lang: Lang) -> None:
    weaker = evidence(**values)
    stronger = replace(weaker, **{name: getattr(weaker, name) + np.float32(more)})
    assert likely(weaker, lang) <= likely(stronger, lang) + 1e-6


@PATIENT
@given(ANY_LANG, ANY_LANG, st.floats(-1, 1), st.floats(0, 1))
def test_nearness_to_what_is_not_answered_is_never_more_likely(lang: Lang, of: Lang, near: float, more: float) -> None:
    found = evidence(**dict.fromkeys(NAMES, 6.0))
    assert likely(found, lang, {of: near}) >= likely(found, lang, {of: near + more})


@pytest.mark.parametrize("lang", LANGS)
def test_a_listed_question_outweighs_good_evidence_and_a_missing_list_stands_for_the_usual_distance(lang: Lang) -> None:
    found = evidence(**dict.fromkeys(NAMES, 6.0))
    assert likely(found, lang, {lang: 1.0}) < likely(found, lang) < likely(found, lang, {lang: 0.0})
    assert likely(found, lang) == likely(found, lang, dict.fromkeys(LANGS, UNLISTED))


@pytest.mark.parametrize("lang", LANGS)
def test_no_evidence_is_no_answer_and_all_evidence_is_one(lang: Lang) -> None:
    assert not answers(likely(evidence(), lang))
    assert answers(likely(evidence(**dict.fromkeys(NAMES, 12.0)), lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["match", "intent", "words"])
def test_what_was_matched_and_learned_and_shared_counts_in_every_language(name: str, lang: Lang) -> None:
    weak = evidence(**dict.fromkeys(NAMES, 2.0))
    strong = replace(weak, **{name: np.asarray([4], np.float32)})
    assert likely(strong, lang) > likely(weak, lang)


def test_every_language_has_its_weights() -> None:
    assert set(WEIGHTS) == set(LANGS)


def test_the_threshold_itself_is_an_answer_and_anything_below_is_none() -> None:
    assert answers(THRESHOLD)
    assert not answers(THRESHOLD - 1e-9)


def test_answer_is_told_from_no_answer_in_one_place() -> None:
    """Whoever compares with the threshold elsewhere would have to name it."""
    package = Path(model.__file__).parent
    named = [path.relative_to(package).as_posix() for path in package.rglob("*.py") if "THRESHOLD" in names(path)]
    assert sorted(named) == ["confidence.py"]


def names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
