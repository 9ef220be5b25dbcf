"""One-time Ethereum addresses: official vectors, the oracle, and every way to be doubted."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ethereum_oracle, oracle
from utils.wallets import eip55
from utils.wallets.base import AddressDoubt, Wallet
from utils.wallets.ethereum import EthereumWallet, NetworkName, derivations
from utils.wallets.mnemonic import seed_of
from utils.wallets.proved import Derivation, KeyPair

ABANDON = seed_of("abandon " * 11 + "about")
HARDHAT = seed_of("test " * 11 + "junk")
FIRST_ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
FIRST_KEY = "0x1ab42cc412b618bdea3a599e3c9bae199ebf030895b039e9db1e30dafb12b727"
LIBRARY, OWN = derivations(ABANDON)
NETWORKS: list[NetworkName] = ["mainnet", "testnet", "regtest"]


@pytest.fixture
def wallet() -> Wallet:
    return EthereumWallet(ABANDON, "mainnet")


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    ("seed", "address", "key"),
    [
        (ABANDON, FIRST_ADDRESS, FIRST_KEY),
        (
            HARDHAT,
            "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
            "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        ),
    ],
    ids=["BIP39 abandon", "Hardhat"],
)
def test_published_vectors(seed: bytes, address: str, key: str, network: NetworkName) -> None:
    wallet = EthereumWallet(seed, network)
    derived, exported = wallet.derive(0), wallet.private_key(0)
    assert (derived.index, derived.path, derived.address) == (0, "m/44'/60'/0'/0/0", address)
    assert (exported.path, exported.address) == ("m/44'/60'/0'/0/0", address)
    assert (exported.secret, exported.form) == (key, "hex")
    assert wallet.is_valid(address)


@settings(max_examples=25, deadline=None)
@given(seed=st.binary(min_size=64, max_size=64).filter(any), index=st.integers(0, 2**31 - 1))
def test_agrees_with_the_oracle(seed: bytes, index: int) -> None:
    wallet = EthereumWallet(seed, "mainnet")
    derived = wallet.derive(index)
    secret = oracle.derive(seed, f"m/44'/60'/{index}'/0/0").secret
    assert derived.path == f"m/44'/60'/{index}'/0/0"
    assert derived.address == ethereum_oracle.address(secret)
    assert wallet.private_key(index).secret == f"0x{secret:064x}"


@given(st.binary(max_size=400))
def test_keccak_agrees_with_the_oracle(data: bytes) -> None:
    assert eip55.keccak256(data) == ethereum_oracle.keccak256(data)


def other_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=OWN(99).secret)


def zero_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=bytes(32))


def empty_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=b"")


def short_secret(keys: KeyPair) -> KeyPair:
    return replace(keys, secret=b"\1")


def other_public_key(keys: KeyPair) -> KeyPair:
    return replace(keys, public_key=OWN(99).public_key)


def other_address(keys: KeyPair) -> KeyPair:
    return replace(keys, address=OWN(99).address)


def other_account(keys: KeyPair) -> KeyPair:
    return OWN(99)


def small_letters(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address.lower())


def mistyped(keys: KeyPair) -> KeyPair:
    return replace(keys, address=keys.address[:-1] + "5")


def empty_address(keys: KeyPair) -> KeyPair:
    return replace(keys, address="")


Break = Callable[[KeyPair], KeyPair]
BREAKS = [
    other_secret,
    zero_secret,
    empty_secret,
    short_secret,
    other_public_key,
    other_address,
    other_account,
    small_letters,
    mistyped,
    empty_address,
]


def broken(derivation: Derivation, damage: Break) -> Derivation:
    return lambda index: damage(derivation(index))


@pytest.mark.parametrize("damage", BREAKS)
def test_derivations_that_disagree_are_doubted(damage: Break) -> None:
    """Case 68: whichever of the two is wrong."""
    for wallet in (
        EthereumWallet(ABANDON, "mainnet", second=broken(OWN, damage)),
        EthereumWallet(ABANDON, "mainnet", first=broken(LIBRARY, damage)),
    ):
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.derive(0)
        with pytest.raises(AddressDoubt, match="disagree"):
            wallet.private_key(0)


@pytest.mark.parametrize("damage", [d for d in BREAKS if d is not other_account])
def test_a_mistake_both_derivations_share_is_doubted(damage: Break) -> None:
    """Cases 68, 69: the re-parse and the signature stand even when both are wrong alike."""
    wallet = EthereumWallet(
        ABANDON, "mainnet", first=broken(LIBRARY, damage), second=broken(OWN, damage)
    )
    for ask in (wallet.derive, wallet.private_key):
        with pytest.raises(AddressDoubt, match="does not"):
            ask(0)


def test_prove(wallet: Wallet) -> None:
    wallet.prove(0, FIRST_ADDRESS)
    for index, address in [(1, FIRST_ADDRESS), (0, FIRST_ADDRESS.lower()), (0, "")]:
        with pytest.raises(AddressDoubt, match="is not what"):
            wallet.prove(index, address)


@pytest.mark.parametrize("seed", [b"", bytes(64), ABANDON[:32], ABANDON[:63], ABANDON + b"\0"])
def test_no_wallet_from_an_empty_or_short_seed(seed: bytes) -> None:
    """Case 69."""
    with pytest.raises(ValueError, match="64 bytes"):
        EthereumWallet(seed, "mainnet")


@pytest.mark.parametrize("index", [-1, 2**31, 2**32])
def test_no_account_outside_the_hardened_range(wallet: Wallet, index: int) -> None:
    with pytest.raises(ValueError, match="account number"):
        wallet.derive(index)


# https://github.com/ethereum/ercs/blob/master/ERCS/erc-55.md#test-cases
EIP55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]


@pytest.mark.parametrize("address", EIP55)
def test_eip55_vectors(wallet: Wallet, address: str) -> None:
    raw = eip55.decode(address)
    assert eip55.encode(raw) == address
    assert eip55.decode(address.lower()) == eip55.decode("0x" + address[2:].upper()) == raw
    assert wallet.is_valid(address)


@pytest.mark.parametrize("address", EIP55[4:])
def test_one_wrong_capital_is_noticed(address: str) -> None:
    """Case 37."""
    for place, letter in enumerate(address):
        if place > 1 and letter.isalpha():
            typed = address[:place] + letter.swapcase() + address[place + 1 :]
            with pytest.raises(eip55.BadAddress, match="checksum"):
                eip55.decode(typed)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "0x",
        FIRST_ADDRESS[2:],
        FIRST_ADDRESS[:-1],
        FIRST_ADDRESS + "4",
        " " + FIRST_ADDRESS,
        FIRST_ADDRESS + "\n",
        "0X" + FIRST_ADDRESS[2:],
        "0x" + "g" * 40,
        "0x" + "٠" * 40,
        FIRST_KEY,
        "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
        "vitalik.eth",
    ],
)
def test_what_people_type_instead_is_no_address(wallet: Wallet, address: str) -> None:
    """Case 37."""
    assert not wallet.is_valid(address)


@pytest.mark.parametrize("public_key", [b"", bytes(65), b"\4" * 64, OWN(0).public_key[:33]])
def test_only_an_uncompressed_public_key_has_an_address(public_key: bytes) -> None:
    with pytest.raises(eip55.BadAddress):
        eip55.of_public_key(public_key)


def test_no_repr_shows_a_secret() -> None:
    """Case 70."""
    wallet = EthereumWallet(ABANDON, "mainnet")
    keys = OWN(0)
    text = " ".join(map(repr, [wallet, keys, wallet.private_key(0), str(wallet.private_key(0))]))
    for secret in (FIRST_KEY[2:], repr(keys.secret)[2:-1], ABANDON.hex()):
        assert secret not in text


def test_a_proved_address_takes_less_than_5_ms(wallet: Wallet) -> None:
    durations = []
    for index in range(50):
        start = time.perf_counter()
        wallet.derive(index)
        durations.append(time.perf_counter() - start)
    assert sorted(durations)[len(durations) // 2] < 0.005
