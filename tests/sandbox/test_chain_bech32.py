"""Addresses against the test vectors of BIP 173 and BIP 350."""

import pytest

from sandbox.chains.address import BadAddress, WrongNetwork, address_of, script_of
from sandbox.chains.bech32 import NotSegwit, decode, encode
from sandbox.chains.network import BITCOIN

TAPROOT = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"


@pytest.mark.parametrize(
    ("address", "script"),
    [
        (
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "0014751e76e8199196d454941c45d1b3a323f1433bd6",
        ),
        (
            "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
            "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
        ),
        (
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        ),
    ],
)
def test_the_vectors_decode_and_encode(address: str, script: str) -> None:
    prefix, version, program = decode(address)
    assert (version and version + 0x50, program.hex()) == (int(script[:2], 16), script[4:])
    assert encode(prefix, version, program) == address.lower()
    with pytest.raises(WrongNetwork, match="another network"):
        script_of(address, BITCOIN)
    here = address_of(bytes.fromhex(script), BITCOIN)
    assert here
    assert here.startswith("bcrt1")
    assert script_of(here, BITCOIN).hex() == script == script_of(here.upper(), BITCOIN).hex()


@pytest.mark.parametrize(
    "address",
    [
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
        "tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47",
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
        "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
        "bc1pw5dgrnzv",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
        "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
        "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
        "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j",
        "bc1gmk9yu",
        "",
        "1",
        "é1qqqqqqqqq",
    ],
)
def test_what_the_vectors_call_invalid_is_refused(address: str) -> None:
    with pytest.raises(NotSegwit):
        decode(address)
    with pytest.raises(BadAddress, match=r"valid|capital"):
        script_of(address, BITCOIN)


def test_every_single_mistyped_character_is_noticed() -> None:
    good = encode("bcrt", 1, bytes.fromhex(TAPROOT[2:]))
    for place in range(5, len(good)):
        other = "q" if good[place] != "q" else "p"
        with pytest.raises(NotSegwit):
            decode(good[:place] + other + good[place + 1 :])
