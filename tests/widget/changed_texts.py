"""Texts as nobody planned them: labelled ones with one thing or another changed, and characters of any kind."""

from __future__ import annotations

import random
import unicodedata

from qa.safety.secrets.patterns import spoken_words
from tests.safety.secrets import planted

# Dropped, or part of the character before or after them.
_HIDING = "\u200b\u00ad\u0301\u200d\ufe0f\u0600\u0d4e\u20dd\u0903\U0001f3fb\U000e0020\U000110bd"
# More than one UTF-16 unit, half of one, and the gap itself.
_ODD = "👩𝟗𠀀🇦…\ud800\udc00㍘①ﬀ"
_ENDS = ("\n", "\r\n", "\u2028", "\t", "\u3000", "\n\n", "\x85")
_SIGNS = ":：\"'“”「」()[]=-.,;?! \n是/@#"


def changed_texts(texts: list[str], count: int, seed: int) -> list[str]:
    """So many of some texts, changed in some places."""
    chosen = random.Random(seed)
    return [_of_whole_characters(_changed(texts, chosen)) for _ in range(count)]


def random_texts(count: int, seed: int) -> list[str]:
    """Short texts of characters that Python's tables know, halves of astral ones among them."""
    chosen = random.Random(seed)
    return [
        _of_whole_characters("".join(_character(chosen) for _ in range(chosen.randrange(1, 60)))) for _ in range(count)
    ]


def _of_whole_characters(text: str) -> str:
    """Two halves that stand together are one character in JavaScript."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _changed(texts: list[str], chosen: random.Random) -> str:
    text = chosen.choice(texts)
    if chosen.random() < 0.3:
        other = chosen.choice(texts)
        text = text[: chosen.randrange(len(text) + 1)] + other[chosen.randrange(len(other) + 1) :]
    elif chosen.random() < 0.1:
        text = text[: chosen.randrange(len(text) + 1)]
    characters = list(text)
    change = chosen.choice((_other_case, _full_width, _hidden, _odd, _other_end, _doubled, _other_digit, _other_sign))
    for _ in range(chosen.randrange(1, 5)):
        place = chosen.randrange(len(characters) + 1)
        characters[place : place + 1] = [change(char, chosen) for char in characters[place : place + 1]]
    return "".join(characters)


def _other_case(char: str, chosen: random.Random) -> str:
    return char.swapcase()


def _full_width(char: str, chosen: random.Random) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


def _hidden(char: str, chosen: random.Random) -> str:
    return char + chosen.choice(_HIDING)


def _odd(char: str, chosen: random.Random) -> str:
    return char + chosen.choice(_ODD)


def _other_end(char: str, chosen: random.Random) -> str:
    return chosen.choice(_ENDS)


def _doubled(char: str, chosen: random.Random) -> str:
    return char * 2


def _other_digit(char: str, chosen: random.Random) -> str:
    return str(chosen.randrange(10)) if char.isdigit() else char


def _other_sign(char: str, chosen: random.Random) -> str:
    return chosen.choice(_SIGNS)


def _character(chosen: random.Random) -> str:
    while True:
        char = chr(chosen.randrange(chosen.choice((0x80, 0x300, 0x3000, 0x10000, 0x110000))))
        if unicodedata.category(char) != "Cn":
            return char


def assembled_texts(count: int, seed: int) -> list[str]:
    """Texts of what the rules look for and what speaks for and against it, in any order: near-secrets, not sense."""
    chosen = random.Random(seed)
    words = [word for name, listed in spoken_words().items() if name != "common_pairs" for word in listed]
    return [_assembled(words, chosen) for _ in range(count)]


def _assembled(words: list[str], chosen: random.Random) -> str:
    if chosen.random() < 0.2:
        return _phrase(words, chosen)
    makers = (_announcement, _value, _value, _digits, lambda chosen: chosen.choice(words))
    pieces = [chosen.choice(makers)(chosen) for _ in range(chosen.randrange(2, 9))]
    return "".join(
        piece + chosen.choice((" ", " ", " ", "", ": ", "，", ", ", "\n", '"', "是", " is ")) for piece in pieces
    )


def _announcement(chosen: random.Random) -> str:
    return chosen.choice(
        (
            *("password", "my password is", "密码是", "pin", "login: joe pw", "i told him", "我告诉他", "passphrase:"),
            *("code", "my code is", "验证码", "verification code", "six digit", "otp", "is my code", "是我的密码"),
            *("private key", "私钥", "tx hash", "it is my private key", "private key or tx", "https://a.io/tx/"),
            *("card number", "passport no", "身份证号", "cvv", "my phone", "call me at", "我的手机", "my email is"),
            *("账号密码是 joe,", "credentials: joe /", "密码设置为", "password '", "password “"),
        )
    )


def _value(chosen: random.Random) -> str:
    length = chosen.randrange(1, 12)
    made = "".join(chosen.choices("aabcehx23570Z.-_@#!é", k=length))
    return chosen.choice(
        (
            made,
            made.upper(),
            f'"{made}"',
            f"({made}).",
            "ABCD 2345 EFGH 6723",
            "1 2 3 4",
            "one two three four",
            "一二三四五六",
            "correct horse battery staple",
            "".join(chosen.choices("0123456789abcdef", k=64)),
            "0x" + "".join(chosen.choices("0123456789ABCDEF", k=64)),
            planted.wallet_import(compressed=True, seed=length),
            planted.extended_private(seed=length),
            f"{made}@gmail.com",
            f"support{length}@kraken.com",
            f"x{length}.y@{made}.com",
        )
    )


def _digits(chosen: random.Random) -> str:
    length = chosen.choice((3, 4, 5, 6, 6, 7, 8, 11, 12, 16, 18))
    digits = "".join(chosen.choices("0123456789", k=length))
    return chosen.choice(
        (
            digits,
            f"{digits[:3]} {digits[3:]}",
            f"{digits} usdt",
            f"{digits} 天",
            f"1{chosen.randrange(3, 10)}{digits[:9]:0<9}",
            f"+44 {digits}",
            f"0800 {digits}",
            planted.card(chosen.choice(("4", "51", "62")), 16, seed=length),
            planted.identity(),
            planted.identity()[:-1] + digits[0],
        )
    )


def _phrase(words: list[str], chosen: random.Random) -> str:
    """A phrase, or next to one, in some writing, with some words before and after it."""
    language = chosen.choice(("english", "english", "english", "chinese_simplified", "chinese_traditional"))
    make = chosen.choice((planted.phrase, planted.phrase, planted.mistaken))
    phrase = make(chosen.choice((12, 12, 15, 18, 21, 24)), language, chosen.randrange(10_000))
    for _ in range(chosen.randrange(4)):
        place = chosen.randrange(len(phrase))
        word = phrase[place]
        phrase[place : place + 1] = chosen.choice(
            ([], [word[1:]], [word + "s"], [word, chosen.choice(words)], [word[:4]])
        )
    between = chosen.choice((" ", " ", " ", ", ", "\n", "", "、", "  ", " - "))
    numbered = chosen.random() < 0.2
    written = between.join(f"{number}. {word}" if numbered else word for number, word in enumerate(phrase, 1))
    lead = chosen.choice(("", "", "my seed phrase is ", "助记词：", "助记词是", "seed: ", "recovery words\n", '"'))
    around = [" ".join(chosen.choices(words, k=chosen.randrange(5))) for _ in "ab"]
    return f"{around[0]} {lead}{written}{chosen.choice((' ', '', '. ', '。'))}{around[1]}".strip(" ")
