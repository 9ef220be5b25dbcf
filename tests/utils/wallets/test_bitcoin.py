"""One-time addresses: official vectors, the oracle, and every way a derivation can be doubted."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import oracle
from utils.wallets import segwit
from utils.wallets.base import AddressDoubt, Wallet
from utils.wallets.bip32 import ExtendedKey, hash160, parse_path
from utils.wallets.bitcoin import NETWORKS, BitcoinWallet, NetworkName
from utils.wallets.mnemonic import seed_of
from utils.wallets.p2wpkh import SegwitWallet, decode_wif, derivations
from utils.wallets.proved import Derivation, KeyPair

SEED = seed_of("abandon " * 11 + "about")
BIP84_FIRST = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
BIP84_FIRST_WIF = "KyZpNDKnfs94vbrwhJneDi77V6jF64PWPF8x5cdJb8ifgg2DUc9d"
MAINNET = NETWORKS["mainnet"]
FIRST, SECOND = derivations(SEED, MAINNET)


@pytest.fixture
def wallet() -> Wallet:
    return BitcoinWallet(SEED, "mainnet")


@pytest.mark.parametrize(
    ("wallet", "index", "path", "address", "wif"),
    [
        (BitcoinWallet(SEED, "mainnet"), 0, "m/84'/0'/0'/0/0", BIP84_FIRST, BIP84_FIRST_WIF),
        (
            BitcoinWallet(SEED, "mainnet"),
            1,
            "m/84'/0'/1'/0/0",
            "bc1qku0qh0mc00y8tk0n65x2tqw4trlspak0fnjmfz",
            "L4ouJZjss1Ua8LPhsJNkzN8V8uXrQpfADNsqzsaT5JHs1G752c9j",
        ),
        (
            BitcoinWallet(SEED, "testnet"),
            0,
            "m/84'/1'/0'/0/0",
            "tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl",
            "cTGhosGriPpuGA586jemcuH9pE9spwUmneMBmYYzrQEbY92DJrbo",
        ),
        (
            BitcoinWallet(SEED, "regtest"),
            0,
            "m/84'/1'/0'/0/0",
            "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk",
            "cTGhosGriPpuGA586jemcuH9pE9spwUmneMBmYYzrQEbY92DJrbo",
        ),
    ],
)
def test_official_vectors(wallet: Wallet, index: int, path: str, address: str, wif: str) -> None:
    derived = wallet.derive(index)
    key = wallet.private_key(index)
    assert (derived.index, derived.path, derived.address) == (index, path, address)
    assert (key.path, key.address, key.secret, key.form) == (path, address, wif, "WIF")
    assert wallet.is_valid(address)


@pytest.mark.parametrize(
    ("path", "address", "wif"),
    [
        (
            "m/84'/0'/0'/0/1",
            "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
            "Kxpf5b8p3qX56DKEe5NqWbNUP9MnqoRFzZwHRtsFqhzuvUJsYZCy",
        ),
        (
            "m/84'/0'/0'/1/0",
            "bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el",
            "KxuoxufJL5csa1Wieb2kp29VNdn92Us8CoaUG3aGtPtcF3AzeXvF",
        ),
    ],
)
def test_official_vectors_of_other_steps(path: str, address: str, wif: str) -> None:
    """BIP84 has them; an order never uses any but the first address of its account."""
    key = ExtendedKey.master(SEED).derive(parse_path(path))
    assert segwit.encode("bc", 0, hash160(key.public_key)) == address
    assert decode_wif(wif, MAINNET) == key.secret


@settings(max_examples=25, deadline=None)
@given(
    seed=st.binary(min_size=64, max_size=64).filter(any),
    index=st.integers(0, 2**31 - 1),
    network=st.sampled_from(["mainnet", "testnet", "regtest"]),
)
def test_agrees_with_the_oracle(seed: bytes, index: int, network: NetworkName) -> None:
    wallet = BitcoinWallet(seed, network)
    derived = wallet.derive(index)
    secret = oracle.derive(seed, derived.path).secret
    facts = NETWORKS[network]
    assert derived.path == f"m/84'/{facts.coin_type}'/{index}'/0/0"
    assert derived.address == oracle.p2wpkh(facts.hrp, oracle.public_key(secret))
    assert wallet.private_key(index).secret == oracle.wif(facts.wif_prefix, secret)


def other_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=oracle.hash160(b"x") + bytes(12))


def other_public_key(keys: KeyPair) -> KeyPair:
    return replace(keys, public_key=SECOND(99).public_key)


def other_address(keys: KeyPair) -> KeyPair:
    return replace(keys, address=SECOND(99).address)


def other_account(keys: KeyPair) -> KeyPair:
    return SECOND(99)


def upper_case(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address.upper())


def mistyped(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address[:-1] + "q")


def other_network(keys: KeyPair) -> KeyPair:
    return replace(keys, address=BitcoinWallet(SEED, "testnet").derive(0).address)


def taproot(keys: KeyPair) -> KeyPair:
    taproot_address = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
    return replace(keys, address=taproot_address)


def empty(keys: KeyPair) -> KeyPair:
    return replace(keys, address="")


Break = Callable[[KeyPair], KeyPair]
BREAKS = [
    other_secret,
    other_public_key,
    other_address,
    other_account,
    upper_case,
    mistyped,
    other_network,
    taproot,
    empty,
]


def broken(derivation: Derivation, damage: Break) -> Derivation:
    return lambda index: damage(derivation(index))


@pytest.mark.parametrize("damage", BREAKS)
def test_derivations_that_disagree_are_doubted(damage: Break) -> None:
    """Case 68: whichever of the two is wrong."""
    for wallet in (
        SegwitWallet(MAINNET, FIRST, broken(SECOND, damage)),
        SegwitWallet(MAINNET, broken(FIRST, damage), SECOND),
    ):
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.derive(0)
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.private_key(0)


@pytest.mark.parametrize("damage", [d for d in BREAKS if d is not other_account])
def test_a_mistake_both_derivations_share_is_doubted(damage: Break) -> None:
    """The re-parse and the signature stand even when both implementations are wrong alike."""
    wallet = SegwitWallet(MAINNET, broken(FIRST, damage), broken(SECOND, damage))
    with pytest.raises(AddressDoubt, match=r"does not|is not a plain"):
        wallet.derive(0)


@pytest.mark.parametrize(
    "wif",
    [
        "",
        BIP84_FIRST_WIF[:-1] + "e",
        "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",  # the key 1
        oracle.wif(0xEF, int.from_bytes(FIRST(0).secret, "big")),  # the same key, for testnet
        "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf",  # uncompressed
    ],
)
def test_an_exported_key_that_leads_elsewhere_is_doubted(wif: str) -> None:
    first = broken(FIRST, lambda keys: replace(keys, wif=lambda: wif))
    wallet = SegwitWallet(MAINNET, first, SECOND)
    wallet.derive(0)
    with pytest.raises(AddressDoubt, match="the exported key") as doubt:
        wallet.private_key(0)
    assert not wif or wif not in str(doubt.value)


def test_prove(wallet: Wallet) -> None:
    wallet.prove(0, BIP84_FIRST)
    for index, address in [(1, BIP84_FIRST), (0, BIP84_FIRST.upper()), (0, "")]:
        with pytest.raises(AddressDoubt, match="is not what"):
            wallet.prove(index, address)


@pytest.mark.parametrize("seed", [b"", bytes(64), SEED[:32], SEED[:63], SEED + b"\0"])
def test_no_wallet_from_an_empty_or_short_seed(seed: bytes) -> None:
    """Case 69."""
    with pytest.raises(ValueError, match="64 bytes"):
        BitcoinWallet(seed, "mainnet")


@pytest.mark.parametrize("index", [-1, 2**31, 2**32])
def test_no_account_outside_the_hardened_range(wallet: Wallet, index: int) -> None:
    with pytest.raises(ValueError, match="account number"):
        wallet.derive(index)


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        (BIP84_FIRST, True),
        (BIP84_FIRST.upper(), True),
        (BIP84_FIRST[:4].upper() + BIP84_FIRST[4:], False),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", True),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", False),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", True),
        ("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", False),  # testnet
        ("tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl", False),
        ("ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh", False),
        (BIP84_FIRST_WIF, False),
        ("", False),
        (" " + BIP84_FIRST, False),
        ("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", False),
    ],
)
def test_is_valid(wallet: Wallet, address: str, valid: bool) -> None:
    """Case 37: addresses that people type."""
    assert wallet.is_valid(address) is valid


def test_no_repr_shows_a_secret() -> None:
    """Case 70."""
    wallet = BitcoinWallet(SEED, "mainnet")
    keys = FIRST(0)
    text = " ".join(map(repr, [wallet, keys, wallet.private_key(0), str(wallet.private_key(0))]))
    for secret in (BIP84_FIRST_WIF, keys.secret.hex(), repr(keys.secret)[2:-1], SEED.hex()):
        assert secret not in text


def test_a_proved_address_takes_less_than_5_ms(wallet: Wallet) -> None:
    durations = []
    for index in range(50):
        start = time.perf_counter()
        wallet.derive(index)
        durations.append(time.perf_counter() - start)
    assert sorted(durations)[len(durations) // 2] < 0.005
