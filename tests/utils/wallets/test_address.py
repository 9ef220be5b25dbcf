"""Addresses that people type: accepted in one spelling, or refused before money is sent there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.wallets.address import PARSERS, BadAddress, parse_address

BTC = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
BTC_TEST = "tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl"
BTC_REGTEST = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
LTC = "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
ETH = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
SOL = "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
OFF_CURVE = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
MAINNET = [
    ("BTC", BTC, BTC),
    ("BTC", BTC.upper(), BTC),
    ("BTC", f" {BTC}\n", BTC),
    ("BTC", TAPROOT, TAPROOT),
    ("BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("BTC", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    ("LTC", LTC, LTC),
    ("LTC", "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"),
    ("LTC", "MJaRnao1s62a2zAKSkmG582KbLKianqb7v", "MJaRnao1s62a2zAKSkmG582KbLKianqb7v"),
    ("LTC", "3CNHUhP3uyB9EUtRLsmvFUmvGdjGdkTxJw", "MJaRnao1s62a2zAKSkmG582KbLKianqb7v"),
    ("ETH", ETH, ETH),
    ("ETH", ETH.lower(), ETH),
    ("ETH", "0x" + ETH[2:].upper(), ETH),
    ("SOL", SOL, SOL),
    ("SOL", OFF_CURVE, OFF_CURVE),
]
REFUSED = [
    ("BTC", BTC[:4].upper() + BTC[4:]),
    ("BTC", BTC[:-1] + "q"),
    ("BTC", BTC_TEST),
    ("BTC", BTC_REGTEST),
    ("BTC", LTC),
    ("BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
    ("BTC", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"),
    ("BTC", "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"),
    # Valid by BIP350, and anybody's: a later version, and a taproot program of two bytes.
    ("BTC", "BC1SW50QGDZ25J"),
    ("BTC", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs"),
    ("BTC", "bc1pfeessrawgf"),
    ("BTC", "KyZpNDKnfs94vbrwhJneDi77V6jF64PWPF8x5cdJb8ifgg2DUc9d"),
    ("BTC", f"bitcoin:{BTC}"),
    ("LTC", BTC),
    ("LTC", "QXHFfTBKYXjaaTH1e7Rox8CcdNPGHVhM59"),
    ("LTC", "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"),
    (
        "LTC",
        "ltcmweb1qqdl0qtwgaggxccgsjt44l0ssqxgv5yuce7x7w6mvkqfz09l4y0xqyqny5d90535s0t0sd"
        "uuy0nyx7r5k5q8wyt7rqwwsg7rx8pdp8vcmssy3082d",
    ),
    ("ETH", ETH[:-1] + "3"),
    ("ETH", ETH[2:]),
    ("ETH", ETH.replace("E", "e", 1)),
    ("ETH", "0x" + "0" * 40),
    ("ETH", "0x" + "٠" * 40),
    ("ETH", "vitalik.eth"),
    ("SOL", SOL[:-2]),
    ("SOL", SOL.replace("H", "0", 1)),
    ("SOL", "1" * 32),
    ("SOL", ETH),
    ("SOL", "5" * 88),
    *[(asset, text) for asset in PARSERS for text in ("", "0", "1" * 200, "<b>", "\0")],
]


@pytest.mark.parametrize(("asset", "typed", "canonical"), MAINNET)
def test_an_address_has_one_spelling(asset: str, typed: str, canonical: str) -> None:
    """Case 37."""
    assert parse_address(asset, typed, "mainnet") == canonical
    assert parse_address(asset, canonical, "mainnet") == canonical


@pytest.mark.parametrize(("asset", "typed"), REFUSED)
def test_no_address_of_this_coin_and_network(asset: str, typed: str) -> None:
    """Cases 37 and 70: mixed case, another network, anybody's output; never repeated."""
    with pytest.raises(BadAddress) as refusal:
        parse_address(asset, typed, "mainnet")
    assert len(typed) < 12 or typed not in str(refusal.value)


@pytest.mark.parametrize(
    ("asset", "network", "typed"),
    [
        ("BTC", "testnet", BTC_TEST),
        ("BTC", "regtest", BTC_REGTEST),
        ("BTC", "testnet", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"),
        ("LTC", "testnet", "QXHFfTBKYXjaaTH1e7Rox8CcdNPGHVhM59"),
        ("LTC", "testnet", "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"),
        ("ETH", "regtest", ETH),
        ("SOL", "testnet", SOL),
    ],
)
def test_each_network_has_its_own(asset: str, network: str, typed: str) -> None:
    assert parse_address(asset, typed, network) == typed
    if asset in ("BTC", "LTC"):
        with pytest.raises(BadAddress):
            parse_address(asset, typed, "mainnet")


@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=100))
def test_any_text_is_an_address_or_refused(asset: str, text: str) -> None:
    try:
        canonical = parse_address(asset, text, "mainnet")
    except BadAddress:
        return
    assert parse_address(asset, canonical, "mainnet") == canonical
