"""Hands on an Ethereum chain under test: anvil or the sandbox's; and a shop that remembers."""

import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sandbox.chains.ethereum import EthereumChain
from tests.ethereum_node import Anvil
from utils.chains.base import ChainSource, KnownTransfer, Observation, SeenTransfer
from utils.chains.failover import FailoverClient
from utils.chains.memory import Recollection
from utils.wallets import eip55

ETHER = 10**18
GAS_PRICE = 10**11
GAS = 21_000
# What stands at the contract's address. Each takes the address to pay as its 32 bytes of input.
FORWARDER = "60006000600060003460003 55af1 15601357 00 5b60006000fd".replace(" ", "")
REVERTER = "60006000600060003460003 55af1 60006000fd".replace(" ", "")
DESTROYER = "600035ff"
TRANSFER_TOPIC = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
TOKEN = f"602035600052 600035 33 7f{TRANSFER_TOPIC} 6020 6000 a3 00".replace(" ", "")
"""Says that it moved as many units as its second input, as ERC-20 tokens say it."""

_numbers = itertools.count(1)


def fresh_address() -> str:
    """One that no chain under test has seen."""
    return eip55.encode(eip55.keccak256(f"address {next(_numbers)}".encode())[-20:])


class Chain(Protocol):
    """What can be done to any Ethereum chain under test; a payment waits until it is mined."""

    def pay(self, address: str, wei: int) -> str: ...
    def pay_by_contract(self, address: str, wei: int) -> str: ...
    def pay_and_revert(self, address: str, wei: int) -> str: ...
    def replace(self, txid: str, address: str, wei: int) -> str: ...
    def drop(self, txid: str) -> None: ...
    def mine(self, count: int = 1) -> None: ...
    def reorg(self, depth: int) -> None:
        """The payments of the newest blocks are gone for good."""
        ...

    def sweep(self, address: str) -> None:
        """Its owner sends everything away, in a block of its own."""
        ...


@dataclass(slots=True)
class AnvilChain:
    node: Anvil
    _senders: "itertools.cycle[str]" = field(init=False)

    def __post_init__(self) -> None:
        self._senders = itertools.cycle(self.node.call("eth_accounts"))

    def pay(self, address: str, wei: int) -> str:
        return self._send({"to": address, "value": hex(wei)})

    def pay_by_contract(self, address: str, wei: int) -> str:
        return self.call_contract(FORWARDER, address, wei)

    def pay_and_revert(self, address: str, wei: int) -> str:
        return self.call_contract(REVERTER, address, wei)

    def replace(self, txid: str, address: str, wei: int) -> str:
        old = self.node.call("eth_getTransactionByHash", txid)
        fees = {"maxFeePerGas": hex(3 * GAS_PRICE), "maxPriorityFeePerGas": hex(2 * GAS_PRICE)}
        same = {"from": old["from"], "nonce": old["nonce"]}
        return self._send({"to": address, "value": hex(wei), **same, **fees})

    def drop(self, txid: str) -> None:
        self.node.call("anvil_dropTransaction", txid)

    def mine(self, count: int = 1) -> None:
        self.node.call("anvil_mine", hex(count))

    def reorg(self, depth: int) -> None:
        self.node.call("anvil_reorg", depth, [])

    def sweep(self, address: str) -> None:
        rest = int(self.node.call("eth_getBalance", address, "latest"), 16) - GAS * GAS_PRICE
        self.node.call("anvil_impersonateAccount", address)
        self._send({"from": address, "to": fresh_address(), "value": hex(rest)})
        self.mine()

    def call_contract(self, code: str, address: str, wei: int, *more: int) -> str:
        """A contract of its own for each call, put there without a transaction."""
        contract = fresh_address()
        self.node.call("anvil_setCode", contract, f"0x{code}")
        inputs = [int(address, 16), *more]
        data = "0x" + "".join(f"{each:064x}" for each in inputs)
        return self._send({"to": contract, "value": hex(wei), "data": data, "gas": hex(200_000)})

    def _send(self, transaction: dict[str, Any]) -> str:
        """By the next rich account unless told otherwise: no payment waits for another one."""
        price = {} if "maxFeePerGas" in transaction else {"gasPrice": hex(GAS_PRICE)}
        gas = {"from": next(self._senders), "gas": hex(GAS)}
        txid: str = self.node.call("eth_sendTransaction", gas | price | transaction)
        return txid


@dataclass(slots=True)
class SandboxChain:
    """The levers of the sandbox's panel."""

    levers: EthereumChain

    def pay(self, address: str, wei: int) -> str:
        return self.levers.pay(address, wei)

    def pay_by_contract(self, address: str, wei: int) -> str:
        return self.levers.pay(address, wei, "contract")

    def pay_and_revert(self, address: str, wei: int) -> str:
        return self.levers.pay(address, wei, "failing")

    def replace(self, txid: str, address: str, wei: int) -> str:
        return self.levers.replace(txid, address, wei)

    def drop(self, txid: str) -> None:
        self.levers.drop(txid)

    def mine(self, count: int = 1) -> None:
        self.levers.mine(count)

    def reorg(self, depth: int) -> None:
        self.levers.reorg(depth, keep=False)

    def sweep(self, address: str) -> None:
        self.levers.sweep(address)
        self.mine()


@dataclass(slots=True)
class Shop:
    """Records what a client observes as the shop does, and looks again.

    `agree`: addresses of which two sources must say the same; takes a client of several.
    """

    client: ChainSource | FailoverClient
    known: dict[str, list[KnownTransfer]] = field(default_factory=dict)
    agree: Collection[str] = ()
    notes: dict[str, str] = field(default_factory=dict)

    async def look(self, *addresses: str) -> Observation:
        """The observation must be whole; what it shows is recorded."""
        known = Recollection(self.known, self.notes)
        if isinstance(self.client, FailoverClient):
            seen = await self.client.observe(addresses, known, agree=self.agree)
        else:
            seen = await self.client.observe(addresses, known)
        assert seen.failures == {}
        self.record(seen)
        return seen

    def record(self, seen: Observation) -> None:
        self.notes |= seen.notes
        for address, rows in seen.transfers.items():
            shown = {(row.txid, row.output_index): row for row in rows}
            assert len(shown) == len(rows), "two rows of one number"
            old = self.known.setdefault(address, [])
            kept = [_recorded(row, shown) for row in old]
            self.known[address] = kept + [KnownTransfer(row) for row in shown.values()]

    async def amounts(self, address: str) -> list[int]:
        return [row.amount for row in await self.rows(address)]

    async def rows(self, address: str) -> tuple[SeenTransfer, ...]:
        return (await self.look(address)).transfers[address]

    async def final(self, address: str) -> int:
        """Wei that can never be undone."""
        seen = await self.look(address)
        return sum(row.amount for row in seen.transfers[address] if is_final(row, seen))


def _recorded(old: KnownTransfer, shown: dict[tuple[str, int], SeenTransfer]) -> KnownTransfer:
    """As last observed; what is shown is taken out of `shown`."""
    row = shown.pop((old.transfer.txid, old.transfer.output_index), None)
    return replace(old, gone=True) if row is None else KnownTransfer(row)


def is_final(row: SeenTransfer, seen: Observation) -> bool:
    assert seen.tip.final_height is not None
    return row.block_height is not None and row.block_height <= seen.tip.final_height


@dataclass(frozen=True, slots=True)
class Bench:
    """A chain and a shop that looks at it."""

    chain: Chain
    shop: Shop
    connect: Callable[[], ChainSource]
    """Another client of the same chain, which remembers nothing."""
