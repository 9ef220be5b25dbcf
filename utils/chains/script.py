"""The output script an address stands for, to check what a provider calls a payment to it."""

from utils.wallets import segwit
from utils.wallets.base58 import BadBase58, decode_check

OP_1 = 0x51
HASH_BYTES = 20
PUBKEY_HASH = frozenset({0x00, 0x30, 0x6F})
"""Version bytes of every network of Bitcoin and Litecoin: no byte has two meanings."""
SCRIPT_HASH = frozenset({0x05, 0x32, 0x3A, 0xC4})


def script_of(address: str) -> str:
    """The scriptPubKey of a segwit address of any network, in hex (BIP141); raises BadAddress."""
    hrp = address.lower().rpartition("1")[0]
    version, program = segwit.decode(hrp, address)
    opcode = OP_1 + version - 1 if version else 0
    return bytes([opcode, len(program), *program]).hex()


def any_script_of(address: str) -> str:
    """The same of an older address (1..., 3..., L..., M...) as well; raises BadAddress."""
    try:
        version, *program = decode_check(address)
    except BadBase58:
        return script_of(address)
    if len(program) != HASH_BYTES or version not in PUBKEY_HASH | SCRIPT_HASH:
        raise segwit.BadAddress("no address of Bitcoin or Litecoin")
    digits = bytes(program).hex()
    return f"76a914{digits}88ac" if version in PUBKEY_HASH else f"a914{digits}87"
