"""Passwords and codes that are given, and questions about them."""

from __future__ import annotations

import pytest

from qa.safety.secrets import cut

GIVEN = [
    ("my password is [Tulip!44] what now", "password"),
    ("My Password Is: [Tulip44]", "password"),
    ("pwd: [hunter2]", "password"),
    ("login joe pass [yellow99]", "password"),
    ("username: joe\npassword: [sunshine]", "password"),
    ("my password is [sunshine] please help", "password"),
    ('the password is "[correct horse]" I think', "password"),
    ("wallet passphrase is [OldOak Lane 7], is that enough", "password"),
    ("password is [correct horse battery staple].", "password"),
    ("[hunter22] is my password", "password"),
    ("tried [qwErty#2021] as my password three times", "password"),
    ("PIN [4821] not accepted", "password"),
    ("my pin is [48213]", "password"),
    ("密码是[abc12345]怎么办", "password"),
    ("我的登录密码 [Qwe123]", "password"),
    ("支付密码[123456]", "password"),
    ("密碼：[Qwe!123]", "password"),
    ("密码设置成[Dragon99]了", "password"),
    ("[Dragon99]是我的密码", "password"),
    ("Trezor的PIN码是[739164]", "password"),
    ("我说了密码[Hong@2019wei]，他把币转走了", "password"),
    ("2fa secret key: [JBSWY3DPEHPK3PXP]", "password"),
    ("backup key [ABCD EFGH IJKL MNOP]", "password"),
    ("验证码是 [482913]", "one_time_code"),
    ("验证码[482913]告诉他了", "one_time_code"),
    ("驗證碼：[482 913]", "one_time_code"),
    ("谷歌验证码 [123 456]", "one_time_code"),
    ("code is [482 913]", "one_time_code"),
    ("2FA code [123456]", "one_time_code"),
    ("[482913] is your Coinbase verification code", "one_time_code"),
    ("the code they sent me is [482913]", "one_time_code"),
    ("I told him the code [482-913] on the phone", "one_time_code"),
    ("authenticator shows [047736]", "one_time_code"),
    ("they texted me [482913] as the verification code", "one_time_code"),
    ("我把[482913]这个验证码告诉客服了", "one_time_code"),
    ("Your Binance code is [482913]. Do not share", "one_time_code"),
    ("otp：[４８２９１３]", "one_time_code"),
    ("The password I always use for binance, [Monkey!1971], is refused", "password"),
    ("我一直用的密码，[Kitty#2001]，现在提示错误", "password"),
    ("passwrd = [letmein_2010]", "password"),
    ("my passwort is [Tulip44x]", "password"),
    ("mima是[abc12345]", "password"),
    ("他问我密码，我说是[wanglaoshi888]，他说好了", "password"),
    ("他要我的密碼，我給了 [meiling*1954]，現在進不去了", "password"),
    ("he asked what my password was, I said [hunter22]", "password"),
    ("they asked me for the pin and I typed [4821]", "password"),
    ("asked for the password, gave him [tulip1944]", "password"),
    ("密码应该是[wang888]吧", "password"),
    ("支付密码六个8就是[888888]", "password"),
    ("pin [4 8 2 1]", "password"),
    ("密码是[一二三四五六]", "password"),
    ("验证码:[830175] 点提交没反应", "one_time_code"),
    ("I read her the six numbers from the text message: [071 664]", "one_time_code"),
    ("the number they texted me was [071664]", "one_time_code"),
    ("他让我念短信里的数字，我念了[071664]", "one_time_code"),
    ("验证码[七八九六六四]告诉他了", "one_time_code"),
    ("the code was [four eight two nine one three]", "one_time_code"),
]
NOT_GIVEN = """I forgot my password
password reset email does not arrive
is the password long enough
my password is not working
my password is wrong and I am locked out
my password is case sensitive right
the passphrase is optional, right?
password is required
how many characters does a password need
password must be 12 characters long
what is my password
where is the password stored
my password was stolen
I changed my password yesterday
my password is known to the scammer
password manager recommended?
密码是不是可以改
密码是什么
密码错误怎么办
密码是对的但是登不上
密码8位以上
密码忘记了
密码2024年改过一次
资金密码在哪里设置
验证码收不到
验证码是多少位
验证码60秒后过期
验证码5次错误
验证码是6位数字吗
code expired
my code is not arriving
the error code is 403001
error code 10034
referral code 482913
邀请码 482913
country code 86
verification code has 6 digits
should I give the code to support
I entered the verification code for order 482913
password was found in a data breach, says chrome. Change everything?
password was sold on a forum?
password was made public
India address form says PIN code 560034 is invalid, why
pin code 560034 for my delivery address
验证码是10086发来的吗，还是106开头的
验证码是95588发的吗
is the code from 32665 real
他问我密码，我没说
密码应该是8位
密码我改了3次
密码三五天一换
he asked for my password and I told him no
password? I forgot
passive income of 500 a month
code: three attempts left
短信里的数字在哪里看""".splitlines()


@pytest.mark.parametrize(("marked", "kind"), GIVEN)
def test_only_the_value_is_cut(marked: str, kind: str) -> None:
    before, _, rest = marked.partition("[")
    value, _, after = rest.partition("]")
    result = cut(before + value + after)
    assert result.text == f"{before}…{after}"
    assert result.kinds == (kind,)


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_a_question_about_passwords_and_codes_stays_as_it_is(text: str) -> None:
    assert cut(text).text == text
