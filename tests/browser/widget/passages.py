"""What the crafted answers say."""

from __future__ import annotations

from typing import Any

ADDRESS = "https://help.example/"

# The document whose review is overdue.
DELAYED = "fees"

DOCUMENTS = {
    "withdrawal": {"zh": "提现迟迟不到账", "en": "A withdrawal that does not arrive"},
    "fees": {"zh": "手续费与退款", "en": "Fees and refunds"},
}

# The heading above a passage that answers no single question.
CHANGES = {"zh": "先交钱才能提现", "en": "Asked to pay before you can withdraw"}

# By document and language: the question that it answers if it is a single one, its text, what is highlighted in it.
PASSAGES: dict[str, dict[str, tuple[str | None, str, str]]] = {
    "withdrawal": {
        "zh": (
            "提现三天了还没到账，怎么办？",
            "先看提现记录里有没有交易哈希（TxID）。\n"
            "1. 有哈希：复制它，到该网络的区块浏览器里查。显示“成功”，钱就已经离开平台，请联系收款的一方。\n"
            "2. 没有哈希：平台还没有发出。多半是在人工审核，一般不超过三个工作日。\n"
            "- 等待期间不要重复提现，也不要付任何“加急费”。\n"
            "超过三个工作日仍没有动静，请从平台官网提交工单，附上提现编号和时间。",
            "不要重复提现，也不要付任何“加急费”",
        ),
        "en": (
            "My withdrawal has not arrived after three days. What can I do?",
            "First look in your withdrawal history for a transaction hash (TxID).\n"
            "1. There is one: copy it and look it up in the block explorer of that network. If it says “success”, the "
            "money has left the platform; ask the receiving side.\n"
            "2. There is none: the platform has not sent it yet. Usually a person is checking it, which takes up to "
            "three working days.\n"
            "- While you wait, do not withdraw again, and do not pay anything to “speed it up”.\n"
            "If nothing has moved after three working days, open a ticket on the platform’s own website, with the "
            "number and time of the withdrawal.",
            "do not withdraw again, and do not pay anything",
        ),
    },
    "fees": {
        "zh": (
            None,
            "正规平台的手续费从提现金额里直接扣，不会让你另外转一笔钱进去。要你先交“税”“保证金”或“解冻费”才能提现的，是骗局。\n"
            "已经付过的，停止付款，保留聊天和转账记录，尽快报警。",
            "要你先交“税”“保证金”或“解冻费”才能提现的，是骗局",
        ),
        "en": (
            None,
            "A real platform takes its fee out of what you withdraw; it never asks you to send money in first. Whoever "
            "wants a “tax”, a “deposit” or an “unfreezing fee” before you can withdraw is running a scam.\n"
            "If you have paid already: stop paying, keep the messages and the transfer records, and report it to the "
            "police soon.",
            "Whoever wants a “tax”, a “deposit” or an “unfreezing fee” before you can withdraw is running a scam",
        ),
    },
}

QUESTIONS = {
    "zh": ["提现要多久才能到账？", "提现手续费怎么算？", "提错了网络，还能找回来吗？", "客服让我交保证金，是真的吗？"],
    "en": [
        "How long does a withdrawal take?",
        "How are withdrawal fees worked out?",
        "I used the wrong network. Can I get it back?",
        "Support asks me for a deposit. Is that real?",
    ],
}


def _notice(code: str, level: str, title: str, message: str, **more: Any) -> dict[str, Any]:
    blank = {"about": None, "steps": [], "passage_id": None, "url": None}
    return {"code": code, "level": level, "title": title, "message": message, **blank, **more}


NOTICES = {
    "danger": {
        "zh": _notice(
            "contact_impostor",
            "danger",
            "这个邮箱不是官方的",
            "它模仿了官方的名字，多了一个字母。不要回复，也不要打开里面的链接。",
            about="help@harbourr-support.example",
            steps=[
                "停止联系，不要再付钱。",
                "自己打开平台官网，从那里找客服。",
                "告诉过对方密码或验证码的，马上修改。",
            ],
            url=f"{ADDRESS}sources/verify/zh",
        ),
        "en": _notice(
            "contact_impostor",
            "danger",
            "This e-mail address is not official",
            "It imitates the official name with one letter too many. Do not answer, and open no link in it.",
            about="help@harbourr-support.example",
            steps=[
                "Stop all contact, and pay nothing more.",
                "Open the platform’s own website yourself, and reach support from there.",
                "If you gave them a password or a code, change it now.",
            ],
            url=f"{ADDRESS}sources/verify/en",
        ),
    },
    "warning": {
        "zh": _notice(
            "scam_advance_fee",
            "warning",
            "听起来像“先交钱才能提现”的骗局",
            "对方会一次次要你再付一笔。付得再多，也提不出来。",
            steps=["先停止付款。", "保留聊天记录和转账凭证。"],
        ),
        "en": _notice(
            "scam_advance_fee",
            "warning",
            "This sounds like a “pay first” scam",
            "They will ask for one more payment again and again. However much you pay, nothing comes out.",
            steps=["Stop paying for now.", "Keep the messages and the proof of every transfer."],
        ),
    },
    "info": {
        "zh": _notice(
            "secret_removed",
            "info",
            "你的问题里有电话或邮箱，我们已经删掉",
            "在这里提问不用留联系方式，我们不会联系任何人。",
        ),
        "en": _notice(
            "secret_removed",
            "info",
            "We removed your phone number or e-mail address",
            "You need not leave it here: we never contact anyone.",
        ),
    },
}
