"""Cases 66, 67 and 70: wrong key, swapped row, nothing shown."""

import base64
import secrets
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from utils.refusal import StartRefused
from utils.sealing import Sealer, Unsealable, WeakSecretKey, require_strong

KEY = "9f2c41d8e07b56a3c8d19e4f70b25a6c3d8e1f9047b6a2c5d8e3f1a09b7c4d62"
SEALER = Sealer(KEY)


@given(st.binary(), st.text())
def test_round_trip(plain: bytes, bound_to: str) -> None:
    sealed = SEALER.seal(plain, bound_to=bound_to)
    assert SEALER.open(sealed, bound_to=bound_to) == plain
    assert len(plain) < 4 or plain not in sealed


def test_the_same_key_opens_after_a_restart() -> None:
    sealed = Sealer(SecretStr(KEY)).seal(b"unit 1", bound_to="units:1")
    assert Sealer(KEY).open(sealed, bound_to="units:1") == b"unit 1"


def test_the_format_stays_readable() -> None:
    """Sealed by the first release: a change of format must still open it."""
    sealed = bytes.fromhex(
        "01c12296b40e47b3c0ceca3ee1bfd2247f89865f6fb8b9554c33724857f590ba4be2ebb6ad0abaad05"
    )
    assert SEALER.open(sealed, bound_to="vault:mnemonic") == b"holdfast"
    digest = SEALER.digest(b"holdfast", bound_to="units")
    assert digest.hex() == "c0259de6961c7a4afae3b7a4c901c07b3ebd609a974f897fb74f410e1d0d7478"


def test_sealing_twice_never_looks_alike() -> None:
    assert len({SEALER.seal(b"x", bound_to="a") for _ in range(1000)}) == 1000


def test_a_wrong_secret_key_is_named() -> None:
    sealed = SEALER.seal(b"x", bound_to="vault:mnemonic")
    with pytest.raises(Unsealable, match="vault:mnemonic: sealed with another SECRET_KEY"):
        Sealer(secrets.token_hex(32)).open(sealed, bound_to="vault:mnemonic")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = SEALER.seal(b"x", bound_to="units:1")
    with pytest.raises(Unsealable, match="belongs to another row"):
        SEALER.open(sealed, bound_to="units:2")


@pytest.mark.parametrize("position", range(5 + 12 + 8 + 16))
def test_any_flipped_bit_is_noticed(position: int) -> None:
    sealed = bytearray(SEALER.seal(b"8 bytes.", bound_to="a"))
    sealed[position] ^= 1
    with pytest.raises(Unsealable):
        SEALER.open(bytes(sealed), bound_to="a")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" * 64, b"\x01" * 32])
def test_what_was_never_sealed_is_named(sealed: bytes) -> None:
    with pytest.raises(Unsealable, match="not a value this version"):
        SEALER.open(sealed, bound_to="a")


def test_digests_are_keyed_and_bound() -> None:
    one = SEALER.digest(b"key-1", bound_to="units")
    assert one == Sealer(KEY).digest(b"key-1", bound_to="units")
    assert len(one) == 32
    others = [
        SEALER.digest(b"key-2", bound_to="units"),
        SEALER.digest(b"key-1", bound_to="unit"),
        SEALER.digest(b"skey-1", bound_to="unit"),
        Sealer(secrets.token_hex(32)).digest(b"key-1", bound_to="units"),
    ]
    assert one not in others


def test_nothing_is_shown() -> None:
    assert KEY not in repr(SEALER) + repr(vars(SEALER))


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(32),
        lambda: secrets.token_hex(64),
        lambda: secrets.token_urlsafe(32),
        lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
        lambda: base64.b64encode(secrets.token_bytes(33)).decode(),
        lambda: base64.urlsafe_b64encode(secrets.token_bytes(47)).decode(),
    ],
)
def test_strong_keys_are_accepted(make: Callable[[], str]) -> None:
    for _ in range(50):
        require_strong(make())
        require_strong(SecretStr(make()))


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "is missing"),
        ("   ", "is missing"),
        ("changeme", "placeholder"),
        ("change-me-to-64-hex-characters-change-me-to-64-hex-characters", "placeholder"),
        ("your-secret-key-your-secret-key-your-secret-key-your-secret-key", "placeholder"),
        ("hunter2", "at least 32"),
        (KEY[:62], "at least 32"),
        ("correct horse battery staple correct horse battery staple", "at least 32"),
        ("0" * 64, "repeats itself"),
        ("deadbeef" * 8, "repeats itself"),
        ("0123456789abcdef" * 4, "repeats itself"),
        (bytes(range(32)).hex(), "repeats itself"),
        ("Q" * 44, "repeats itself"),
    ],
)
def test_weak_keys_are_refused_with_a_way_out(key: str, reason: str) -> None:
    with pytest.raises(WeakSecretKey, match=reason) as refusal:
        require_strong(key)
    assert isinstance(refusal.value, StartRefused)
    assert "secrets.token_hex(32)" in str(refusal.value)
    assert not key.strip() or key not in str(refusal.value)


def test_no_sealer_without_a_key() -> None:
    with pytest.raises(WeakSecretKey):
        Sealer("")
