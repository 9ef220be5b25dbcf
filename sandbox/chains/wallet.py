"""The panel's wallet: it never runs out of coins, and every payment spends one of its own."""

import hashlib

from sandbox.chains.network import COIN, Network, sha256d
from sandbox.chains.transaction import Input, Output, Transaction

# The key of private key 1 and its script: the example of BIP173, nobody's real money.
_PUBLIC_KEY = bytes.fromhex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
SCRIPT = bytes.fromhex("0014751e76e8199196d454941c45d1b3a323f1433bd6")
FEE_RATE = 3

# Left over for fees, so that a payment can be replaced a few times with the coin it has.
_RESERVE = 1_000_000


def coin(network: Network, serial: int, amount: int) -> Input:
    """A fresh coin of more than `amount`, from before the sandbox's own history.

    The signature has the form of one and proves nothing: no node checks it here, and the
    transaction id does not cover it.
    """
    seed = f"{network.key} coin {serial}".encode()
    value = ((amount + _RESERVE) // COIN + 1) * COIN
    witness = (_signature(seed), _PUBLIC_KEY)
    return Input(sha256d(seed)[::-1].hex(), serial % 2, Output(SCRIPT, value), witness=witness)


def spend(
    inputs: tuple[Input, ...], payments: tuple[Output, ...], least_fee: int, seen: float
) -> Transaction:
    """Make the payments and send the rest back; the change comes first half of the time."""
    change_first = int(inputs[0].txid, 16) % 2

    def built(change: int) -> Transaction:
        rest = (Output(SCRIPT, change),)
        return Transaction(inputs, rest + payments if change_first else payments + rest, seen)

    fee = max(least_fee, FEE_RATE * built(0).vsize)
    return built(_held(inputs) - sum(each.value for each in payments) - fee)


def covers(inputs: tuple[Input, ...], amount: int, least_fee: int) -> bool:
    """Whether these coins pay for an amount, its fee, and change worth having."""
    return _held(inputs) >= amount + least_fee + _RESERVE // 10


def _held(inputs: tuple[Input, ...]) -> int:
    return sum(each.prevout.value for each in inputs if each.prevout)


def _signature(seed: bytes) -> bytes:
    """Two 32-byte numbers as DER writes them, and the byte for SIGHASH_ALL."""
    numbers = [hashlib.sha256(seed + part).digest() for part in (b"r", b"s")]
    body = b"".join(b"\x02\x20" + bytes([each[0] & 0x7F]) + each[1:] for each in numbers)
    return b"\x30" + bytes([len(body)]) + body + b"\x01"
