"""Emphasis that works beside Chinese: ``**别付款。**先核实`` is bold although no space follows.

CommonMark decides by spaces and punctuation whether asterisks open or close, and Chinese has no spaces. The relaxed
rule is that of https://github.com/tats-u/markdown-cjk-friendly: a Han character outside counts like a space.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.rules_inline.state_inline import Delimiter

from qa.language import HAN

_HAN_CHARACTER = re.compile(f"[{HAN}]")


def install(markdown: MarkdownIt) -> MarkdownIt:
    """Replace the rule for asterisks; underscores keep CommonMark's."""
    markdown.inline.ruler.at("emphasis", _tokenize)
    return markdown


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    if silent or state.src[state.pos] != "*":
        return emphasis.tokenize(state, silent)
    length = state.scanDelims(state.pos, canSplitWord=True).length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[state.pos + length] if state.pos + length < state.posMax else " "
    for _ in range(length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=_flanks(inside=after, outside=before),
                close=_flanks(inside=before, outside=after),
            )
        )
    state.pos += length
    return True


def _flanks(inside: str, outside: str) -> bool:
    """Whether asterisks between these characters can belong to the text on the side of ``inside``."""
    if isWhiteSpace(ord(inside)):
        return False
    return not _is_punctuation(inside) or (
        isWhiteSpace(ord(outside)) or _is_punctuation(outside) or _HAN_CHARACTER.match(outside) is not None
    )


def _is_punctuation(char: str) -> bool:
    return bool(isMdAsciiPunct(ord(char)) or isPunctChar(char))
