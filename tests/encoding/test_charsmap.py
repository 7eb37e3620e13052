from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from tokenizers.normalizers import Precompiled

from qa.encoding.charsmap import build_charsmap

CODE_POINTS = st.characters(min_codepoint=1, exclude_categories=["Cs"])


@given(st.dictionaries(CODE_POINTS, st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=4)))
def test_every_key_is_replaced_and_nothing_else(table: dict[str, str]) -> None:
    normaliser = Precompiled(build_charsmap({ord(key): value for key, value in table.items()}))
    for character in {*table, "a", "中", "é", "\U0001f600"}:
        assert normaliser.normalize_str(character) == table.get(character, character)


def test_a_table_of_thousands_of_keys_is_exact_on_every_code_point() -> None:
    code_points = [*range(1, 0xD800), *range(0xE000, 0x30000)]
    nfkc = {code_point: unicodedata.normalize("NFKC", chr(code_point)) for code_point in code_points}
    table = {code_point: text for code_point, text in nfkc.items() if text != chr(code_point)}
    normaliser = Precompiled(build_charsmap(table))
    assert len(table) > 4000
    assert {code_point: normaliser.normalize_str(chr(code_point)) for code_point in code_points} == nfkc


def test_an_empty_table_changes_nothing() -> None:
    assert Precompiled(build_charsmap({})).normalize_str("ＡＢ～ é") == "ＡＢ～ é"


def test_replacements_may_be_empty_or_long() -> None:
    normaliser = Precompiled(build_charsmap({0x01: "", 0xFF21: "A", 0xFDFA: "long replacement"}))
    assert normaliser.normalize_str("x\x01Ａ\ufdfay") == "xAlong replacementy"
