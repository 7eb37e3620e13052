"""Private keys in the forms that wallets export, told apart from transactions' hashes and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from qa.safety.secrets.base58 import is_checked
from qa.safety.secrets.context import around, leading, nearest
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import pattern
from qa.safety.secrets.reading import Reading

# Characters before and after a key in which a word decides what it is: a clause of either language.
REACH = (60, 30)
# A link's tail before a hash: the longest that a pattern reads.
_LINK = 160


def find(reading: Reading) -> Iterator[Secret]:
    """Extended keys, WIF keys, 64 hexadecimal digits, Solana's key pairs as Base58 and as the numbers of a file."""
    yield from _extended(reading)
    yield from _wallet_import(reading)
    for found in pattern("hex_key").finditer(reading.low):
        if _is_key(reading, found.start(), found.end()):
            yield Secret("private_key", found.start(), found.end(), certain=False)
    for found in pattern("solana_key").finditer(reading.text):
        if _is_key(reading, found.start(), found.end()):
            yield Secret("private_key", found.start(), found.end(), certain=False)
    for found in pattern("key_file").finditer(reading.low):
        yield Secret("private_key", found.start(), found.end(), certain=True)


def _extended(reading: Reading) -> Iterator[Secret]:
    for found in pattern("extended_key").finditer(reading.text):
        yield Secret("extended_key", found.start(), found.end(), certain=is_checked(found[0]))


def _wallet_import(reading: Reading) -> Iterator[Secret]:
    """With a wrong checksum and in a link too, as nothing else looks like it, and one letter saves no key."""
    for found in pattern("wif").finditer(reading.text):
        yield Secret("private_key", found.start(), found.end(), certain=is_checked(found[0]))


def _is_key(reading: Reading, start: int, end: int) -> bool:
    """Where no word decides: after 0x it is a transaction, as every explorer writes them; bare it may be a key.

    Bitcoin's and TRON's transactions are bare as well; only its blocks begin with 32 zero bits, which no key does. To
    cut one of them costs an answer nothing, as no passage holds it; to leave a key costs its owner everything.
    """
    if _in_link(reading, start):
        return False
    if pattern("called_key").match(reading.low, end):
        return True
    if pattern("key_or_hash").search(reading.low, *around(reading, start, end, REACH)):
        return not reading.low.startswith("0x", start)
    said = leading(reading, start, ("key", "hash"), REACH[0]) or nearest(reading, start, end, ("key", "hash"), REACH)
    return said == "key" or (said is None and not reading.low.startswith("0x", start))


def _in_link(reading: Reading, start: int) -> bool:
    return pattern("link_tail").search(reading.low[max(0, start - _LINK) : start]) is not None
