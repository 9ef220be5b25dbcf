"""What an Esplora API says, read strictly: raises BadShape.

https://github.com/Blockstream/esplora/blob/master/API.md
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from utils.chains import strict
from utils.chains.answers import mined_at
from utils.chains.base import Lookup, SeenTransfer, Tip
from utils.chains.portion import gathered

Place = tuple[str, int | None, str | None]
"""A transaction, and the height and hash of its block."""
MATURITY = 100
"""Confirmations after which a block reward can be spent and therefore counts."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What the provider has counted for an address: the promise its pages must keep."""

    confirmed: int
    unconfirmed: int
    outputs: int
    received: int


@dataclass(frozen=True, slots=True)
class Output:
    """`count`: how many outputs of its transaction the transfer stands for."""

    transfer: SeenTransfer
    is_reward: bool
    count: int = 1

    @property
    def key(self) -> tuple[str, int]:
        return self.transfer.txid, self.transfer.output_index

    def counts_at(self, height: int) -> bool:
        mined = self.transfer.block_height
        return not self.is_reward or (mined is not None and height - mined >= MATURITY)


def block_tip(answer: object, expected: str) -> Tip:
    block = strict.mapping(answer, "the block")
    if strict.digest(block.get("id"), "the block's id") != expected:
        raise strict.BadShape("another block than the one asked for")
    height = strict.height(block.get("height"), "the block's height")
    return Tip(height, expected, strict.moment(block.get("timestamp"), "the block's time"))


def address_stats(answer: dict[str, object]) -> Stats:
    chain = strict.mapping(answer.get("chain_stats"), "chain_stats")
    mempool = strict.mapping(answer.get("mempool_stats"), "mempool_stats")

    def total(name: str) -> int:
        return sum(strict.whole(part.get(name), name) for part in (chain, mempool))

    return Stats(
        confirmed=strict.whole(chain.get("tx_count"), "tx_count"),
        unconfirmed=strict.whole(mempool.get("tx_count"), "tx_count"),
        outputs=total("funded_txo_count"),
        received=total("funded_txo_sum"),
    )


def status_of(tx: dict[str, object]) -> tuple[int, str] | tuple[None, None]:
    """Block height and hash; neither for one that waits in the mempool."""
    status = strict.mapping(tx.get("status"), "status")
    if not strict.flag(status.get("confirmed"), "confirmed"):
        return None, None
    height = strict.height(status.get("block_height"), "block_height")
    return height, strict.digest(status.get("block_hash"), "block_hash")


def outputs_to(script: str, tx: dict[str, object]) -> Iterator[Output]:
    """The outputs with exactly this script, whatever the provider calls their address.

    Of thousands, only these are looked at closely.
    """
    txid, (height, block) = strict.digest(tx.get("txid"), "txid"), status_of(tx)
    first = strict.mapping(next(iter(strict.sequence(tx.get("vin"), "vin")), None), "an input")
    is_reward = strict.flag(first.get("is_coinbase"), "is_coinbase")
    paying = list(_paying(script, strict.sequence(tx.get("vout"), "vout")))
    for index, amount, count in gathered(paying):
        yield Output(SeenTransfer(txid, index, amount, height, block), is_reward, count)


def _paying(script: str, outputs: list[object]) -> Iterator[tuple[int, int]]:
    for index, entry in enumerate(outputs):
        if not isinstance(entry, dict) or not isinstance(entry.get("scriptpubkey"), str):
            raise strict.BadShape("an output without a scriptpubkey")
        if entry["scriptpubkey"] == script:
            yield index, strict.units(entry.get("value"), "value")


def paid_by(tx: dict[str, object], txid: str, script: str, tip: Tip) -> Lookup:
    """What the transaction that was asked for pays to a script, and how deep it is."""
    if strict.digest(tx.get("txid"), "txid") != txid:
        raise strict.BadShape("another transaction than the one asked for")
    amount = sum(output.transfer.amount for output in outputs_to(script, tx))
    height, _ = status_of(tx)
    if height is None:
        return Lookup(True, amount)
    seconds = strict.mapping(tx.get("status"), "status").get("block_time")
    time = None if seconds is None else mined_at(seconds, tip)
    return Lookup(True, amount, max(0, tip.height - height + 1), height, time)


def unspent(entries: Iterable[object]) -> Iterator[Output]:
    """Outputs without their scripts: it is the provider that calls them the address's."""
    transactions: dict[Place, list[tuple[int, int]]] = {}
    for entry in entries:
        place, output = _unspent(strict.mapping(entry, "an output"))
        transactions.setdefault(place, []).append(output)
    for (txid, height, block), outputs in transactions.items():
        for index, amount, count in gathered(sorted(outputs)):
            transfer = SeenTransfer(txid, index, amount, height, block)
            yield Output(transfer, is_reward=False, count=count)


def _unspent(entry: dict[str, object]) -> tuple[Place, tuple[int, int]]:
    height, block = status_of(entry)
    txid = strict.digest(entry.get("txid"), "txid")
    index = strict.whole(entry.get("vout"), "vout")
    return (txid, height, block), (index, strict.units(entry.get("value"), "value"))
