"""From raw text to text that is safe and comparable: guards, folding for matching, language detection.

The order matters. Length and runs of combining marks are capped *before* any Unicode normalisation:
NFC is quadratic on alternating combining marks (80 000 of them hold the interpreter for seconds),
and one U+FDFA becomes 18 code points under NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

from qa.datatypes import Lang

# UAX #15, Stream-Safe Text Format: no text in any orthography needs more than 30 non-starters in a row.
MAX_COMBINING_RUN = 30

# NFKC multiplies length by up to 18 (U+FDFA). Real text grows by far less than 2.
MAX_GROWTH = 2

# Han characters, as the inside of a regular expression's character class.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# One Han character carries about as much as one short English word, so a question such as
# "币安 binance support 怎么联系" counts as Chinese: 6 Han characters against 2 Latin words.
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[a-z\u00c0-\u024f]+(?:['’][a-z]+)*", re.IGNORECASE)
_UNENCODABLE = re.compile(r"[\ud800-\udfff]")
# Tab, line ends and separators become spaces; other controls, and characters nobody sees, are dropped.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
_HAN_BEFORE_BREAK = re.compile(f"[{HAN}，。、；：？！”’）》】]$")
_HAN_AFTER_BREAK = re.compile(f"^[{HAN}“‘（《【]")

# t2s keeps variants that mainland writers no longer tell apart: 帳戶 becomes 帐户, written 账户 today.
_VARIANTS = str.maketrans({"帐": "账", "覆": "复", "緻": "致", "苧": "苎", "妳": "你"})

# 等著 is 等着 on the mainland; 著名 and 显著 are written alike everywhere.
_PARTICLE = re.compile("(?<![显名原专译编论土巨卓昭])著(?![名作称者述录])")


def has_lone_surrogate(text: str) -> bool:
    """Whether the text holds half a character, which no encoding can carry."""
    return _UNENCODABLE.search(text) is not None


def clean(text: str) -> str:
    """The text as a person sees it: one line, no controls or invisible characters, combining runs capped.

    Linear in the length of ``text`` and never raises. What is left keeps its original script and case.
    """
    text = _INVISIBLE.sub("", _CONTROL.sub("", _UNENCODABLE.sub("", text)))
    return _SPACES.sub(" ", _cap_combining_runs(text)).strip()


def simplify(text: str) -> str:
    """Traditional Chinese to Simplified, for matching only: what people read stays as it was written."""
    text = str(_simplifier().convert(text)).translate(_VARIANTS)
    return _PARTICLE.sub("着", text).replace("甚么", "什么")


def fold(text: str) -> str:
    """The form in which words are compared: `clean`, NFKC, lower case, `simplify`.

    Build and query share it. Offsets into it are not offsets into the text.
    """
    text = clean(text)
    text = unicodedata.normalize("NFKC", text)[: MAX_GROWTH * len(text) + 1].casefold()
    return simplify(clean(text))  # NFKC brings spaces and long runs of marks back: U+00B4, U+0344


def detect(text: str) -> Lang:
    """The language of a question or document: Chinese if its Han characters outnumber its Latin words."""
    han = len(_HAN_CHARACTER.findall(text))
    return "zh" if han and han >= len(_LATIN_WORD.findall(text)) else "en"


def joint(before: str, after: str) -> str:
    """What stands between two lines of a paragraph when they are joined: nothing in Chinese, else a space."""
    chinese = _HAN_BEFORE_BREAK.search(before) and _HAN_AFTER_BREAK.search(after)
    return "" if chinese else " "


def has_words(text: str) -> bool:
    """Whether anything in the text could be searched for: a letter, a digit, a Han character."""
    return any(c.isalnum() for c in text)


def _cap_combining_runs(text: str) -> str:
    if text.isascii() or len(text) <= MAX_COMBINING_RUN:
        return text
    if "".join(map(unicodedata.category, text)).count("M") <= MAX_COMBINING_RUN:
        return text  # fast: hardly any text holds so many marks at all
    kept: list[str] = []
    run = 0
    for char in text:
        is_mark = unicodedata.category(char) in ("Mn", "Me") or unicodedata.combining(char)
        run = run + 1 if is_mark else 0
        if run <= MAX_COMBINING_RUN:
            kept.append(char)
    return "".join(kept)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
