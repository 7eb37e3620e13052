"""Text to terms."""

from __future__ import annotations

import marshal  # noqa: TID251  # plants what must not be read
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.tokens import MAX_SEGMENT, MAX_STEMMED, fingerprint, terms

ROOT = Path(__file__).parents[1]

TRADITIONAL_AND_SIMPLIFIED = [
    ("幣安提現未到賬", "币安提现未到账"),
    ("帳戶被凍結", "账户被冻结"),
    ("客服回覆慢", "客服回复慢"),
    ("驗證碼收不到", "验证码收不到"),
    ("無法登入帳號", "无法登入账号"),
    ("助記詞洩露", "助记词泄露"),
    ("錢包裡的幣不見了", "钱包里的币不见了"),
    ("轉帳手續費", "转账手续费"),
    ("區塊鏈瀏覽器", "区块链浏览器"),
    ("實名認證被拒", "实名认证被拒"),
    ("充值沒有到帳", "充值没有到账"),
    ("提幣地址填錯", "提币地址填错"),
    ("兩步驗證丟失", "两步验证丢失"),
    ("官方網站", "官方网站"),
    ("釣魚網站與假冒客服", "钓鱼网站与假冒客服"),
    ("資產遭盜", "资产遭盗"),
    ("詐騙報案", "诈骗报案"),
    ("工單沒人回", "工单没人回"),
    ("智能合約授權", "智能合约授权"),
    ("匯款憑證", "汇款凭证"),
    ("身份證明文件", "身份证明文件"),
    ("交易所關閉", "交易所关闭"),
    ("餘額為零", "余额为零"),
    ("聯繫人工客服", "联系人工客服"),
    ("轉錯鏈", "转错链"),
    ("鏈上確認數", "链上确认数"),
    ("私鑰備份", "私钥备份"),
    ("礦池收益", "矿池收益"),
    ("一直等著回覆", "一直等着回复"),
    ("甚麼時候處理", "什么时候处理"),
    ("投訴無門", "投诉无门"),
    ("臺灣用戶", "台湾用户"),
    ("妳好", "你好"),
]


@pytest.mark.parametrize("text", ["", " ", "？！…", "the", "The of and", "😀", "\u0301" * 50])
def test_what_says_nothing_has_no_terms(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(("traditional", "simplified"), TRADITIONAL_AND_SIMPLIFIED)
def test_traditional_and_simplified_writing_have_the_same_terms(traditional: str, simplified: str) -> None:
    assert terms(traditional) == terms(simplified) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＵＳＤＴ　提现２次", "usdt 提现2次"),
        ("WITHDRAWALS Delayed", "withdrawal delay"),
        ("the user’s wallet", "users' wallets"),
        ("Stuck!!!", "stuck"),
        ("pass\u200bword", "password"),
        ("cafe\u0301", "café"),
    ],
)
def test_width_case_endings_and_invisible_characters_make_no_difference(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("提现USDT", "提现", "usdt"),
        ("绑定2FA", "绑定", "2fa"),
        ("USDT提现", "usdt", "提现"),
        ("去github看", "github", "看"),
    ],
)
def test_scripts_are_split_where_no_space_stands(text: str, first: str, second: str) -> None:
    found = terms(text)
    assert found.index(first) < found.index(second)
    assert text not in found


@pytest.mark.parametrize("word", ["区块链", "助记词", "交易所", "矿工费"])
def test_a_word_of_the_field_is_one_of_the_terms(word: str) -> None:
    assert word in terms(f"这个{word}平台")


def test_a_chinese_run_gives_words_bigrams_and_single_characters() -> None:
    found = terms("待处理")
    assert {"处理", "待处", "待", "处", "理"} <= set(found)


def test_repeats_are_kept_because_they_are_counts() -> None:
    assert terms("wallet, wallet; WALLET").count("wallet") == 3
    assert terms("提现，提现").count("提") == 2


def test_a_word_across_two_runs_is_no_term() -> None:
    assert "提现" not in terms("提。现")


def test_words_with_an_apostrophe_stay_one_word() -> None:
    assert terms("O'Brien") == ["o'brien"]
    assert terms("wallet's") == ["wallet"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_terms_that_hold_no_space_or_punctuation(text: str) -> None:
    for term in terms(text):
        assert term == term.lower() or not term.isascii()
        assert not [char for char in term.replace("'", "") if unicodedata.category(char)[0] in "ZPS"]
        assert term.strip("'")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_the_terms_of_paragraphs_are_the_terms_of_their_text(texts: list[str]) -> None:
    # Folding caps growth over the whole text, so each paragraph is folded alone in either case.
    plain = [text for text in texts if all(ord(char) < 0x250 for char in text)]
    assert terms(" . ".join(plain)) == [term for text in plain for term in terms(text)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["中" * 16_000, "中国" * 8_000, "的" * 16_000])
def test_repeated_characters_are_cut_in_time_and_none_is_lost(text: str) -> None:
    found = terms(text)
    assert sum(len(term) == 1 for term in found) == 16_000
    assert set("".join(found)) == set(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["ay", "a", "ing", "yyy", "\u0300\u0323", "0x", "é"])
def test_a_word_of_200_000_characters_is_cut_in_time(unit: str) -> None:
    terms(unit * (200_000 // len(unit)))


def test_a_word_too_long_to_be_english_is_kept_unstemmed() -> None:
    assert terms("a" * (MAX_STEMMED - 2) + "ing") == ["a" * (MAX_STEMMED - 2) + "ing"]
    assert terms("b" * (MAX_STEMMED - 4) + "aing") == ["b" * (MAX_STEMMED - 4) + "a"]


def test_bigrams_reach_over_the_pieces_that_the_segmenter_sees() -> None:
    assert "甲乙" in terms("中" * (MAX_SEGMENT - 1) + "甲乙")


def test_words_are_found_beyond_the_first_piece() -> None:
    assert "区块链" in terms("中" * (2 * MAX_SEGMENT) + "区块链")


def run(code: str, **environment: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.mark.timeout(60)
def test_a_planted_cache_changes_no_term_and_no_file_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"链平台": 10**9, "链平": 0, "链": 0}, 10**9)))
    planted = (tmp_path / "jieba.cache").read_bytes()
    code = "from qa.tokens import terms; print(*terms('区块链平台'))"
    assert run(code, TMPDIR=str(tmp_path)).split() == terms("区块链平台")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == planted


@pytest.mark.timeout(60)
def test_terms_and_their_fingerprint_are_the_same_in_every_process() -> None:
    code = "from qa.tokens import fingerprint, terms; print(fingerprint(), *terms('提现USDT 未到账'))"
    assert run(code, PYTHONHASHSEED="1").split() == [fingerprint(), *terms("提现USDT 未到账")]


@pytest.mark.parametrize("name", ["domain_words.txt", "stopwords_en.txt"])
def test_a_change_of_a_word_list_changes_the_fingerprint(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from qa import tokens

    before, data = fingerprint(), tokens._data
    monkeypatch.setattr(tokens, "_data", lambda asked: data(asked) + (b"x" if asked == name else b""))
    assert fingerprint() != before
