"""What is computed from the encoder's vectors, against the definitions written out."""

from __future__ import annotations

import numpy as np
import pytest

from qa import indexing
from qa.datatypes import LANGS, Lang, Passage
from qa.indexing import Generic
from qa.language import simplify
from qa.retrieval.centring import KINDS, STRENGTH, unit
from qa.retrieval.late_interaction import NO_SENTENCE
from qa.retrieval.search_index import SearchIndex, views
from qa.retrieval.views import text_view
from tests.made import ENCODER, generic, passage, question, search_index

PASSAGES = [
    question(
        "fees", "en", "Who charges fees?", "The network charges. It sets them. Nobody else.", also=("fee too high",)
    ),
    passage("login", "en", "Reset the password.", heading_path=("Login", "Locked")),
    question("fees", "zh", "手续费谁收？", "手续费由网络收取。平台不收。", also=("手續費太高",)),
]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return search_index(PASSAGES)


def pooled(lang: Lang) -> np.ndarray:
    texts = [simplify(text_view(mine)) for mine in PASSAGES if mine.lang == lang]
    return ENCODER.encode_passages(texts).pooled


@pytest.mark.parametrize("lang", LANGS)
def test_means_of_passages_are_the_corpus_own_and_those_of_questions_the_generic_ones(
    index: SearchIndex, lang: Lang
) -> None:
    means = dict(zip(KINDS, index.indexes.means.values[:, LANGS.index(lang)], strict=True))
    found: Generic = generic(ENCODER)[lang]
    np.testing.assert_allclose(means["passage"], pooled(lang).mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(means["question"], found.pooled.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(means["question token"], np.concatenate(found.tokens).mean(axis=0), atol=1e-6)
    tokens = ENCODER.encode_passages([simplify(text_view(mine)) for mine in PASSAGES if mine.lang == lang]).tokens
    expected = unit(np.concatenate(tokens)).mean(axis=0)
    np.testing.assert_allclose(means["passage token"], expected, atol=1e-3)  # kept as float16 until then


def test_a_language_without_passages_has_a_mean_of_zero() -> None:
    values = search_index([passage("login", "en", "Reset the password.")]).indexes.means.values
    assert not values[KINDS.index("passage"), LANGS.index("zh")].any()
    assert values[KINDS.index("question"), LANGS.index("zh")].any()


def test_a_text_is_followed_by_its_sentences_and_those_by_its_phrasings(index: SearchIndex) -> None:
    """Three sentences, a lone one that gets no view of its own, two."""
    assert index.dense.rows.tolist() == [0] * 4 + [0] * 2 + [1] + [2] * 3 + [2] * 2
    assert index.dense.is_question.tolist() == [False] * 4 + [True] * 2 + [False] + [False] * 3 + [True] * 2


def test_a_sentences_vector_is_the_mean_of_its_tokens(index: SearchIndex) -> None:
    mine = PASSAGES[0]
    encoding = ENCODER.encode_passages([text_view(mine)])
    begin = text_view(mine).index("It sets")
    inside = (encoding.offsets[0][:, 0] >= begin) & (encoding.offsets[0][:, 0] < begin + len("It sets them. "))
    mean = unit(unit(encoding.tokens[0])[inside].mean(axis=0)[None])
    expected = index.indexes.means.centred(mean, "passage", "en")[0]
    assert float(index.dense.cosines(expected, np.asarray([2]))[0]) == pytest.approx(1, abs=1e-3)


def test_tokens_know_their_sentence_and_headings_stand_in_none(index: SearchIndex) -> None:
    arrays = index.indexes.tokens.arrays
    for row, mine in enumerate(PASSAGES):
        unit_number = index.indexes.tokens.texts[row]
        numbers = arrays.sentences[arrays.starts[unit_number] : arrays.starts[unit_number + 1]].tolist()
        offsets = ENCODER.encode_passages([simplify(text_view(mine))]).offsets[0]
        before = len(text_view(mine)) - len(mine.text)
        assert [number == NO_SENTENCE for number in numbers] == (offsets[:, 0] < before).tolist()
        known = [number for number in numbers if number != NO_SENTENCE]
        assert known == sorted(known)
        assert set(known) == set(range([3, 1, 2][row]))


def test_levels_are_mean_and_mean_deviation_of_what_generic_questions_score(index: SearchIndex) -> None:
    tokens, means = index.indexes.tokens, index.indexes.means
    for lang in LANGS:
        every = generic(ENCODER)[lang].tokens
        chosen = [int(i) for i in np.linspace(0, len(every) - 1, indexing.LEVEL_QUESTIONS)]
        asked = [tokens.project(means.subtract(unit(every[i]), "question token", lang)) for i in chosen]
        for other in LANGS:
            rows = np.asarray([row for row, mine in enumerate(PASSAGES) if mine.lang == other], np.int32)
            scores = np.stack([tokens.text_scores(one, rows) for one in asked])
            found = index.indexes.levels.values[0, LANGS.index(lang), LANGS.index(other)]
            np.testing.assert_allclose(found, [scores.mean(), scores.std(axis=1).mean()], rtol=1e-5, atol=1e-6)


def test_how_many_views_are_encoded_together_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, index: SearchIndex
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    other = search_index(PASSAGES)
    assert other.dense.to_bytes().tolist() == index.dense.to_bytes().tolist()
    assert (other.indexes.tokens.arrays.vectors == index.indexes.tokens.arrays.vectors).all()


def test_progress_counts_up_to_all_characters() -> None:
    seen: list[tuple[str, int, int]] = []
    content = indexing.Content(PASSAGES, search_index(PASSAGES).indexes.lexicon)
    indexing.build_index(content, ENCODER, generic(ENCODER), lambda *told: seen.append(told))
    encoded = [(done, total) for step, done, total in seen if step == "encode passages"]
    total = sum(len(view.text) for view in views(PASSAGES))
    assert encoded[-1] == (total, total)
    assert encoded == sorted(encoded)


def test_centring_takes_away_most_of_the_mean(index: SearchIndex) -> None:
    before = pooled("en")
    after = index.indexes.means.subtract(before, "passage", "en")
    np.testing.assert_allclose(after.mean(axis=0), (1 - STRENGTH) * before.mean(axis=0), atol=1e-6)


def test_empty_sentences_do_not_matter() -> None:
    found: Passage = passage("fees", "en", "Fees.\n\n\nThe network charges them.")
    assert search_index([found]).dense.rows.tolist() == [0, 0, 0]
