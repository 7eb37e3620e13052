"""What people ask, and what the shipped documents answer, with the bundled encoder.

The questions are worded as people word them, not as the documents do. The number is the rank that the section reached
when the list was last gone through: no change may make it worse unnoticed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qa import snapshot
from qa.builder import build
from qa.datatypes import Answer, Query, Wanted
from qa.encoding.onnx import OnnxEncoder
from qa.language import detect
from qa.service import Service
from qa.settings import Settings
from tests.conftest import CORPUS

pytestmark = pytest.mark.real

# question, section, rank
ASKED = (
    ("提现提交三天了还在处理中，要不要紧", "withdrawal-stuck/zh#still-processing", 1),
    ("充值的时候忘了填memo，币还能拿回来吗", "deposit-missing/zh#missing-memo", 1),
    ("人家说先交两千块保证金才能解冻我的账户，该不该交", "pay-to-unlock/zh#pay-before-withdrawal", 1),
    ("手机丢了谷歌验证码没了登不上去怎么弄", "lost-2fa/zh#lost-phone", 2),
    ("有个人在电报上说自己是官方客服，怎么知道是真的", "verify-agent/zh#confirm-identity", 1),
    ("客服几天了没人鸟我 咋整啊", "slow-support/zh#no-reply", 1),
    ("钱包里的币突然全没了怎么办啊！！", "wallet-drained/zh#first-steps", 1),
    ("我在链上能看到转账成功，交易所里却没有", "deposit-missing/zh#confirmed-not-credited", 1),
    ("身份证照片老是审核不过", "kyc-rejected/zh#why-rejected", 1),
    ("客服要我装个远程软件帮我操作，可以吗", "remote-access-scams/zh#support-asks-remote", 1),
    ("P2P交易对方付了钱又说没付，怎么申诉", "p2p-trading-disputes/zh#file-an-appeal", 1),
    ("收到一封邮件说我的账户异常要我点链接", "phishing/zh#fake-notice", 1),
    ("平台突然打不开了是不是跑路了", "platform-outage/zh#is-it-down", 2),
    ("提幣選錯網路了，還找得回來嗎", "withdrawal-stuck/zh#wrong-network", 2),
    ("助記詞可以告訴客服嗎", "seed-phrase-and-private-keys/zh#support-asks", 1),
    ("帳號被鎖住登不進去該怎麼辦", "account-locked/zh#regain-access", 1),
    ("KYC一直pending是怎么回事", "kyc-rejected/zh#still-pending", 1),
    ("USDT用TRC20转错network了还能recover吗", "deposit-missing/zh#wrong-network", 3),
    ("My withdrawal has been pending for three days, should I worry?", "withdrawal-stuck/en#still-processing", 1),
    ("I forgot to put the memo when I sent XRP to the exchange", "deposit-missing/en#missing-memo", 1),
    ("they say I must pay tax before I can withdraw my profit", "pay-to-unlock/en#tax-before-withdrawal", 1),
    ("lost my phone and with it the authenticator app, locked out now", "lost-2fa/en#lost-phone", 1),
    ("someone on telegram claims to be from support, how can I tell", "verify-agent/en#confirm-identity", 1),
    ("my wallet got emptied overnight, what do I do first", "wallet-drained/en#first-steps", 1),
    ("explorer says success but my exchange balance is zero", "deposit-missing/en#confirmed-not-credited", 1),
    ("can I give support my seed phrase if they ask", "seed-phrase-and-private-keys/en#support-asks", 1),
    ("where can I see how many confirmations my transaction has", "block-explorer/en#confirmations", 1),
    ("my id photo keeps getting rejected", "kyc-rejected/en#why-rejected", 1),
    ("the exchange is down, are my coins gone?", "platform-outage/en#is-it-down", 5),
    ("how do I write a good support ticket", "prepare-a-ticket/en#describe-clearly", 3),
    ("token I hold is going to be delisted, what should I do", "delisted-asset/en#what-to-do", 1),
)

# What the service is for, in the plainest words there are. Question, section.
PLAIN = (
    ("怎么联系客服", "official-website/zh#start-here"),
    ("客服在哪里", "official-website/zh#start-here"),
    ("怎么联系币安客服", "official-website/zh#start-here"),
    ("这个客服是真的吗", "verify-agent/zh#confirm-identity"),
    ("客服为什么不回复", "slow-support/zh#no-reply"),
    ("为什么没人回复我", "slow-support/zh#no-reply"),
    ("什么绝对不能告诉客服", "protect-personal-data/zh#never-share"),
    ("找客服要钱吗", "support-fees/zh#is-support-free"),
    ("客服让我交手续费才能提现是真的吗", "pay-to-unlock/zh#pay-before-withdrawal"),
    ("助记词泄露了怎么办", "seed-phrase-and-private-keys/zh#exposed"),
    ("充值没到账", "deposit-missing/zh#confirmed-not-credited"),
    ("where is support", "official-website/en#start-here"),
    ("how do I contact customer support", "official-website/en#start-here"),
    ("how to reach binance support", "official-website/en#start-here"),
    ("is this support agent real", "verify-agent/en#confirm-identity"),
    ("why does nobody answer", "slow-support/en#no-reply"),
    ("what must I never tell support", "protect-personal-data/en#never-share"),
    ("do I have to pay for support", "support-fees/en#is-support-free"),
    ("support wants a fee to unlock my account", "support-fees/en#asked-to-pay"),
    ("I gave away my seed phrase", "seed-phrase-and-private-keys/en#exposed"),
    ("deposit not showing up", "deposit-missing/en#confirmed-not-credited"),
)

ACROSS: tuple[tuple[str, Wanted, str, int], ...] = (
    ("提现提交三天了还在处理中", "en", "withdrawal-stuck/en#still-processing", 1),
    ("助记词能给客服吗", "en", "seed-phrase-and-private-keys/en#support-asks", 1),
    ("my wallet got emptied overnight", "zh", "wallet-drained/zh#first-steps", 1),
    ("they want a deposit before unlocking my account", "zh", "pay-to-unlock/zh#pay-before-withdrawal", 2),
)

# Traditional, Simplified
SPELLED = (
    ("提幣選錯網路了，還找得回來嗎", "提币选错网路了，还找得回来吗"),
    ("助記詞可以告訴客服嗎", "助记词可以告诉客服吗"),
    ("帳號被鎖住登不進去該怎麼辦", "账号被锁住登不进去该怎么办"),
    ("客服一直沒有回覆，該怎麼辦", "客服一直没有回复，该怎么办"),
    ("錢包裡的幣被轉走了", "钱包里的币被转走了"),
)

OFF_TOPIC = (
    "怎么做红烧肉",
    "明天北京天气怎么样",
    "推荐一部好看的电影",
    "如何给猫剪指甲",
    "best recipe for banana bread",
    "what is the weather in Paris tomorrow",
    "who won the world cup in 2018",
    "how do I train for a marathon",
)

GREETED = (
    ("提现一直没到账怎么办", "你好，提现一直没到账怎么办"),
    ("客服几天没回我", "您好 请问客服几天没回我，谢谢！"),
    ("my withdrawal is stuck", "Hello, please help me: my withdrawal is stuck. Thanks in advance!"),
    ("nobody answers my ticket", "hi there, nobody answers my ticket please"),
    ("怎么做红烧肉", "你好，请问怎么做红烧肉，谢谢"),
)

ABOUT_SLASHING = "验证者双重签名会被罚没质押吗"

ONLY_IN_ENGLISH = """---
id: validators
lang: en
title: Running a validator
---

## Slashing {#slashing}

A validator that signs two different blocks for one slot is slashed: part of its stake is destroyed for good.

## Hardware {#hardware}

A validator needs a computer that is always on, with a fast disk and an unmetered connection.
"""


@pytest.fixture(scope="module")
def service(real_index: Path) -> Service:
    return Service.load(Settings(index=real_index))


def ask(service: Service, question: str, wanted: Wanted = "auto") -> Answer:
    return service.engine.answer(Query(question, detect(question), wanted, 5))


def ids(answer: Answer) -> list[str]:
    return [hit.passage.id for hit in answer.hits]


@pytest.mark.parametrize(("question", "section"), PLAIN)
def test_the_plainest_questions_are_answered_first_and_surely(service: Service, question: str, section: str) -> None:
    answer = ask(service, question)
    assert ids(answer)[0] == section
    assert answer.confidence > 0.8


@pytest.mark.parametrize(("question", "section", "rank"), ASKED)
def test_a_question_in_peoples_own_words_finds_its_section(
    service: Service, question: str, section: str, rank: int
) -> None:
    answer = ask(service, question)
    assert section in ids(answer)[:rank]
    assert answer.state == "answer"


@pytest.mark.parametrize(("question", "wanted", "section", "rank"), ACROSS)
def test_a_question_finds_its_section_in_the_other_language(
    service: Service, question: str, wanted: Wanted, section: str, rank: int
) -> None:
    answer = ask(service, question, wanted)
    assert section in ids(answer)[:rank]
    assert answer.lang == wanted


@pytest.mark.parametrize(("traditional", "simplified"), SPELLED)
def test_traditional_and_simplified_spelling_give_the_same_answer(
    service: Service, traditional: str, simplified: str
) -> None:
    first, second = ask(service, traditional), ask(service, simplified)
    assert ids(first) == ids(second)
    assert first.confidence == pytest.approx(second.confidence, abs=1e-6)


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_the_documents_are_not_about_is_not_answered(service: Service, question: str) -> None:
    assert ask(service, question).state == "no_answer"


@pytest.mark.parametrize(("bare", "greeted"), GREETED)
def test_greetings_and_thanks_hardly_move_confidence(service: Service, bare: str, greeted: str) -> None:
    assert abs(ask(service, bare).confidence - ask(service, greeted).confidence) < 0.05


def test_the_marked_sentence_answers_in_the_other_language(service: Service) -> None:
    """A Chinese question marks the right English sentence, with which it shares no word."""
    (hit, *_) = ask(service, "客服会主动要我的助记词吗", "en").hits
    (span,) = hit.highlights
    assert "seed phrase" in hit.passage.text[span.start : span.end]


@pytest.fixture(scope="module")
def partly_english(real: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Two Chinese documents, and one on another matter that exists in English only."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    (corpus / "validators.md").write_text(ONLY_IN_ENGLISH, "utf-8")
    for name in ("slow-support.md", "platform-outage.md"):
        shutil.copy(CORPUS / "zh" / name, corpus)
    build(corpus, index, real)
    return Service(snapshot.load(index), real)


def test_a_chinese_question_for_english_answers_finds_a_passage_that_exists_in_english_only(
    partly_english: Service,
) -> None:
    assert ids(ask(partly_english, ABOUT_SLASHING, "en"))[0] == "validators/en#slashing"
