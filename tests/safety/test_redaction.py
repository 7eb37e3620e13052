"""What may be kept of a question: its meaning stays, what names a person, an account or a payment goes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from qa.safety.redaction import redacted, without_marks
from tests.conftest import ROOT
from tests.made import PATIENT

ETHEREUM = "0x" + "52908400098527886E0F7030069857D2E4169EE7"
BITCOIN = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
SEGWIT = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
TRON = "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW"
SOLANA = "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV"
RIPPLE = "rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH"
TON = "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

CHANGED = [
    ("address", ETHEREUM, f"I sent it to {ETHEREUM} by mistake"),
    ("address", BITCOIN, f"转到{BITCOIN}了"),
    ("address", SEGWIT, f"my address is {SEGWIT}."),
    ("address", SEGWIT.upper(), f"QR: {SEGWIT.upper()}"),
    ("address", TRON, f"打到 {TRON} 没到账"),
    ("address", SOLANA, f"wallet {SOLANA} drained"),
    ("address", RIPPLE, f"forgot the tag for {RIPPLE}"),
    ("address", TON, f"sent TON to {TON}"),
    ("address", "52908400", "it begins with 0x52908400"),
    ("address", "0x5290...9EE7", "地址是0x5290...9EE7"),
    ("address", "TJCn4…sxMW", "收款 TJCn4…sxMW 不对"),
    ("address", "wanderer.eth", "I own wanderer.eth"),
    ("hash", HASH, f"txid {HASH} pending"),
    ("hash", HASH, f"交易哈希0x{HASH}一直没确认"),
    ("email", "ana.lopez+x@example.com", "write to ana.lopez+x@example.com please"),
    ("email", "wang_88@qq.com", "我的邮箱是wang_88@qq.com收不到验证码"),
    ("email", "müller@example.de", "müller@example.de gets no code"),
    ("email", "ana", "ana(at)example.com"),
    ("email", "lopez", "lopez at example dot com is mine"),
    ("email", "ｗａｎｇ", "ｗａｎｇ＠ｑｑ．ｃｏｍ"),
    ("phone", "13812345678", "手机号13812345678换了"),
    ("phone", "5678", "手机 138 1234 5678 收不到短信"),
    ("phone", "5678", "联系我 +86 138-1234-5678"),
    ("phone", "１３８", "１３８１２３４５６７８打不通"),
    ("phone", "26667788", "座机021-26667788"),
    ("phone", "0182", "call +1 (555) 010-0182"),
    ("phone", "0182", "my number is (555) 010-0182"),
    ("phone", "0182", "a man from 555-010-0182 rang"),
    ("phone", "4567", "whatsapp 9123 4567"),
    ("link", "evil", "is https://evil.example/login?u=5 real"),
    ("link", "evil", "他发来http://evil.example/a，是真的吗"),
    ("link", "evil", "www.evil.example asks for my phrase"),
    ("link", "evil-wallet", "evil-wallet.com是官网吗"),
    ("link", "evil", "evil。com 打不开"),
    ("link", "joinchat", "he sent t.me/joinchat_x"),
    ("handle", "help_desk", "@help_desk wrote to me first"),
    ("handle", "小助手", "群里的@小助手 私聊我"),
    ("handle", "kim_99", "加微信kim_99解冻"),
    ("handle", "kimlee", "telegram: kimlee says he is support"),
    ("handle", "kim99x", "微信号是kim99x"),
    ("handle", "peter", "peter#4821 on discord"),
    ("handle", "coinfan", "用户名：coinfan"),
    ("number", "20261123884", "order 20261123884 is stuck"),
    ("number", "884213", "订单号884213没到账"),
    ("number", "6222", "卡号6222 0212 3456 7890 123"),
    ("number", "11010519491231002X", "身份证11010519491231002X"),
    ("number", "8842", "ticket AB-88421-99 closed"),
    ("number", "192.168", "login from 192.168.1.100"),
    ("number", "٨٨٤٢١٣", "order ٨٨٤٢١٣"),
    ("number", "2026-11-20 10:30:55", "2026-11-20 10:30:55 sent"),
    ("name", "Maria", "My name is Maria and I cannot log in"),
    ("name", "maria lopez", "my name is maria lopez, help"),
    ("name", "Müller", "My name's Anna Müller"),
    ("name", "Rohan Mehta", "I am Rohan Mehta from Pune"),
    ("name", "john", "im john and support ignores me"),
    ("name", "zhang", "hello i'm zhang wei"),
    ("name", "Keller", "This is Keller, I lost my phone"),
    ("name", "Okafor", "Mr. Okafor told me to pay"),
    ("name", "Lena", "nothing arrived. Regards, Lena"),
    ("name", "Pan", "name: Peter Pan"),
    ("name", "王小明", "我叫王小明，提现没到账"),
    ("name", "王明", "我叫王明提现没到账"),
    ("name", "張偉", "我叫張偉，錢不見了"),
    ("name", "小陈", "你好我叫小陈，想问一下"),
    ("name", "欧阳", "我姓欧阳"),
    ("name", "陈", "本人姓陈，在你们平台充值"),
    ("name", "李雷", "我是李雷，账户被冻结"),
    ("name", "李", "我是李先生"),
    ("name", "赵敏", "联系人：赵敏"),
    ("name", "司马相如", "姓名 司马相如"),
    ("name", "韩梅梅", "收款人是韩梅梅"),
    ("name", "Tom", "我叫Tom Lee"),
    ("name", "Anna", "姓名：Anna"),
]

KEPT = [
    "I am stuck",
    "I am new here, where do I start?",
    "I'm Chinese and my English is bad",
    "I am Binance user since 2021",
    "I am trying to withdraw 500 USDT",
    "I AM STUCK AND NOBODY ANSWERS",
    "I am on Windows 11",
    "This is urgent",
    "This is Coinbase support, they say",
    "My name is wrong on my KYC",
    "my name is not the same on the bank account",
    "TL;DR line of the ticket",
    "they call me every day and want money",
    "I sent 1,700 USDT on 2026-11-20",
    "fee of 0.0005 BTC, 12 confirmations, 3 days",
    "from 2024 to 2026",
    "ERC20, TRC20 or BEP20?",
    "wait...what happened to my 2FA",
    "step 1 2 3 done",
    "paid $2,500 to unlock",
    "e.g. a ledger, i.e. hardware",
    "I sent it.now what",
    "meet @ 5pm",
    "telegram is down again",
    "what is a username",
    "how long is a txid",
    "24/7 live chat",
    "error 404",
    "sooooooooooo slow",
    "我是新手，怎么提现",
    "我是韩国人，可以认证吗",
    "我是高级用户",
    "我是马上要提现的",
    "我是程序员，想问接口",
    "我是在币安买的",
    "我是不是被骗了",
    "我是被拉进群的",
    "我叫客服处理，一直不理",
    "我叫他退款",
    "我叫不到客服",
    "姓名不一致怎么办",
    "实名认证姓名填错了",
    "发件人名字是官方",
    "单子上没写名字 怎么交",
    "充了500 USDT没到账",
    "2026年11月20日充值",
    "等了3天还没到",
    "手续费0.0005个BTC",
    "这是什么意思",
    "微信可以联系客服吗",
    "电话客服是24小时吗",
    "没有人工客服",
    "币安和欧易哪个好",
]


@pytest.mark.parametrize(("mark", "gone", "text"), CHANGED)
def test_what_names_somebody_is_replaced_by_a_mark(mark: str, gone: str, text: str) -> None:
    kept = redacted(text)
    assert gone.lower() not in kept.lower()
    assert f"[{mark}]" in kept
    assert redacted(kept) == kept


@pytest.mark.parametrize("text", KEPT)
def test_what_is_meaning_stays_word_for_word(text: str) -> None:
    assert redacted(text) == text


def test_what_stands_around_stays() -> None:
    told = f"我叫王小明，10月1日从币安提了500 USDT到{TRON}，邮箱wang@qq.com，订单20261123884，一直没到账"
    assert redacted(told) == "我叫[name]，10月1日从币安提了500 USDT到[address]，邮箱[email]，订单[number]，一直没到账"


def test_the_mark_behind_something_stays() -> None:
    assert redacted(f"ana@example.com, {TRON}? https://evil.example/a, ok") == "[email], [address]? [link], ok"


def test_a_question_on_several_lines_is_kept_on_one() -> None:
    assert redacted("help\u200b me\n\nmy name is Ana") == "help me my name is [name]"


@pytest.mark.parametrize("name", ["dev", "hard", "test"])
def test_golden_questions_lose_next_to_nothing(name: str) -> None:
    """They hold no names, and the few links and numbers in them are platforms' and blocks'."""
    texts = re.findall(
        r'"question": "((?:[^"\\]|\\.)*)"', (ROOT / "corpus/questions" / f"{name}.jsonl").read_text("utf-8")
    )
    changed = [text for text in texts if "[" in redacted(text)]
    assert len(changed) <= 0.02 * len(texts), changed
    assert not [text for text in texts if "[name]" in redacted(text)]


# Whatever begins, ends or divides what is looked for.
PIECES = st.sampled_from(
    [
        "我叫",
        "我是",
        "本人姓",
        "姓名：",
        "王",
        "小明",
        "欧阳",
        "的",
        "I am ",
        "my name is ",
        "mr. ",
        "John",
        "smith",
        "name:",
        "12345",
        "1234",
        "138",
        "+86",
        "-",
        ".",
        "。",
        ",",
        "@",
        "a@b.com",
        "#1234",
        "0x",
        "abcdef",
        "…",
        "https://",
        "www.",
        "t.me/",
        ".eth",
        "telegram",
        ":",
        "微信号",
        "2026-11-20",
        "[",
        "]",
        "[name]",
        "[email]",
        "(",
        "at",
    ]
)


@profile(PATIENT, max_examples=400)
@given(st.lists(PIECES | st.text(max_size=3), max_size=9).map("".join))
def test_any_text_can_be_redacted_and_once_is_enough(text: str) -> None:
    kept = redacted(text)
    assert redacted(kept) == kept
    assert "\n" not in kept


@PATIENT
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    redacted(text).encode()


def test_half_a_character_is_dropped() -> None:
    assert redacted("提现\ud83d没到账") == "提现没到账"


@pytest.mark.parametrize("unit", ["a@", "a.", "0x", "我叫", "I am John ", "1 ", "12345www.", "http://", "A1-"])
def test_a_very_long_text_is_done_soon(unit: str) -> None:
    """Quadratic work on so many characters would run into the limit of the test."""
    assert redacted(unit * 60_000) is not None


def test_marks_can_be_taken_out_again() -> None:
    assert without_marks("my name is [name], from [address] to [bank]") == "my name is , from to [bank]"
