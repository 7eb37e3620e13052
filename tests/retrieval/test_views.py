from __future__ import annotations

from qa.retrieval.search_index import views
from qa.retrieval.views import lexical_view, question_views, text_view
from tests.made import passage, question

FAQ = question(
    "fees", "zh", "誰收手續費？", "網絡收取。", also=("为什么这么贵",), title="手续费", heading_path=("费用",)
)
GUIDE = passage("login", "en", "Reset it.", title="Login", heading_path=("Password", "Reset"))


def test_a_text_is_read_under_its_title_and_headings() -> None:
    assert text_view(GUIDE) == "Login\nPassword\nReset\nReset it."


def test_a_text_without_title_and_headings_stands_alone() -> None:
    assert text_view(passage("d", "en", "Reset it.", title="")) == "Reset it."


def test_each_phrasing_of_a_question_is_matched_on_its_own() -> None:
    assert question_views(FAQ) == ("誰收手續費？", "为什么这么贵")
    assert question_views(GUIDE) == ()


def test_words_of_other_phrasings_find_the_passage_too() -> None:
    assert lexical_view(FAQ) == "手续费\n费用\n網絡收取。\n为什么这么贵"


def test_views_are_simplified_and_each_passages_text_comes_first() -> None:
    assert [(view.row, view.text, view.is_question) for view in views([FAQ, GUIDE])] == [
        (0, "手续费\n费用\n网络收取。", False),
        (0, "谁收手续费？", True),
        (0, "为什么这么贵", True),
        (1, "Login\nPassword\nReset\nReset it.", False),
    ]


def test_no_passages_have_no_views() -> None:
    assert views([]) == []
