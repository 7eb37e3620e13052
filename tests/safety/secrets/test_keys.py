"""Private keys, and the hashes, signatures and addresses that look like them."""

from __future__ import annotations

import pytest

from qa.safety.secrets import GAP, cut, find
from qa.safety.secrets.base58 import is_checked
from tests.safety.secrets.planted import BASE58, HEX, extended_private, wallet_import

# Two published keys of the number 1 (Bitcoin wiki), uncompressed and compressed.
PUBLISHED = (
    "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf",
    "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
)
SOLANA = "".join(BASE58[(place * 37 + 11) % 58] for place in range(88))


@pytest.mark.parametrize(
    "text",
    [
        "private key {}",
        "my private key is 0x{}",
        "我的私钥是{}",
        "私鑰：0x{}",
        "密钥 {}",
        "I sent him the key 0x{} what now",
        "导入 {} 之后余额是零",
        "wallet export: {}",
        "{}",
        '{{"ciphertext":"{}"}}',
    ],
)
@pytest.mark.parametrize("written", [HEX, HEX.upper()])
def test_a_key_of_64_digits_is_cut(text: str, written: str) -> None:
    result = cut(text.format(written))
    assert written not in result.text
    assert result.kinds == ("private_key",)


@pytest.mark.parametrize(
    "text",
    [
        "0x{}",
        "tx {}",
        "my transaction 0x{} is pending",
        "交易哈希 {}",
        "交易哈希：{} 一直没到账",
        "{} 这笔转账没有到账",
        "txid: {} not confirmed",
        "https://etherscan.io/tx/0x{}",
        "https://mempool.space/zh/tx/{}",
        "tronscan.org/#/transaction/{}",
        "block hash {}",
    ],
)
def test_a_transaction_is_not_cut(text: str) -> None:
    assert cut(text.format(HEX)).text == text.format(HEX)


@pytest.mark.parametrize(
    "text",
    [
        '"private key (hex)" {} and "address" 1abc',
        "我的私钥是{}地址对不上",
        "key={} address=0xabc",
        "我把0x{}当成收款地址发出去了，后来才知道是私钥",
        "I pasted 0x{} into the address box and later learned it was my private key",
    ],
)
def test_what_leads_to_a_key_or_names_it_afterwards_outweighs_what_stands_near(text: str) -> None:
    assert HEX not in cut(text.format(HEX)).text


@pytest.mark.parametrize(
    "text",
    [
        'Is 0x{} a private key or a tx hash? I copied it under "Transaction Hash".',
        "0x{} 这是私钥还是交易哈希",
        "tx hash {}, do I need my private key to track it",
        "0x{} 到账了吗，我没给过私钥",
    ],
)
def test_who_asks_whether_it_is_a_key_or_a_transaction_calls_it_neither(text: str) -> None:
    assert cut(text.format(HEX)).text == text.format(HEX)


def test_no_word_beyond_a_gap_says_what_a_key_is() -> None:
    assert cut(f"private key {GAP} 0x{HEX}").text == f"private key {GAP} 0x{HEX}"


def test_the_hash_of_a_block_of_bitcoin_is_not_cut() -> None:
    block = "00000000000000000002a7c4c1e48d76c5a37902165a270156b7a8d72728a054"
    assert cut(block).text == block


@pytest.mark.parametrize("key", [*PUBLISHED, wallet_import(compressed=True), wallet_import(compressed=False)])
def test_an_exported_key_is_cut_with_certainty(key: str) -> None:
    assert [secret.certain for secret in find(f"help {key} gone")] == [True]
    assert cut(f"我的钱包{key}被盗").text == f"我的钱包{GAP}被盗"


@pytest.mark.parametrize("key", PUBLISHED)
def test_one_mistyped_letter_saves_no_exported_key(key: str) -> None:
    mistyped = key[:20] + ("x" if key[20] != "x" else "y") + key[21:]
    assert [secret.certain for secret in find(mistyped)] == [False]


@pytest.mark.parametrize("version", ["0488ade4", "049d7878", "04b2430c", "04358394"])
def test_an_extended_private_key_is_cut_with_certainty(version: str) -> None:
    key = extended_private(version)
    assert key[1:4] == "prv"
    assert [(secret.kind, secret.certain) for secret in find(f"key {key}!")] == [("extended_key", True)]


def test_an_extended_public_key_is_no_secret() -> None:
    public = extended_private("0488b21e")
    assert public.startswith("xpub")
    assert cut(f"watch only {public}").text == f"watch only {public}"


def test_a_key_pair_of_solana_is_cut_but_not_a_signature() -> None:
    assert cut(f"phantom private key {SOLANA}").text == f"phantom private key {GAP}"
    assert cut(f"my solana tx {SOLANA} failed").text == f"my solana tx {SOLANA} failed"
    assert cut(f"https://solscan.io/tx/{SOLANA}").text == f"https://solscan.io/tx/{SOLANA}"


def test_the_numbers_of_a_key_file_are_cut() -> None:
    numbers = ",".join(str(place * 7 % 256) for place in range(64))
    assert cut(f"id.json [{numbers}] ok").text == f"id.json {GAP} ok"
    assert cut("[1,2,3]").text == "[1,2,3]"


@pytest.mark.parametrize(
    "address",
    [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
        "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
    ],
)
def test_an_address_is_no_secret(address: str) -> None:
    for text in (address, f"my address is {address}", f"提币地址 {address} 对吗", f"private key of {address} lost"):
        assert cut(text).text == text


def test_base58check_knows_published_keys_and_refuses_others() -> None:
    assert all(map(is_checked, PUBLISHED))
    assert is_checked("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert not is_checked("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")
    assert not is_checked("0OIl")
    assert not is_checked("")
