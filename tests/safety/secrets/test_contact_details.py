"""The asker's own number and address are cut, those that the asker was given or asks about are not."""

from __future__ import annotations

import pytest

from qa.safety.secrets import cut

OWN = [
    "联系我 [138 1234 5678]",
    "我的手机是[13912345678]，收不到短信",
    "[13912345678]",
    "手机号：[+86 139-1234-5678]",
    "my phone is [13912345678]",
    "call me at [(415) 555-2671]",
    "我的WhatsApp是[+65 8123 4057]，有人用它注册了",
    "I registered in May with [+65 8123 4057], he took it over",
    "please ring me back, my number is [+44 7700 900123]",
    "my email is [joe.miller@gmail.com]",
    "我的邮箱 [lili2020@qq.com] 收不到邮件",
    "[joe.miller@gmail.com]",
    "I wrote to support@kraken.com from [joe@icloud.com] and nobody answers",
    "my work mail [joe@holloway-plumbing.co.uk] is not accepted",
    "mobile [07700 900682], no sms since monday",
    "Mobile [0491 570 156] if anyone can help",
    "手機 [0912-345-678]",
    "Margaret, [07700 900481]",
    "phone: [415-555-2671]",
    "400-000-1234打不通，你们打给我吧，[13600005528]",
    "按他说的填了表：电话[13588021467]",
    "按他说的填了表：邮箱[heping1958@139.com]",
    "its mums account she signed up with [jq1952@hotmail.com] and cant get in",
    "ｍｙ ｅｍａｉｌ ｉｓ [ｊｏｅ＠ｇｍａｉｌ．ｃｏｍ]",
]
NOT_OWN = """is support@binance.com real
this person gave me agent01@gmail.com
客服给我的邮箱是okx-kefu2024@outlook.com，能信吗
no-reply@coinbase.com keeps writing
is binance.help@gmail.com official?
security@kraken.com
someone at team@acme.example wrote to me
客服电话 13812345678 是真的吗
13812345678 这个电话是官方的吗
有人用13812345678打给我说是客服
he called me from +44 7700 900123, is it legit
订单号 13812345678
UID 13812345678
区块高度 13812345678
400-820-8820 是官方的吗
95588 发的短信
1-800-555-0199 is this the hotline
+1 888 555 0199
https://binance.com@evil.io
0.13812345678 BTC
notice@kraken-refunds.org says I am owed 0.3 btc. Real?
text from +44 7911 123456: your account will be locked, reply YES
who owns +44 7911 123456
有个+852 9123 4567一直打我电话
接到0755-83765566的电话说我涉嫌洗钱
A man rang from 0800 046 0000 saying hes from my bank
my order id is 0749157015
转了13812345678.55 SHIB""".splitlines()


@pytest.mark.parametrize("marked", OWN)
def test_the_askers_own_is_cut(marked: str) -> None:
    before, _, rest = marked.partition("[")
    _, _, after = rest.partition("]")
    assert cut(marked.replace("[", "").replace("]", "")).text == f"{before}…{after}"


@pytest.mark.parametrize("text", NOT_OWN)
def test_that_of_others_is_not_cut(text: str) -> None:
    assert cut(text).text == text
