"""Litecoin's addresses and keys: vectors, the oracle, and what people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import oracle
from utils.wallets import segwit
from utils.wallets.base import AddressDoubt
from utils.wallets.bip32 import ExtendedKey, hash160, parse_path
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.litecoin import NETWORKS, LitecoinWallet, NetworkName
from utils.wallets.mnemonic import seed_of
from utils.wallets.p2wpkh import decode_wif

SEED = seed_of("abandon " * 11 + "about")
FIRST = "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
FIRST_WIF = "T5ZCYhLqXu6EJKk2nhjvwsaLH357CisixhLGWpKXEiqWTUtzte6o"
NAMES: tuple[NetworkName, ...] = ("mainnet", "testnet", "regtest")


@pytest.mark.parametrize(
    ("network", "index", "path", "address", "wif"),
    [
        ("mainnet", 0, "m/84'/2'/0'/0/0", FIRST, FIRST_WIF),
        (
            "mainnet",
            1,
            "m/84'/2'/1'/0/0",
            "ltc1q6he42udnkdx2m5dctfyjs2z9xl76xcdshd5htt",
            "T8mAh4bgBHr2vgjnX1sE3hjdEKCvb5NK9MUGX1bfnLa75AAMeiWN",
        ),
        (
            "testnet",
            0,
            "m/84'/1'/0'/0/0",
            "tltc1q6rz28mcfaxtmd6v789l9rrlrusdprr9pesrjxk",
            "cTGhosGriPpuGA586jemcuH9pE9spwUmneMBmYYzrQEbY92DJrbo",
        ),
        (
            "regtest",
            0,
            "m/84'/1'/0'/0/0",
            "rltc1q6rz28mcfaxtmd6v789l9rrlrusdprr9puuzgkg",
            "cTGhosGriPpuGA586jemcuH9pE9spwUmneMBmYYzrQEbY92DJrbo",
        ),
        (
            "regtest",
            1,
            "m/84'/1'/1'/0/0",
            "rltc1qp7shgcwx3mpzgxjvff0d77vuhchcldzfc7vz68",
            "cTzDRh9ERGCwhBCifcnDxboJELpZBaj6Q9Kk8wEGasmDfoocscAb",
        ),
    ],
)
def test_vectors(network: NetworkName, index: int, path: str, address: str, wif: str) -> None:
    """Account 0 of mainnet as other wallets have it, the rest as two derivations agree on it."""
    wallet = LitecoinWallet(SEED, network)
    derived, key = wallet.derive(index), wallet.private_key(index)
    assert (derived.index, derived.path, derived.address) == (index, path, address)
    assert (key.path, key.address, key.secret, key.form) == (path, address, wif, "WIF")
    assert wallet.is_valid(address)


def test_the_vector_of_another_step() -> None:
    key = ExtendedKey.master(SEED).derive(parse_path("m/84'/2'/0'/0/1"))
    address = "ltc1qwlezpr3890hcp6vva9twqh27mr6edadreqvhnn"
    wif = "T6LRyVtoN2JxywNyYXwk9KoMpWa34Fjino4upyy9RKs5QQmC8RSr"
    assert segwit.encode("ltc", 0, hash160(key.public_key)) == address
    assert decode_wif(wif, NETWORKS["mainnet"]) == key.secret


@settings(max_examples=25, deadline=None)
@given(
    seed=st.binary(min_size=64, max_size=64).filter(any),
    index=st.integers(0, 2**31 - 1),
    network=st.sampled_from(NAMES),
)
def test_agrees_with_the_oracle(seed: bytes, index: int, network: NetworkName) -> None:
    wallet = LitecoinWallet(seed, network)
    derived = wallet.derive(index)
    secret = oracle.derive(seed, derived.path).secret
    facts = NETWORKS[network]
    assert derived.path == f"m/84'/{facts.coin_type}'/{index}'/0/0"
    assert derived.address == oracle.p2wpkh(facts.hrp, oracle.public_key(secret))
    assert wallet.private_key(index).secret == oracle.wif(facts.wif_prefix, secret)


def test_the_networks_share_no_address() -> None:
    """Failure case 11: an address of one is refused by all others, Bitcoin's included."""
    wallets = [LitecoinWallet(SEED, name) for name in NAMES]
    wallets_of_both = [*wallets, *(BitcoinWallet(SEED, name) for name in NAMES)]
    addresses = [wallet.derive(0).address for wallet in wallets_of_both]
    assert len(set(addresses)) == len(addresses)
    for address, owner in zip(addresses, wallets_of_both, strict=True):
        for wallet in wallets_of_both:
            assert wallet.is_valid(address) is (wallet is owner)
            if wallet is not owner:
                with pytest.raises(AddressDoubt):
                    wallet.prove(0, address)


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        (FIRST, True),
        (FIRST.upper(), True),
        (FIRST[:5].upper() + FIRST[5:], False),
        (FIRST[:-1] + "q", False),
        ("MJaRnao1s62a2zAKSkmG582KbLKianqb7v", True),
        ("3CNHUhP3uyB9EUtRLsmvFUmvGdjGdkTxJw", True),
        ("LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", True),
        ("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", False),
        ("QXHFfTBKYXjaaTH1e7Rox8CcdNPGHVhM59", False),
        ("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", False),
        ("ltc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpj6zg2", True),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", False),
        (
            "ltcmweb1qqdl0qtwgaggxccgsjt44l0ssqxgv5yuce7x7w6mvkqfz09l4y0xqyqny5d90535s0t0sd"
            "uuy0nyx7r5k5q8wyt7rqwwsg7rx8pdp8vcmssy3082d",
            False,
        ),
        (FIRST_WIF, False),
        ("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", False),
        ("", False),
    ],
)
def test_addresses_that_people_type(address: str, valid: bool) -> None:
    """Failure case 37: for refunds; both spellings of script addresses, no mixed case."""
    assert LitecoinWallet(SEED, "mainnet").is_valid(address) is valid
