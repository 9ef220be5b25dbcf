"""Signed transactions of the sandbox's Ethereum, with real hashes and signatures (EIP-155)."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Self

from coincurve import PrivateKey

from sandbox.chains.ethereum_encoding import Item, keccak256, rlp

CHAIN_ID = 31337
GAS_PRICE = 2_000_000_000
GAS = {"": 21_000, "contract": 60_000, "failing": 60_000}

# Two contracts that are simply there: one passes money on, one fails when it tries to.
CONTRACTS = {
    "contract": "0x" + keccak256(b"a contract that passes money on")[-20:].hex(),
    "failing": "0x" + keccak256(b"a contract that always fails")[-20:].hex(),
}


def payer_key(serial: int) -> PrivateKey:
    """The wallet pays from a new account each time, so that no payment waits for another."""
    return PrivateKey(keccak256(b"sandbox payer %d" % serial))


def address_of(key: PrivateKey) -> str:
    return "0x" + keccak256(key.public_key.format(compressed=False)[1:])[-20:].hex()


@dataclass(frozen=True)
class Transaction:
    """`via`: nothing, or the kind of contract that is to pass the money on to `recipient`.

    `serial` is the payer's; None for the owner of an address, whose key nobody here has: that
    signature is not theirs.
    """

    sender: str
    nonce: int
    recipient: str
    value: int
    seen: float
    serial: int | None = None
    via: str = ""
    gas_price: int = GAS_PRICE

    @property
    def to(self) -> str:
        return CONTRACTS.get(self.via, self.recipient)

    @property
    def data(self) -> str:
        return f"0x{self.recipient[2:]:0>64}" if self.via else "0x"

    @property
    def gas(self) -> int:
        return GAS[self.via]

    @property
    def fee(self) -> int:
        return self.gas * self.gas_price

    @property
    def fails(self) -> bool:
        return self.via == "failing"

    @cached_property
    def signature(self) -> tuple[int, int, int]:
        """v, r, s."""
        key = PrivateKey(keccak256(self.sender.encode()))
        if self.serial is not None:
            key = payer_key(self.serial)
        digest = keccak256(rlp([*self._fields, CHAIN_ID, 0, 0]))
        raw = key.sign_recoverable(digest, hasher=None)
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:64], "big")
        return CHAIN_ID * 2 + 35 + raw[64], r, s

    @cached_property
    def raw(self) -> bytes:
        return rlp([*self._fields, *self.signature])

    @cached_property
    def txid(self) -> str:
        return "0x" + keccak256(self.raw).hex()

    @property
    def _fields(self) -> list[Item]:
        to, data = bytes.fromhex(self.to[2:]), bytes.fromhex(self.data[2:])
        return [self.nonce, self.gas_price, self.gas, to, self.value, data]

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"value": str(self.value)}

    @classmethod
    def loaded(cls, row: dict[str, Any]) -> Self:
        return cls(**row | {"value": int(row["value"])})
