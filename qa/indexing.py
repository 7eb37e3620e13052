"""Passages to a search index: every text once through the encoder, everything else from what that gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Encoder, Floats, Lang, Offsets, Passage
from qa.highlight import text_sentences
from qa.language import detect, simplify
from qa.lexicon import Lexicon
from qa.question import comparable
from qa.retrieval import late_interaction
from qa.retrieval.centring import KINDS, Kind, Means, unit
from qa.retrieval.dense import DenseIndex
from qa.retrieval.evidence import Levels
from qa.retrieval.intents import Intents
from qa.retrieval.late_interaction import NO_SENTENCE, QuestionTokens, TokenIndex
from qa.retrieval.search_index import Indexes, SearchIndex, View, lexical_indexes, unit_tokens, views
from qa.retrieval.twins import Twins
from qa.retrieval.unanswered import Unanswered
from qa.retrieval.views import context

# Levels of meaningless scores are taken over so many generic questions and so many passages and phrasings of each
# language, evenly chosen.
LEVEL_QUESTIONS = 40
LEVEL_UNITS = 100

# Views given to the encoder together, which may encode several at a time: enough to keep it busy, few enough to show
# progress and to be ended soon.
AT_ONCE = 32

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Encoded:
    """The views with what the encoder gave for each: unit vectors, unit token vectors (float16), offsets."""

    views: Sequence[View]
    pooled: Floats
    tokens: Sequence[NDArray[np.float16]]
    offsets: Sequence[Offsets]


@dataclass(frozen=True, slots=True)
class Content:
    """What is indexed: passages, at least one, and what editors say beside them."""

    passages: Sequence[Passage]
    lexicon: Lexicon
    unanswered: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Generic:
    """Questions about anything: unit vectors, float32 [n, dim], and the unit token vectors of each."""

    pooled: Floats
    tokens: Sequence[Floats]


def build_index(content: Content, encoder: Encoder, generic: Mapping[Lang, Generic], progress: Progress) -> SearchIndex:
    """Encode and index; ``generic`` is what `generic_questions` gives."""
    passages = content.passages
    encoded = _encode(views(passages), encoder, progress)
    langs = np.asarray([passages[view.row].lang for view in encoded.views])
    means = _means(encoded, langs, generic)
    dense = _dense(passages, encoded, means)
    tokens = _tokens(passages, encoded, means)
    progress("index words", 0, 1)
    lexical = lexical_indexes(passages, content.lexicon)
    progress("index words", 1, 1)
    unanswered = _unanswered(content.unanswered, encoder, means)
    indexes = Indexes(
        dense=dense,
        lexical=lexical,
        tokens=tokens,
        means=means,
        levels=_levels(tokens, means, generic, langs),
        lexicon=content.lexicon,
        unanswered=unanswered,
        intents=_intents(passages, dense, unanswered, _centred(generic, means)),
    )
    return SearchIndex(passages, indexes)


def generic_questions(encoder: Encoder) -> dict[Lang, Generic]:
    """Questions about anything: what a question in each language looks like before it is about something."""
    return {lang: _generic(encoder, _lines(lang)) for lang in LANGS}


def _generic(encoder: Encoder, questions: Sequence[str]) -> Generic:
    encoding = encoder.encode_queries([simplify(text) for text in questions])
    return Generic(encoding.pooled, [unit(tokens) for tokens in encoding.tokens])


def _lines(lang: Lang) -> list[str]:
    return resources.files("qa").joinpath("data", f"generic_questions_{lang}.txt").read_text("utf-8").splitlines()


def _encode(wanted: Sequence[View], encoder: Encoder, progress: Progress) -> _Encoded:
    """Progress counts characters, which take about equal time."""
    pooled = np.empty((len(wanted), encoder.dim), np.float32)
    tokens: dict[int, NDArray[np.float16]] = {}
    offsets: dict[int, Offsets] = {}
    total = sum(len(view.text) for view in wanted)
    done = 0
    for first in range(0, len(wanted), AT_ONCE):
        chunk = range(first, min(first + AT_ONCE, len(wanted)))
        for is_question, encode in ((False, encoder.encode_passages), (True, encoder.encode_queries)):
            mine = [number for number in chunk if wanted[number].is_question == is_question]
            encoding = encode([wanted[number].text for number in mine])
            pooled[mine] = encoding.pooled
            tokens.update(zip(mine, (unit(found).astype(np.float16) for found in encoding.tokens), strict=True))
            offsets.update(zip(mine, encoding.offsets, strict=True))
        done += sum(len(wanted[number].text) for number in chunk)
        progress("encode passages", done, total)
    numbers = range(len(wanted))
    return _Encoded(wanted, pooled, [tokens[number] for number in numbers], [offsets[number] for number in numbers])


def _means(encoded: _Encoded, langs: NDArray[np.str_], generic: Mapping[Lang, Generic]) -> Means:
    """Passages' means are the corpus' own, questions' are those of generic questions."""
    values = np.zeros((len(KINDS), len(LANGS), encoded.pooled.shape[1]), np.float32)
    texts = np.asarray([not view.is_question for view in encoded.views])
    for number, lang in enumerate(LANGS):
        mine = np.flatnonzero(texts & (langs == lang))
        of_kind: dict[Kind, Floats] = {
            "passage": encoded.pooled[mine],
            "passage token": _concatenated(
                [encoded.tokens[int(i)].astype(np.float32) for i in mine], encoded.pooled.shape[1]
            ),
            "question": generic[lang].pooled,
            "question token": _concatenated(generic[lang].tokens, encoded.pooled.shape[1]),
        }
        for kind, vectors in of_kind.items():
            if len(vectors):
                values[KINDS.index(kind), number] = vectors.mean(axis=0, dtype=np.float64)
    return Means(values)


def _concatenated(vectors: Sequence[Floats], dim: int) -> Floats:
    return np.concatenate([np.empty((0, dim), np.float32), *vectors])


def _dense(passages: Sequence[Passage], encoded: _Encoded, means: Means) -> DenseIndex:
    """The views' vectors, and after each text's those of its sentences, pooled from the same pass (late chunking)."""
    vectors, rows, kinds = [], [], []
    for number, view in enumerate(encoded.views):
        lang = passages[view.row].lang
        found = encoded.pooled[number][None]
        if not view.is_question:
            sentences = _sentence_numbers(passages[view.row], view, encoded.offsets[number])
            found = np.concatenate([found, _sentence_vectors(encoded.tokens[number], sentences)])
        vectors.append(means.centred(found, "question" if view.is_question else "passage", lang))
        rows.extend([view.row] * len(found))
        kinds.extend([view.is_question] * len(found))
    return DenseIndex.build(np.concatenate(vectors), np.asarray(rows, np.int32), np.asarray(kinds, np.bool_))


def _sentence_vectors(tokens: NDArray[np.float16], sentences: NDArray[np.uint16]) -> Floats:
    """The mean token of each sentence, float32 [sentences, dim]; a lone sentence is the text and gets none."""
    found = np.unique(sentences[sentences != NO_SENTENCE])
    if len(found) < 2:
        return np.empty((0, tokens.shape[1]), np.float32)
    return unit(np.stack([tokens[sentences == number].mean(axis=0, dtype=np.float32) for number in found]))


def _sentence_numbers(passage: Passage, view: View, offsets: Offsets) -> NDArray[np.uint16]:
    """Which sentence of the passage's text each token stands in, uint16 [tokens].

    NO_SENTENCE for title and headings, and for all where simplified text has another length than the passage's own.
    """
    numbers = np.full(len(offsets), NO_SENTENCE, np.uint16)
    before = len(view.text) - len(passage.text)
    if view.is_question or before != len(context(passage)):
        return numbers
    spans = text_sentences(passage.text)[:NO_SENTENCE]
    for number, span in enumerate(spans):
        inside = (offsets[:, 0] >= before + span.start) & (offsets[:, 0] < before + span.end)
        numbers[inside] = number
    return numbers


def _unanswered(questions: Sequence[str], encoder: Encoder, means: Means) -> Unanswered:
    """Each line as if it were asked."""
    vectors: dict[Lang, Floats] = {}
    for lang in LANGS:
        texts = [comparable(text) for text in questions if detect(text) == lang]
        if texts:
            vectors[lang] = means.centred(encoder.encode_queries(texts).pooled, "question", lang)
    return Unanswered(vectors)


def _centred(generic: Mapping[Lang, Generic], means: Means) -> list[Floats]:
    return [means.centred(generic[lang].pooled, "question", lang) for lang in LANGS]


def _intents(
    passages: Sequence[Passage], dense: DenseIndex, unanswered: Unanswered, generic: Sequence[Floats]
) -> Intents:
    """Learned from all phrasings; questions about anything, and those without an answer, ask for no section."""
    sections = Twins(passages).sections[dense.rows[dense.phrasings]]
    none = np.concatenate([*generic, *unanswered.vectors.values()])
    return Intents.learn(dense.vectors(dense.phrasings), sections, none)


def _tokens(passages: Sequence[Passage], encoded: _Encoded, means: Means) -> TokenIndex:
    units, sentences = [], []
    for number, view in enumerate(encoded.views):
        kind: Kind = "question token" if view.is_question else "passage token"
        vectors = encoded.tokens[number].astype(np.float32)
        units.append(means.centred(vectors, kind, passages[view.row].lang))
        sentences.append(_sentence_numbers(passages[view.row], view, encoded.offsets[number]))
    rows = np.asarray([view.row for view in encoded.views], np.int32)
    return late_interaction.build(units, sentences, rows, np.asarray([view.is_question for view in encoded.views]))


def _levels(tokens: TokenIndex, means: Means, generic: Mapping[Lang, Generic], langs: NDArray[np.str_]) -> Levels:
    values = np.zeros((2, len(LANGS), len(LANGS), 2), np.float32)
    for asked, lang in enumerate(LANGS):
        chosen = _evenly(np.arange(len(generic[lang].tokens)), LEVEL_QUESTIONS)
        questions = [tokens.project(unit_tokens(generic[lang].tokens[i], means, lang)) for i in chosen]
        for found, other in enumerate(LANGS):
            for kind, units in enumerate((tokens.texts, tokens.questions)):
                mine = _evenly(units[langs[units] == other], LEVEL_UNITS)
                if len(mine):
                    scores = _scores(tokens, questions, mine, is_question=bool(kind))
                    values[kind, asked, found] = scores.mean(), scores.std(axis=1).mean()
    return Levels(values)


def _scores(
    tokens: TokenIndex, questions: Sequence[QuestionTokens], units: NDArray[np.int64], *, is_question: bool
) -> Floats:
    """float32 [questions, units]."""
    if is_question:
        return np.stack([tokens.question_scores(question, units) for question in questions])
    return np.stack([tokens.text_scores(question, tokens.arrays.rows[units]) for question in questions])


def _evenly(items: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """At most ``count`` of the items, spread over all of them."""
    return items[np.linspace(0, len(items) - 1, min(count, len(items))).astype(np.int64)]
