"""Texts as nobody planned them: labelled ones with one thing or another changed, and characters of any kind."""

from __future__ import annotations

import random
import unicodedata

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
