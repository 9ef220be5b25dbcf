"""The official BIP350 address vectors, and a round trip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import oracle
from utils.wallets import segwit

# https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki#test-vectors
VALID = """
BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 0014751e76e8199196d454941c45d1b3a323f1433bd6
tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262
bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y 5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6
BC1SW50QGDZ25J 6002751e
bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs 5210751e76e8199196d454941c45d1b3a323
tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy 0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433
tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c 5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798
"""  # noqa: E501
INVALID = """
tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd
tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf
BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL
bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh
tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47
bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4
BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R
bc1pw5dgrnzv
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav
BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P
tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf
tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j
bc1gmk9yu
bc1
"""


def hrp_of(address: str) -> str:
    return "tb" if address.lower().startswith("tb") else "bc"


@pytest.mark.parametrize("line", VALID.strip().splitlines(), ids=lambda line: line[:12])
def test_valid_address(line: str) -> None:
    address, script = line.split()
    version, program = segwit.decode(hrp_of(address), address)
    opcode = version + 0x50 if version else 0
    assert bytes([opcode, len(program)]).hex() + program.hex() == script
    assert segwit.encode(hrp_of(address), version, program) == address.lower()


@pytest.mark.parametrize("address", INVALID.strip().splitlines())
def test_invalid_address(address: str) -> None:
    with pytest.raises(segwit.BadAddress):
        segwit.decode(hrp_of(address), address)


def test_another_network_is_refused() -> None:
    with pytest.raises(segwit.BadAddress, match="begins with bc1"):
        segwit.decode("bc", "tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl")


@given(st.binary(min_size=33, max_size=33), st.sampled_from(["bc", "tb", "bcrt", "ltc"]))
def test_agrees_with_the_oracle(public_key: bytes, hrp: str) -> None:
    address = segwit.encode(hrp, 0, oracle.hash160(public_key))
    assert address == oracle.p2wpkh(hrp, public_key)
    assert segwit.decode(hrp, address) == (0, oracle.hash160(public_key))
