from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import confidence as model
from qa.confidence import THRESHOLD, WEIGHTS, Evidence, answers, confidence
from qa.datatypes import LANGS, Lang
from tests.made import PATIENT

COSINE = st.floats(-1, 1)
COVERAGE = st.floats(0, 1)
ANY_LANG = st.sampled_from(LANGS)


@PATIENT
@given(COSINE, COVERAGE, ANY_LANG)
def test_confidence_is_a_probability(cosine: float, coverage: float, lang: Lang) -> None:
    assert 0 <= confidence(Evidence(cosine, coverage), lang) <= 1


@PATIENT
@given(COSINE, COSINE, COVERAGE, ANY_LANG)
def test_a_nearer_passage_is_no_less_likely(one: float, other: float, coverage: float, lang: Lang) -> None:
    lower, higher = sorted((one, other))
    assert confidence(Evidence(lower, coverage), lang) <= confidence(Evidence(higher, coverage), lang)


@PATIENT
@given(COSINE, COVERAGE, COVERAGE, ANY_LANG)
def test_a_passage_with_more_of_the_words_is_no_less_likely(
    cosine: float, one: float, other: float, lang: Lang
) -> None:
    lower, higher = sorted((one, other))
    assert confidence(Evidence(cosine, lower), lang) <= confidence(Evidence(cosine, higher), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_nearness_matters_in_every_language(lang: Lang) -> None:
    assert confidence(Evidence(0.9, 0.3), lang) > confidence(Evidence(0.85, 0.3), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_no_evidence_is_no_answer_and_all_evidence_is_one(lang: Lang) -> None:
    assert not answers(confidence(Evidence(0, 0), lang))
    assert answers(confidence(Evidence(1, 1), lang))


def test_every_language_has_its_weights() -> None:
    assert set(WEIGHTS) == set(LANGS)


def test_the_threshold_itself_is_an_answer_and_anything_below_is_none() -> None:
    assert answers(THRESHOLD)
    assert not answers(THRESHOLD - 1e-9)


def test_answer_is_told_from_no_answer_in_one_place() -> None:
    """Whoever compares with the threshold elsewhere would have to name it."""
    package = Path(model.__file__).parent
    named = [path.name for path in package.rglob("*.py") if "THRESHOLD" in names(path)]
    assert named == ["confidence.py"]


def names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
