"""What may be kept of a question: its meaning, without what points to a person, an account or a payment.

Secrets are another matter (`qa.safety.secrets`): they are gone before anything else happens. What is replaced here may
be searched with, but nobody needs it to see which answer is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.language import HAN, clean
from qa.safety import names

# Digits in a row that are an order, an account or a block rather than an amount or a year.
LONG_NUMBER = 5

# Digits in groups that are a card or an account; a date has 8.
LONG_GROUPS = 9

# Bitcoin's oldest addresses have 25 characters. Without a digit among them it may be a word drawn out, but not from 32.
ADDRESS = 25
WORD = 32

# Hexadecimal digits of a transaction's hash, the longest address having 40; characters of a signature of Solana's.
HASH = 64
SIGNATURE = 80

# A mark may part what stood together: "12345www.a.io" holds a link only once the number is gone. For 60 000 texts made
# of such pieces three passes were enough; of what is not done after this nothing is kept.
PASSES = 8

_MARKS = re.compile(r"\[(?:address|email|handle|hash|link|name|number|phone)\]")

# Letters, digits and marks of full width, as Chinese input methods write them.
_WIDE = {0xFEE0 + code: code for code in range(ord("!"), ord("~") + 1) if chr(code).isalnum() or chr(code) in "#+-./@_"}

_END = f"\\s<>\"'，；、！？（）《》「」【】{HAN}"
_REST = f"[^{_END}]*[^{_END}.,;:!?)]"
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Endings that make two words with a dot between an address, where nothing else does. Those that are English words (it,
# is, so, me) are left out: people forget the space behind a full stop.
_ENDINGS = (
    "com|net|org|io|co|cn|hk|tw|sg|jp|kr|uk|de|fr|ru|eu|ch|nl|au|ca|br|vn|th|ph|app|xyz|top|vip|pro|site|online|info"
    "|biz|cc|tv|ai|finance|exchange|network|tech|gg"
)
_LOCAL = "a-z0-9\u00c0-\u024f._%+-"
_CHAT = "telegram|tg|whatsapp|wechat|weixin|discord|skype|line|twitter|qq|微信|电报|電報|推特|企鹅"
_ACCOUNT = "id|handle|user ?name|nick ?name|号码?|號碼?|账号|帐号|帳號|用户名|昵称"
_PHONE_CUE = "phone|mobile|cell|number|tel|call me at|call me on|whatsapp|电话|電話|手机|手機|号码|號碼|联系方式"

# In this order; of a pattern with a group only the group is replaced.
_PATTERNS = (
    ("link", rf"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{{1,20}}://|(?<![a-z0-9])www[.。]){_REST}"),
    ("email", rf"(?<![{_LOCAL}])[{_LOCAL}]+(?:@| ?[\[(]at[\])] ?)(?:[@{_LOCAL}]|。(?=[a-z]))+"),
    ("email", rf"(?<![{_LOCAL}])[{_LOCAL}]+ at [a-z0-9-]+(?: dot [a-z]{{2,24}})+"),
    ("address", r"(?<![a-z0-9.-])[a-z0-9-]{2,63}\.(?:eth|sol|bnb)(?![a-z0-9.-])"),
    ("link", rf"(?<![a-z0-9_.@-])(?:{_LABEL}[.。]){{1,8}}[a-z]{{2,24}}(?::\d{{1,5}})?/{_REST}"),
    ("link", rf"(?<![a-z0-9_.@-])(?:{_LABEL}[.。]){{1,8}}(?:{_ENDINGS})(?![a-z0-9_-])"),
    ("handle", rf"(?<![a-z0-9_.])@(?:[a-z0-9_.]{{2,}}|[{HAN}]{{1,8}}(?![{HAN}]))"),
    ("handle", r"(?<![a-z0-9_.#])[a-z0-9_.]{2,32}#\d{4}(?![a-z0-9_.#])"),
    ("handle", rf"(?<![a-z])(?:{_CHAT}|{_ACCOUNT}) ?(?:{_ACCOUNT})? ?[:：=] ?([a-z0-9_.-]{{3,}})"),
    ("handle", rf"(?<![a-z])(?:{_CHAT}) ?(?:{_ACCOUNT})? ?(?:is |是|为)?((?=[a-z_.-]{{0,40}}[0-9_])[a-z0-9_.-]{{5,}})"),
    ("address", r"(?<![a-z0-9])(?:0x[0-9a-f]{2,}|[a-z]*\d[a-z0-9]*)(?:\.{2,}|…+|\*{3,})[a-z0-9]{3,}"),
    ("phone", r"(?<![\w+])\+\d{1,3}[ ().-]{0,2}\d[\d ().-]{4,18}\d"),
    ("phone", r"(?<!\d)(?:(?:0086|86)[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    ("phone", r"(?<!\d)(?:\(\d{3}\) ?|\d{3}[ .-])\d{3,4}[ .-]\d{4}(?!\d)"),
    ("phone", r"(?<!\d)\(?0\d{2,3}\)?[ -]?\d{7,8}(?!\d)"),
    ("phone", rf"(?:{_PHONE_CUE})(?: number|号码?|號碼?)?(?: is|是|为)?[ :：]{{0,3}}(\d[\d ().-]{{5,18}}\d)"),
)
_RULES = tuple((f"[{mark}]", re.compile(pattern, re.IGNORECASE | re.ASCII)) for mark, pattern in _PATTERNS)
_TOKEN = re.compile(r"(?<![A-Za-z0-9])(?:(?:EQ|UQ)[A-Za-z0-9_-]{46}|0[xX][0-9a-fA-F]{6,}|[A-Za-z0-9]{25,})")
_DIGITS = re.compile(r"\d+(?:[ ,.:/-]\d+)*")
_DATE = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?: \d{1,2}:\d{2})?")
_CODE = re.compile(r"(?<![A-Za-z0-9-])(?:[A-Za-z-]{0,20}\d){5}[A-Za-z0-9-]*")


def redacted(text: str) -> str:
    """The text on one line with a mark such as ``[email]`` or ``[name]`` for each thing that names somebody.

    Idempotent and linear in the length of ``text``; never raises.
    """
    text = clean(text.translate(_WIDE))
    for _ in range(PASSES):
        before, text = text, _once(text)
        if text == before:
            return text
    return ""


def without_marks(text: str) -> str:
    """The words that `redacted` has left, to compare them with those of others."""
    return clean(_MARKS.sub(" ", text))


def _once(text: str) -> str:
    for mark, pattern in _RULES:
        text = pattern.sub(_replacing(mark), text)
    return names.without_names(_CODE.sub(_code, _DIGITS.sub(_number, _TOKEN.sub(_token, text))))


def _replacing(mark: str) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        if not found.re.groups:
            return mark
        return found[0][: found.start(1) - found.start()] + mark

    return replace


def _token(found: re.Match[str]) -> str:
    token = found[0]
    if len(token) < WORD and not any(char.isdigit() for char in token):
        return token
    digits = token.lower().removeprefix("0x")
    is_hash = len(digits) >= SIGNATURE or (len(digits) >= HASH and set(digits) <= set("0123456789abcdef"))
    return "[hash]" if is_hash else "[address]"


def _number(found: re.Match[str]) -> str:
    runs = re.findall(r"\d+", found[0])
    is_long = max(map(len, runs)) >= LONG_NUMBER or sum(map(len, runs)) >= LONG_GROUPS
    return "[number]" if is_long and not _DATE.fullmatch(found[0]) else found[0]


def _code(found: re.Match[str]) -> str:
    """An order's or account's number with letters in it."""
    return found[0] if _DATE.match(found[0]) else "[number]"
