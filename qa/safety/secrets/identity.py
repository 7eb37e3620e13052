"""Bank cards and the numbers of identity documents."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.cn import ric

from qa.safety.secrets.context import leading, nearest
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import pattern
from qa.safety.secrets.reading import Reading

# A label stands close to its number: "order number of yesterday's deposit: ".
REACH = (24, 10)
_SEPARATORS = str.maketrans("", "", " -.,/_")
# Announced as a card, digits of this length are one even when a digit is mistyped.
_CARD_DIGITS = range(15, 20)
# Of the digits that Luhn's formula doubles, the sum of the digits of each double (ISO/IEC 7812-1, annex B).
_DOUBLED = str.maketrans("0123456789", "0246813579")


def find(reading: Reading) -> Iterator[Secret]:
    """Identity numbers by form and check digit, others that are announced, bank cards by Luhn's check digit."""
    for found in pattern("identity").finditer(reading.low):
        number = found[0].translate(_SEPARATORS)
        if not pattern("identity_form").match(number):
            continue
        certain = ric.calc_check_digit(number.upper()) == number[-1].upper()
        said = nearest(reading, found.start(), found.end(), ("identity", "order"), REACH)
        is_order = said == "order" and leading(reading, found.start(), ("order",), REACH[0])
        if said == "identity" or (certain and not is_order):
            yield Secret("identity_number", found.start(), found.end(), certain)
    for found in pattern("document").finditer(reading.low):
        yield Secret("identity_number", *found.span(1), certain=False)
    yield from _cards(reading)


def is_luhn(digits: str) -> bool:
    """Whether digits end in the check digit of Luhn's formula; every second one from the right is doubled."""
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0


def _cards(reading: Reading) -> Iterator[Secret]:
    for found in pattern("digits").finditer(reading.low):
        digits = found[0].translate(_SEPARATORS)
        certain = pattern("card_number").match(digits) is not None and is_luhn(digits)
        said = nearest(reading, found.start(), found.end(), ("identity", "card", "order"), REACH)
        if (certain and said is None) or (said == "card" and (certain or len(digits) in _CARD_DIGITS)):
            yield Secret("bank_card", found.start(), found.end(), certain)
    for found in pattern("card_code").finditer(reading.low):
        yield Secret("bank_card", *found.span(1), certain=False)
