"""The output script an address stands for, to check what a provider calls a payment to it."""

from utils.wallets import segwit

OP_1 = 0x51


def script_of(address: str) -> str:
    """The scriptPubKey of a segwit address of any network, in hex (BIP141); raises BadAddress."""
    hrp = address.lower().rpartition("1")[0]
    version, program = segwit.decode(hrp, address)
    opcode = OP_1 + version - 1 if version else 0
    return bytes([opcode, len(program), *program]).hex()
