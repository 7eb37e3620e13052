"""Web pages to documents: what is text, what is a heading, what is a question, what is safe."""

from __future__ import annotations

import json
from datetime import date

import pytest

from qa.datatypes import Document, Section
from qa.errors import CorpusError
from qa.ingest.html import declared_charset, read_html
from qa.ingest.links import resolve_links
from qa.ingest.source_file import SourceFile


def read(page: str, path: str = "en/help.html") -> Document:
    (document,) = read_html(SourceFile(path, page))
    return document


def outline(page: str) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(section.path, [block.marked for block in section.blocks]) for section in read(page).sections]


def text(page: str) -> str:
    return "\n".join(block.text for section in read(page).sections for block in section.blocks)


def only(page: str) -> Section:
    (section,) = read(page).sections
    return section


def linked_data(*questions: tuple[str, str], graph: bool = False) -> str:
    page = {
        "@type": "FAQPage",
        "dateModified": "2026-03-04T05:06:07Z",
        "mainEntity": [
            {"@type": "Question", "name": name, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for name, answer in questions
        ],
    }
    data = json.dumps({"@context": "https://schema.org", "@graph": [page]} if graph else page).replace("</", "<\\/")
    return f'<script type="application/ld+json">{data}</script>'


# What is text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        "<main>{}</main>",
        "<div role=main>{}</div>",
        "<article>{}</article>",
        "<div>{}</div>",
        "<main hidden>Old</main><main>{}</main>",
        "<main><header>{}</header></main>",
        "<main><article>A</article><article>{}</article></main>",
    ],
)
def test_the_main_text_is_found(around: str) -> None:
    found = text(f"<header>Shop</header><nav>Home</nav>{around.format('<p>Wanted.</p>')}<footer>Terms</footer>")
    assert found.removeprefix("A\n") == "Wanted."


def test_beside_a_main_text_nothing_counts() -> None:
    assert text("<p>Beside.</p><article>Other.</article><main><p>Wanted.</p></main>") == "Wanted."


def test_of_several_articles_none_is_the_text() -> None:
    assert text("<p>Zero.</p><article>One.</article><article>Two.</article>") == "Zero.\nOne.\nTwo."


@pytest.mark.parametrize(
    "noise",
    [
        "<nav>No</nav>", "<footer>No</footer>", "<form>No</form>", "<script>No</script>", "<style>No</style>",
        "<template>No</template>", "<noscript>No</noscript>", "<p hidden>No</p>", "<p aria-hidden=true>No</p>",
        "<div role=navigation>No</div>", "<div role=dialog>No</div>", "<button>No</button>", "<!-- No -->",
        "<svg><title>No</title></svg>", "<select><option>No</select>",
    ],
)  # fmt: skip
def test_what_is_no_text_is_left_out_and_the_text_behind_it_stays(noise: str) -> None:
    section = only(f"<main><p>Before.</p>{noise}behind</main>")
    assert [block.text for block in section.blocks] == ["Before.", "behind"]
    assert "No" not in section.html


def test_a_header_and_a_remark_count_inside_the_main_text_only() -> None:
    inside = "<header>Head.</header><aside>Note.</aside><p>Text.</p>"
    assert text(f"<main>{inside}</main>") == "Head.\nNote.\nText."
    assert text(inside) == "Text."


def test_a_picture_is_its_alternative_text() -> None:
    section = only('<p>Press <img src="https://e.org/x.png" alt="Send"> now.')
    assert (section.blocks[0].text, "img" in section.html) == ("Press Send now.", False)


def test_text_beside_blocks_is_a_paragraph_of_its_own() -> None:
    assert text("<div>One <b>two</b>\nthree<p>Four.</p>five<div>Six.</div></div>") == "One two three\nFour.\nfive\nSix."


def test_lines_of_the_source_are_joined_as_the_language_joins_them() -> None:
    assert text("<p>先打开平台的\n  官方网站，<b>从这里</b>\n进去。</p><p>one\ntwo<br>three</p>") == (
        "先打开平台的官方网站，从这里进去。\none two three"
    )


def test_list_items_and_cells_are_blocks_with_their_markers() -> None:
    page = "<ol start=3><li>a<ul><li>b</ul><li><p>c<p>d</ol><ul><li></ul><table><tr><th>e<td>f</table><pre>g</pre>"
    page += "<blockquote><ul><li></ul><p>h</blockquote>"
    assert [block.marked for block in only(page).blocks] == ["3. a", "- b", "4. c", "d", "e", "f", "g", "h"]


# Headings ----------------------------------------------------------------------------------------


def test_headings_of_all_levels_make_paths() -> None:
    page = (
        "<h1>T</h1><p>0</p><section><h2>A</h2><p>1</p><div><h4>B</h4><p>2</p></div></section><h2>C</h2><ul><li>3</ul>"
    )
    assert outline(page) == [((), ["0"]), (("A",), ["1"]), (("A", "B"), ["2"]), (("C",), ["- 3"])]
    assert read(page).title == "T"


@pytest.mark.parametrize(
    "around", ["<ul><li>{}</ul>", "<table><tr><td>{}</table>", "<blockquote>{}</blockquote>", "<a>{}</a>"]
)
def test_a_heading_counts_wherever_it_stands(around: str) -> None:
    assert outline(around.format("<h2>A</h2><p>1</p>")) == [(("A",), ["1"])]


@pytest.mark.parametrize(
    ("identity", "anchor", "key"),
    [
        ("no-reply", "no-reply", "no-reply"),
        ("7", "a", "1"),
        ("a.7", "a", "1"),
        ("退款", "a", "1"),
        ("a b", "a", "1"),
        ("", "a", "1"),
    ],
)
def test_an_id_is_an_anchor_if_it_may_be_one(identity: str, anchor: str, key: str) -> None:
    section = only(f'<h2 id="{identity}">A</h2><p>1</p>')
    assert (section.anchor, section.key) == (anchor, key)


def test_an_id_given_twice_names_the_first_section() -> None:
    assert [s.key for s in read("<h2 id=k>A</h2><p>1<h2 id=k>B</h2><p>2").sections] == ["k", "2"]


def test_sections_know_their_lines() -> None:
    assert [s.line for s in read("<p>0\n\n<h2>A</h2>\n<p>1").sections] == [1, 3]


def test_other_phrasings_stand_in_a_list_under_the_heading_and_are_not_shown() -> None:
    section = only("<h2>Why?</h2><p>Also:</p><ul><li>how come<li>for what <b>reason</b></ul><p>Because.")
    assert (section.also, section.html) == (("how come", "for what reason"), "<p>Because.</p>")
    assert [block.text for block in section.blocks] == ["Because."]


def test_other_phrasings_without_a_list_are_refused() -> None:
    with pytest.raises(CorpusError, match=r"^en/help\.html:2: 'also:' must be followed by a list"):
        read("<p>0\n<h2>Why?</h2><p>also:</p><p>how come</p>")


# Questions ---------------------------------------------------------------------------------------


def test_a_heading_with_a_question_mark_is_a_question() -> None:
    assert [s.is_question for s in read("<h2>为什么？</h2>因为<h2>Why?</h2>so<h2>Why</h2>so").sections] == [
        True,
        True,
        False,
    ]


def test_details_are_entries_and_what_follows_belongs_to_the_heading_around_them() -> None:
    page = "<h2 id=faq>FAQ</h2><p>0</p><details id=why><summary><b>Why?</b></summary>1<p>2</details><p>3</p>"
    assert outline(page) == [(("FAQ",), ["0"]), (("FAQ", "Why?"), ["1", "2"]), (("FAQ",), ["3"])]
    assert [s.key for s in read(page).sections] == ["faq", "why", "3"]
    assert "Why" not in read(page).sections[1].html


def test_details_may_stand_in_each_other() -> None:
    page = "<details><summary>A?</summary>1<details><summary>B?</summary>2</details>3</details>4"
    assert outline(page) == [(("A?",), ["1"]), (("A?", "B?"), ["2"]), (("A?",), ["3"]), ((), ["4"])]


def test_terms_that_are_questions_make_entries_and_others_do_not() -> None:
    page = "<dl><dt id=why>Why?<dd>1<dd>2<dt>怎么办？<dd><p>3</dl><dl><dt>Term<dd>4</dl>"
    assert outline(page) == [(("Why?",), ["1", "2"]), (("怎么办？",), ["3"]), ((), ["Term", "4"])]


@pytest.mark.parametrize("graph", [False, True])
def test_questions_for_machines_alone_are_sections_at_the_end(graph: bool) -> None:
    page = "<h2>A</h2><p>1</p>" + linked_data(
        ("Refunds &amp; fees", "<p>Five <b>days</b>.</p><script>x</script>"), graph=graph
    )
    section = read(page).sections[1]
    assert (section.heading, section.is_question, section.html) == ("Refunds & fees", True, "<p>Five <b>days</b>.</p>")
    assert section.path == ("Refunds & fees",)


@pytest.mark.parametrize(
    "shown",
    [
        "<h3>How long？</h3><p>Shown.</p>",
        "<div>How  long</div><div>Shown.</div>",
        "<details><summary>HOW LONG?</summary>Shown.</details>",
    ],
)
def test_a_question_that_is_also_shown_comes_once_and_as_it_is_shown(shown: str) -> None:
    page = f"<p>0</p>{shown}" + linked_data(("How long?", "Hidden."))
    assert [(s.is_question, s.blocks[0].text) for s in read(page).sections] == [(False, "0"), (True, "Shown.")]


def test_a_question_that_is_shown_without_its_answer_gets_it() -> None:
    sections = read("<p>0</p><h3>How long?</h3>" + linked_data(("How long?", "Hidden."))).sections
    assert [(s.heading, s.blocks[0].text) for s in sections[1:]] == [("How long?", "Hidden.")]


def test_headings_in_an_answer_for_machines_are_part_of_it() -> None:
    page = "<p>0</p>" + linked_data(
        ("How long?", "<h2>Days</h2><p>Five.</p><details><summary>Why?</summary>So.</details>")
    )
    assert [b.text for b in read(page).sections[1].blocks] == ["Days", "Five.", "Why?", "So."]


MICRODATA = (
    '<div itemscope itemtype="https://schema.org/Question">{}<div itemprop="acceptedAnswer" itemscope>'
    '<div itemprop="text"><p>Five days.</p></div></div></div>'
)


@pytest.mark.parametrize(
    "name", ['<h3 itemprop="name">How long</h3>', '<div><span itemprop="name">How long</span></div>']
)
def test_questions_in_microdata_are_found_once(name: str) -> None:
    section = only(MICRODATA.format(name))
    assert (section.heading, section.is_question, section.blocks[0].text) == ("How long", True, "Five days.")


def test_a_question_in_microdata_may_be_hidden() -> None:
    hidden = MICRODATA.format('<meta itemprop="name" content="How long">').replace("<div", "<div hidden", 1)
    assert [(s.heading, s.is_question) for s in read(f"<p>0</p>{hidden}").sections] == [
        ("help", False),
        ("How long", True),
    ]


@pytest.mark.parametrize(
    "data", ["{", '[1, null, "x"]', '{"@type": "Question", "name": 5}', '{"@type":"Question","name":"a?"}']
)
def test_data_for_machines_that_makes_no_sense_is_ignored(data: str) -> None:
    assert text(f'<p>0</p><script type="application/ld+json">{data}</script>') == "0"


def test_a_page_of_questions_alone_is_an_faq() -> None:
    assert (read("<h2>Why?</h2><p>1").kind, read("<h2>Why</h2><p>1").kind) == ("faq", "guide")


# What a page says about itself ------------------------------------------------------------------

HEAD = """<html lang="zh-CN"><head><title>Refunds | Shop</title><link rel="canonical" href="https://e.org/refunds">
<meta name="Keywords" content="refund, 钱包、 refund">
<meta property="article:modified_time" content="2026-01-02T03:04+08:00">
</head>"""


def test_a_page_says_what_it_is() -> None:
    page = read(HEAD + "<p>Text.")
    assert (page.id, page.lang, page.title, page.url) == ("help", "zh", "Refunds | Shop", "https://e.org/refunds")
    assert (page.tags, page.updated) == (("refund", "钱包"), date(2026, 1, 2))


def test_a_heading_of_the_first_level_is_a_better_title() -> None:
    assert read(HEAD + "<h1>Refunds</h1><p>Text.").title == "Refunds"


def test_the_name_of_the_file_counts_more_than_the_language_a_template_claims() -> None:
    assert (read(HEAD + "<p>Text.", "help.en.html").lang, read('<html lang="fr"><p>文字', "help.htm").lang) == (
        "en",
        "zh",
    )


def test_the_date_may_stand_in_data_for_machines() -> None:
    assert read("<p>0</p>" + linked_data()).updated == date(2026, 3, 4)


@pytest.mark.parametrize(
    "url", ["/refunds", "javascript:alert(1)", "//e.org", "https://", "ftp://e.org", "https://e.org/a b"]
)
def test_an_address_that_is_not_whole_is_none(url: str) -> None:
    assert read(f'<link rel=canonical href="{url}"><p>Text.').url is None


def test_a_date_that_is_none_is_ignored() -> None:
    assert read('<meta property="article:modified_time" content="soon"><p>Text.').updated is None


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b'<meta charset="GBK">', "GBK"),
        (b"<html><meta http-equiv=Content-Type content='text/html; charset=big5'>", "big5"),
        (b'<?xml version="1.0" encoding="gb2312"?>', "gb2312"),
        (b"<p>charset=big5", None),
        (b" " * 5000 + b"<meta charset=gbk>", None),
    ],
)
def test_a_page_declares_its_encoding(data: bytes, charset: str | None) -> None:
    assert declared_charset(data) == charset


# What is safe ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://e.org/a?b=1#c", ' href="https://e.org/a?b=1#c"'),
        ("mailto:a@e.org", ' href="mailto:a@e.org"'),
        ("#part", ' href="#part"'),
        ("other.html", ' href="corpus:en/other.html#"'),
        ("../zh/%E9%80%80.md?x=1#top", ' href="corpus:zh/%E9%80%80.md#top"'),
        ("退 款.html", ' href="corpus:en/%E9%80%80%E6%AC%BE.html#"'),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("corpus:zh/other.md#x", ""),
        ("//evil.org", ""),
        ("\\\\evil.org", ""),
        ("/root", ""),
        ("", ""),
    ],
)
def test_links_lead_out_of_the_corpus_or_to_its_files_and_do_nothing_else(href: str, kept: str) -> None:
    assert only(f'<p><a href="{href}" target=_blank onclick="x()">l</a>').html == f"<p><a{kept}>l</a></p>"


def test_links_between_pages_are_resolved_and_dead_ones_named() -> None:
    target = read("<h2 id=top>Top</h2><p>1", "zh/退.html".replace("退", "t"))
    page = read('<p>0<p><a href="../zh/t.html#top">a</a> <a href="nowhere.html">b</a>')
    (resolved, _), dead = resolve_links([page, target])
    assert '<a href="../t/en#top">a</a> <a>b</a>' in resolved.sections[0].html
    assert dead == ("en/help.html:1: dead link to en/nowhere.html",)


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=//e.org></iframe>",
        "<b style='x' onclick=alert(1)>a</b>",
        "<math><mtext><style><img src=x onerror=alert(1)></style>",
        "<base href=//e.org>",
        "<object data=x></object>",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "<td background=javascript:alert(1)>a</td>",
        "<embed src=x>",
    ],
)
def test_no_attack_survives(attack: str) -> None:
    html = only(f"<p>Text.</p><div>{attack}</div>").html
    assert not any(word in html for word in ("alert", "on", "src", "style", "//", "script", "background"))


def test_markup_shown_as_text_stays_text() -> None:
    section = only("<p>Write &lt;script&gt; &amp; go.")
    assert (section.html, section.blocks[0].text) == ("<p>Write &lt;script&gt; &amp; go.</p>", "Write <script> & go.")
