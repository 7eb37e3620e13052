"""What is given to an editor can be put among the documents as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.datatypes import Document, Lang
from qa.ingest.corpus import read_corpus
from qa.insights.groups import Group, Phrasing
from qa.insights.stubs import ALIKE, ALSO, stubs


def group(**texts: list[str]) -> Group:
    langs: list[Lang] = ["zh", "en"]
    return Group(tuple(Phrasing(text, lang, 1) for lang in langs for text in texts.get(lang, [])))


def documents(found: Group, folder: Path) -> dict[Lang, Document]:
    for lang, stub in stubs(found).items():
        (folder / f"gap.{lang}.md").write_text(stub, "utf-8")
    corpus = read_corpus(folder)
    assert list(corpus.warnings) == []
    return {document.lang: document for document in corpus.documents}


def test_a_stub_is_an_faq_with_the_questions_of_its_language(tmp_path: Path) -> None:
    found = documents(
        group(zh=["怎么烤面包", "烤面包的方法。", "面包"], en=["how to bake bread", "bread how"]), tmp_path
    )
    for lang, heading, also in (
        ("zh", "怎么烤面包？", ("烤面包的方法。", "面包")),
        ("en", "how to bake bread?", ("bread how",)),
    ):
        document = found["zh" if lang == "zh" else "en"]
        (section,) = document.sections
        assert (document.kind, document.lang) == ("faq", lang)
        assert (section.heading, section.is_question, section.also) == (heading, True, also)
        assert section.blocks[0].text.startswith({"zh": "待写", "en": "TODO"}[lang])


def test_both_are_versions_of_one_document_and_one_section(tmp_path: Path) -> None:
    found = documents(group(zh=["怎么烤面包"], en=["how to bake bread"]), tmp_path)
    assert found["zh"].id == found["en"].id
    assert found["zh"].sections[0].key == found["en"].sections[0].key


@pytest.mark.parametrize(("own", "other", "says"), [("zh", "en", "TODO, translate: "), ("en", "zh", "待译：")])
def test_a_language_in_which_nobody_asked_says_that_it_is_to_be_translated(
    own: Lang, other: Lang, says: str, tmp_path: Path
) -> None:
    (section,) = documents(group(**{own: ["bread 面包", "more"]}), tmp_path)[other].sections
    assert section.heading.rstrip("?？") == f"{says}bread 面包"
    assert section.is_question
    assert section.also == ()


STRANGE = [
    "why is *this* `broken` <b>now</b>",
    "# a heading {#anchor}",
    "- a list",
    "1. first",
    "12) twelfth",
    "> quoted",
    "--- and ===",
    "a | b | c",
    "also: \\ and &amp; ~~gone~~",
    "\"quoted\" title: 'yes'",
    "[email] [link](address) ![x](y)",
    "snake_case_words __init__ _so_ and __",
    "[name]: cannot log in",
    "[a]: https://a.example",
    "+ plus",
    "2026. Was that a year",
    "提现{{手续费}}…？？",
]


@pytest.mark.parametrize("text", STRANGE)
def test_what_people_type_is_text_and_no_markdown(text: str, tmp_path: Path) -> None:
    (section,) = documents(group(en=[text, text]), tmp_path)["en"].sections
    assert section.also == (text,)
    assert section.heading.rstrip("?") == text.rstrip("?？… ")


def test_what_is_only_remotely_like_the_question_is_not_listed(tmp_path: Path) -> None:
    likeness = {"bread": 1.0, "near": ALIKE, "far": ALIKE - 0.01}
    found = Group(tuple(Phrasing(text, "en", 1, like) for text, like in likeness.items()))
    (section,) = documents(found, tmp_path)["en"].sections
    assert (section.heading, section.also) == ("bread?", ("near",))


def test_no_more_phrasings_are_listed_than_help(tmp_path: Path) -> None:
    many = [f"bread number {number}" for number in range(ALSO + 30)]
    (section,) = documents(group(en=many), tmp_path)["en"].sections
    assert section.also == tuple(many[1 : ALSO + 1])
