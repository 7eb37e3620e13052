from __future__ import annotations

import pytest

from qa.errors import LexiconError
from qa.lexicon import Lexicon, fingerprint, merged, parse, with_bundled
from qa.tokens import folded, units


def lexicon(*lines: str) -> Lexicon:
    return merged(parse("\n".join(lines), "made.tsv"))


WITHDRAWAL = "提现, 提币\twithdraw, withdrawal, cash out"
ARRIVED = "到账\tcredited"
MISSING = "没到账, 未到账\tnot credited"


@pytest.mark.parametrize("text", ["提币", "我想提現", "Withdrawals failed", "how to CASH OUT now", "withdraw提现"])
def test_any_expression_of_a_line_gives_the_same_concept(text: str) -> None:
    assert set(lexicon(WITHDRAWAL).concepts(text)) == set(lexicon(WITHDRAWAL).concepts("withdraw")) != set()


@pytest.mark.parametrize("text", ["", "提", "cash", "out cash", "with drawal", "充值"])
def test_parts_of_an_expression_are_not_the_expression(text: str) -> None:
    assert lexicon(WITHDRAWAL).concepts(text) == []


def test_the_longest_expression_counts_alone() -> None:
    found = lexicon(ARRIVED, MISSING)
    assert found.concepts("没到账") == found.concepts("not credited") != found.concepts("到账")
    assert len(found.concepts("没到账")) == 1


def test_every_mention_counts_in_order() -> None:
    found = lexicon(WITHDRAWAL, ARRIVED)
    one, other = found.concepts("提现")[0], found.concepts("到账")[0]
    assert found.concepts("提现 to wallet, then 提币, credited") == [one, one, other]


def test_lines_that_share_an_expression_are_one_concept() -> None:
    found = lexicon("助记词\tseed phrase", "恢复词\trecovery phrase", "助记词, 恢复词\tmnemonic")
    assert len({found.concepts(text)[0] for text in ("助记词", "seed phrase", "recovery phrase", "mnemonic")}) == 1


def test_a_concept_is_no_word_of_either_language() -> None:
    assert not set(lexicon(WITHDRAWAL).concepts("withdraw")) & set(units(folded("提现 withdraw cash out")))


def test_the_order_of_lines_does_not_matter() -> None:
    lines = [WITHDRAWAL, ARRIVED, MISSING, "提领, 提现\tpay out"]
    text = "提领没到账, credited after the cash out"
    assert lexicon(*lines).concepts(text) == lexicon(*reversed(lines)).concepts(text)


def test_comments_and_blank_lines_are_skipped() -> None:
    assert lexicon("# a\tb", "", WITHDRAWAL).concepts("提现 a b") == lexicon(WITHDRAWAL).concepts("提现")


@pytest.mark.parametrize("line", ["提现 withdraw", "提现\t", "提现\twithdraw\tcash", "提现, 提現\t"])
def test_a_line_that_says_nothing_is_named(line: str) -> None:
    with pytest.raises(LexiconError, match=r"made\.tsv:2: expected"):
        lexicon("", line)


def test_an_editors_lines_add_to_the_bundled_ones() -> None:
    assert with_bundled().concepts("小狐狸钱包的黑话") == with_bundled("黑话\tjargon").concepts("小狐狸钱包的黑话")[:1]
    assert with_bundled("黑话\tjargon").concepts("黑话") == with_bundled("黑话\tjargon").concepts("jargon") != []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("币安", "binance"),
        ("提币", "withdrawal"),
        ("提領", "withdraw"),
        ("充值", "deposit"),
        ("实名", "kyc"),
        ("助记词", "recovery phrase"),
        ("谷歌验证器", "google authenticator"),
        ("客服", "customer service"),
    ],
)
def test_the_bundled_lexicon_joins_what_people_say_in_both_languages(zh: str, en: str) -> None:
    assert with_bundled().concepts(zh) == with_bundled().concepts(en) != []


def test_the_bundled_lexicon_is_large_and_in_both_scripts() -> None:
    from importlib import resources

    lines = [
        line
        for line in resources.files("qa").joinpath("data", "lexicon.tsv").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) >= 300
    assert sum("錢" in line or "帳" in line or "證" in line for line in lines) > 10


def test_the_fingerprint_is_of_the_programs_share_only() -> None:
    before = fingerprint()
    with_bundled("黑话\tjargon")
    assert fingerprint() == before
    assert len(before) == 16
