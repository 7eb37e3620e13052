"""Names of people, found by what stands before them: "my name is", "I am", 我叫, 姓名.

"I am stuck" and 我是新手 hold no name. After words that are followed by other things as often, only what looks like a
name counts: a capital and no word of ``no_names.txt``, a known given name, a Chinese family name and where it ends.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import takewhile

from qa.language import HAN

MARK = "[name]"

_LETTERS = "A-Za-z\u00c0-\u024f"
_WORD = f"[{_LETTERS}][{_LETTERS}'’-]*"

# Given, middle and family name.
_WORDS = re.compile(f"{_WORD}(?: {_WORD}){{0,2}}")

_CUE = re.compile(
    rf"(?<![{_LETTERS}])(?:(?P<surely>my (?:(?:full|real|legal|first|last) )?name(?: is|['’]s| ?:)|name ?:"
    r"|(?:i am|i['’]m) called|regards,?|sincerely,?)"
    r"|i am|i['’]?m|this is|call me|mrs?\.?|ms\.?|dr\.?)(?: (?:mrs?|ms|dr)\.?)? ",
    re.IGNORECASE,
)
_HAN_CUE = re.compile(
    "(?P<family>(?:我|本人|免贵|免貴)姓)"
    "|(?P<surely>(?:(?:我|本人|名)叫做?|名字(?: ?[:：]|是|叫)"
    "|(?:姓名|联系人|聯繫人|联络人|聯絡人|收款人|收件人|持卡人|户名|戶名)(?: ?[:：]|是|为|為|叫|(?= ))) ?)"
    "|(?P<perhaps>(?:我|本人|这里|這裡)是)"
)

# Characters that names do not have and that often follow them.
_NEVER = (
    "我你您他她它的了是被吗嗎呢吧啊哦很这這那没沒不请請把给給让讓问問买買卖賣钱錢币幣账帐賬帳号號提充登也都就想在从從"
)
_GIVEN = f"(?:(?![{_NEVER}])[{HAN}])"

# 我叫 is also "I told" or "I asked".
_TOLD = "客服|人工|官方|对方|對方|朋友|平台|平臺|骗子|騙子|家人|老婆|老公|什么|什麼|警察|银行|銀行"

# After 我是: everyday words that begin like a name, and what words for people end with.
_EVERYDAY = (
    "马上|馬上|程序|黄金|黃金|黄牛|高级|高級|高中|金牌|白天|白痴|方便|严重|嚴重|单独|單獨|单身|單身|包括|关于|關於"
    "|游客|管理|谷歌"
)
_ENDS = "人户戶员員者手国國州省市"


def without_names(text: str) -> str:
    """The text with a mark for each name. Linear in its length."""
    for cues, length in ((_HAN_CUE, _han_length), (_CUE, _latin_length)):
        kept: list[str] = []
        position = 0
        for cue in cues.finditer(text):
            found = length(text, cue) if cue.end() >= position else 0
            if found:
                kept += [text[position : cue.end()], MARK]
                position = cue.end() + found
        text = "".join([*kept, text[position:]])
    return text


def _han_length(text: str, cue: re.Match[str]) -> int:
    """The length of the name where a Chinese cue ends, 0 if there is none."""
    name = _after(str(cue.lastgroup)).match(text, cue.end())
    return len(name[0]) if name else _latin_length(text, cue)


def _latin_length(text: str, cue: re.Match[str]) -> int:
    """The length of the name in Latin letters where the cue ends, 0 if there is none."""
    found = _WORDS.match(text, cue.end())
    first, *more = found[0].split(" ") if found else [""]
    if not first or _is_everyday(first) or not (cue["surely"] or _looks_like_a_name(first)):
        return 0
    if first[0].isupper():
        more = list(takewhile(lambda word: word[0].isupper() and not _is_everyday(word), more))
    else:  # one more word, unless it is known to be no name: who leaves out capitals leaves out all
        more = list(takewhile(lambda word: not _is_everyday(word), more[:1]))
    return len(" ".join([first, *more]))


def _looks_like_a_name(word: str) -> bool:
    return word.istitle() or word.lower() in _listed("given_names.txt")


def _is_everyday(word: str) -> bool:
    return word.lower() in _listed("no_names.txt")


@cache
def _after(cue: str) -> re.Pattern[str]:
    """What a Chinese name looks like behind each kind of cue."""
    surname = "|".join(sorted(_listed("surnames_zh.txt"), key=len, reverse=True))
    ends = f"(?:(?![{_ENDS}]){_GIVEN})"
    return re.compile(
        {
            "family": f"(?:{surname})(?:{_GIVEN}{{1,2}}(?!{_GIVEN}))?|{_GIVEN}(?!{_GIVEN})",
            "surely": f"(?!{_TOLD})(?:(?:{surname}|小|阿|老){_GIVEN}{{1,2}}|{_GIVEN}{{2,4}}(?!{_GIVEN}))",
            "perhaps": f"(?!{_EVERYDAY})(?:{surname})(?:{ends}{{1,2}}(?!{_GIVEN})|(?=先生|女士|小姐|太太))",
        }[cue]
    )


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a file in ``qa/data``; lines that begin with # are comments."""
    lines = resources.files("qa").joinpath("data", name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
