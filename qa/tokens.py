"""Text to terms, for build and query alike.

Chinese words inside longer words are what comparable systems miss (处理 inside 待处理), so jieba's words are
accompanied by the run's bigrams and single characters: they find what the segmenter cut differently. English
words are stemmed and lose their function words.

R@1 of BM25 alone on (xquad-zh-zh, cmrc-trial, atec-faq): words 91.3 97.6 8.5, words + bigrams 91.2 97.0 10.5,
all three 92.8 97.1 10.8. On (xquad-en-en, banking77-dev): plain 92.0 51.3, stemmed 92.8 54.3, and without
function words 93.6 59.5.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import snowballstemmer

from qa.language import HAN, fold

# jieba is superlinear on repeats of one character (8 000: 0.26 s, 16 000: 0.96 s). No clause is this long.
MAX_SEGMENT = 200

# Entries of jieba's dictionary with a lower count are its unverified half. Without them R@1 is the same
# (97.2 to 97.6 on cmrc-trial) and loading takes 0.3 s instead of 1.1 s.
MIN_DICTIONARY_COUNT = 4

# A domain word must beat the split into its parts; jieba's own frequent words have counts of this order.
DOMAIN_WORD_COUNT = 20_000

# The stemmer is quadratic on runs such as ayayay (600 000 characters: 34 s). No English word is this long.
MAX_STEMMED = 100

# Stems that are remembered: finding them is four fifths of the time of reading the lexicon.
KEPT_STEMS = 20_000

# Raised by hand whenever the code of `terms` or `fold` changes what it returns.
_RULES_VERSION = b"2"

# One run of one script: 提现USDT gives 提现 and usdt, 绑定2FA gives 绑定 and 2fa.
_RUN = re.compile(f"(?P<han>[{HAN}]+)|(?P<word>[^\\W_{HAN}]+(?:'[a-z]+)?)")


def terms(text: str) -> list[str]:
    """The terms of a text, repeats kept, so that counts are term frequencies. Punctuation gives none."""
    found: list[str] = []
    for run in _RUN.finditer(folded(text)):
        found.extend(_han_terms(run["han"]) if run["han"] else _latin_terms(run["word"]))
    return found


def folded(text: str) -> str:
    """The form of a text that terms and units are cut from."""
    return fold(text).replace("’", "'")


def units(text: str) -> tuple[str, ...]:
    """A text that is folded already as single Han characters and stemmed words, function words kept."""
    found: list[str] = []
    for run in _RUN.finditer(text):
        found.extend(run["han"] or (_stem(run["word"].removesuffix("'s")),))
    return tuple(found)


def fingerprint() -> str:
    """Identifies everything that decides the terms: equal fingerprints give equal terms."""
    digest = hashlib.sha256(_RULES_VERSION)
    for content in (_general_dictionary(), _data("domain_words.txt"), _data("stopwords_en.txt")):
        digest.update(content)
    return digest.hexdigest()[:16]


def _han_terms(run: str) -> Iterator[str]:
    for start in range(0, len(run), MAX_SEGMENT):
        piece = run[start : start + MAX_SEGMENT]
        yield from (word for word in _segmenter().cut_for_search(piece, HMM=False) if len(word) > 1)
    yield from ("".join(pair) for pair in pairwise(run))
    yield from run


def _latin_terms(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    if word not in _stopwords():
        yield _stem(word)


@lru_cache(KEPT_STEMS)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word)) if len(word) <= MAX_STEMMED else word


@cache
def _segmenter() -> Any:
    """A segmenter of our own, filled from the dictionaries directly.

    Not by jieba's initialize(): that reads a cache file from the shared temporary folder without checking
    who wrote it.
    """
    import jieba

    counts = _word_counts()
    segmenter = jieba.Tokenizer()
    segmenter.total = sum(counts.values())
    for word in list(counts):
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)  # jieba walks prefixes: a missing one ends the search
    segmenter.FREQ = counts
    segmenter.initialized = True
    return segmenter


def _word_counts() -> dict[str, int]:
    fields = (line.split(" ", 2) for line in _general_dictionary().decode().splitlines())
    counts = {word: int(count) for word, count, *_ in fields if int(count) >= MIN_DICTIONARY_COUNT}
    counts.update(dict.fromkeys(_lines("domain_words.txt"), DOMAIN_WORD_COUNT))
    return counts


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(word for line in _lines("stopwords_en.txt") for word in line.split())


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


def _lines(name: str) -> list[str]:
    return [line for line in _data(name).decode().splitlines() if line and not line.startswith("#")]


def _data(name: str) -> bytes:
    return resources.files("qa").joinpath("data", name).read_bytes()


def _general_dictionary() -> bytes:
    return resources.files("jieba").joinpath("dict.txt").read_bytes()
