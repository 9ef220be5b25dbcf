"""One-time Solana addresses: wallets' vectors, the oracle, and every way to be doubted."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solders.keypair import Keypair

from tests import oracle
from utils.wallets.base import AddressDoubt, Wallet
from utils.wallets.base58 import BadBase58, decode, encode
from utils.wallets.bip32 import HARDENED, parse_path
from utils.wallets.mnemonic import seed_of
from utils.wallets.proved import Derivation, KeyPair
from utils.wallets.slip10 import Ed25519Node
from utils.wallets.solana import (
    NetworkName,
    SolanaWallet,
    derivations,
    imported,
)

SEED = seed_of("abandon " * 11 + "about")
ADDRESS = "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
SECOND_ADDRESS = "Hh8QwFUA6MtVu1qAoq12ucvFHNwCcVTV7hpWjeY1Hztb"
EXPORTED = (
    "27npWoNE4HfmLeQo1TyWcW7NEA28qnsnDK7kcttDQEWrCWnro83HMJ97rMmpvYYZRwDAvG4KRuB7hTBacvwD7bgi"
)
NETWORKS: tuple[NetworkName, ...] = ("mainnet", "testnet", "regtest")
FIRST, SECOND = derivations(SEED)


@pytest.fixture
def wallet() -> Wallet:
    return SolanaWallet(SEED, "mainnet")


@pytest.mark.parametrize("network", NETWORKS)
def test_the_addresses_that_wallets_show(network: NetworkName) -> None:
    """Phantom, Solflare and Trezor, for the mnemonic of the BIP39 vectors."""
    wallet: Wallet = SolanaWallet(SEED, network)
    derived = wallet.derive(0)
    assert (derived.index, derived.path, derived.address) == (0, "m/44'/501'/0'/0'", ADDRESS)
    assert wallet.derive(1).address == SECOND_ADDRESS
    assert wallet.derive(1).path == "m/44'/501'/1'/0'"
    assert wallet.chain == "SOL"


def test_the_key_that_wallets_import(wallet: Wallet) -> None:
    key = wallet.private_key(0)
    assert (key.secret, key.form) == (EXPORTED, "base58 keypair")
    assert (key.path, key.address) == ("m/44'/501'/0'/0'", ADDRESS)
    assert decode(key.secret) == FIRST(0).secret + FIRST(0).public_key


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("m/44'/501'", "D2PPQSYFe83nDzk96FqGumVU8JA7J8vj2Rhjc2oXzEi5"),
        ("m/44'/501'/0'", "GjJyeC1r2RgkuoCWMyPYkCWSGSGLcz266EaAkLA27AhL"),
        ("m/44'/501'/0'/0'/0'", "B9sVeu4rJU12oUrUtzjc6BSNuEXdfvurZkdcaTVkP2LY"),
    ],
)
def test_paths_that_other_tools_stop_at_are_not_ours(path: str, address: str) -> None:
    secret = Ed25519Node.master(SEED).derive(parse_path(path)).secret
    assert str(Keypair.from_seed(secret).pubkey()) == address
    assert address != ADDRESS


@settings(max_examples=20, deadline=None)
@given(seed=st.binary(min_size=64, max_size=64).filter(any), index=st.integers(0, HARDENED - 1))
def test_agrees_with_the_standard_library_oracle(seed: bytes, index: int) -> None:
    wallet = SolanaWallet(seed, "mainnet")
    derived = wallet.derive(index)
    secret, _ = oracle.slip10_ed25519(seed, derived.path)
    public_key = oracle.ed25519_public_key(secret)
    assert derived.path == f"m/44'/501'/{index}'/0'"
    assert derived.address == oracle.base58(public_key)
    assert wallet.private_key(index).secret == oracle.base58(secret + public_key)


def other_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=SECOND(99).secret)


def short_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=keys.secret[1:])


def other_public_key(keys: KeyPair) -> KeyPair:
    return replace(keys, public_key=SECOND(99).public_key)


def marked_public_key(keys: KeyPair) -> KeyPair:
    return replace(keys, public_key=b"\0" + keys.public_key)


def other_address(keys: KeyPair) -> KeyPair:
    return replace(keys, address=SECOND(99).address)


def other_account(keys: KeyPair) -> KeyPair:
    return SECOND(99)


def mistyped(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address[:-1] + "0")


def shortened(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address[:-3])


def token_account(keys: KeyPair) -> KeyPair:
    """Off the curve: nobody can sign for it."""
    return replace(keys, address="5N3f1tj9v1vc5TUZ8S7mCAnVmjVKrfnzXWhxLaxyZAgt")


def empty(keys: KeyPair) -> KeyPair:
    return replace(keys, address="")


Break = Callable[[KeyPair], KeyPair]
BREAKS = [
    other_secret,
    short_secret,
    other_public_key,
    marked_public_key,
    other_address,
    other_account,
    mistyped,
    shortened,
    token_account,
    empty,
]


def broken(derivation: Derivation, damage: Break) -> Derivation:
    return lambda index: damage(derivation(index))


def wallet_of(first: Derivation, second: Derivation) -> SolanaWallet:
    return SolanaWallet(SEED, "mainnet", pair=(first, second))


@pytest.mark.parametrize("damage", BREAKS)
def test_derivations_that_disagree_are_doubted(damage: Break) -> None:
    """Case 68: whichever of the two is wrong."""
    for wallet in (
        wallet_of(FIRST, broken(SECOND, damage)),
        wallet_of(broken(FIRST, damage), SECOND),
    ):
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.derive(0)
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.private_key(0)


@pytest.mark.parametrize("damage", [each for each in BREAKS if each is not other_account])
def test_a_mistake_both_derivations_share_is_doubted(damage: Break) -> None:
    """The re-parse and the signature stand even when both implementations are wrong alike."""
    wallet = wallet_of(broken(FIRST, damage), broken(SECOND, damage))
    with pytest.raises(AddressDoubt, match=r"does not|is not the text"):
        wallet.derive(0)


@pytest.mark.parametrize("secret", ["", ADDRESS, EXPORTED[:-1], EXPORTED[:-1] + "j", "0" * 88])
def test_an_exported_key_that_does_not_import_is_doubted(secret: str) -> None:
    with pytest.raises(AddressDoubt, match="does not import") as doubt:
        imported(secret)
    assert not secret or secret not in str(doubt.value)


def test_prove(wallet: Wallet) -> None:
    wallet.prove(0, ADDRESS)
    for index, address in [(1, ADDRESS), (0, SECOND_ADDRESS), (0, "")]:
        with pytest.raises(AddressDoubt, match="is not what"):
            wallet.prove(index, address)


@pytest.mark.parametrize("seed", [b"", bytes(64), SEED[:32], SEED[:63], SEED + b"\0"])
def test_no_wallet_from_an_empty_or_short_seed(seed: bytes) -> None:
    """Case 69."""
    with pytest.raises(ValueError, match="64 bytes"):
        SolanaWallet(seed, "mainnet")


@pytest.mark.parametrize("index", [-1, 2**31, 2**32])
def test_no_account_outside_the_hardened_range(wallet: Wallet, index: int) -> None:
    with pytest.raises(ValueError, match="account number"):
        wallet.derive(index)


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        (ADDRESS, True),
        (SECOND_ADDRESS, True),
        (ADDRESS.lower(), False),
        (ADDRESS[:-3], False),  # base58 has no checksum: one sign less may be a key
        (ADDRESS + "1", False),
        ("1" + ADDRESS, False),
        ("11111111111111111111111111111111", False),  # the system program
        ("5N3f1tj9v1vc5TUZ8S7mCAnVmjVKrfnzXWhxLaxyZAgt", False),  # its USDC account, off the curve
        (EXPORTED, False),
        ("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", False),
        ("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", False),
        ("", False),
        (" " + ADDRESS, False),
        ("1" * 1000, False),
    ],
)
def test_is_valid(wallet: Wallet, address: str, valid: bool) -> None:
    """Case 37: addresses that people type."""
    assert wallet.is_valid(address) is valid


def test_no_repr_shows_a_secret() -> None:
    """Case 70."""
    wallet = SolanaWallet(SEED, "mainnet")
    keys = FIRST(0)
    text = " ".join(map(repr, [wallet, keys, wallet.private_key(0), str(wallet.private_key(0))]))
    for secret in (EXPORTED, keys.secret.hex(), repr(keys.secret)[2:-1], SEED.hex()):
        assert secret not in text


def test_a_proved_address_takes_less_than_5_ms(wallet: Wallet) -> None:
    durations = []
    for index in range(50):
        start = time.perf_counter()
        wallet.derive(index)
        durations.append(time.perf_counter() - start)
    assert sorted(durations)[len(durations) // 2] < 0.005


@given(st.binary(max_size=80))
def test_base58_round_trip(raw: bytes) -> None:
    assert encode(raw) == oracle.base58(raw)
    assert decode(encode(raw)) == raw


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "é", " ", "1" * 200])
def test_base58_refuses_what_it_is_not(text: str) -> None:
    with pytest.raises(BadBase58):
        decode(text)
