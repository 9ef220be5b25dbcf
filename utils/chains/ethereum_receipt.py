"""Which transactions paid an Ethereum address, found afterwards: for a receipt, never for a sum."""

from collections.abc import Iterator

from utils.chains import strict
from utils.chains.base import ChainError
from utils.chains.ethereum_state import result
from utils.chains.jsonrpc import Answer, JsonRpc

MOST_BLOCKS = 40
SUCCEEDED = 1

Payment = tuple[str, int]
"""A transaction's id, or for money from inside a contract the hash of its block; and wei."""


async def payments(rpc: JsonRpc, address: str, first: int, last: int) -> list[Payment]:
    """Looks into those blocks that raised the balance; raises ChainError, BadShape.

    Where old balances are gone it looks into every block, and money from inside contracts is
    not found.
    """
    first = max(1, first, last - MOST_BLOCKS + 1)
    heights = range(first - 1, last + 1)
    balances = await rpc.ask([("eth_getBalance", (address, hex(height))) for height in heights])
    found: list[Payment] = []
    for height, before, after in zip(heights[1:], balances, balances[1:], strict=False):
        growth = growth_of(before, after)
        if growth is None or growth > 0:
            found += await inside(rpc, address, height, growth or 0)
    return found


async def inside(rpc: JsonRpc, address: str, height: int, growth: int) -> list[Payment]:
    """The payments of one block, what is left of its growth under the hash of the block."""
    (answer,) = await rpc.ask([("eth_getBlockByNumber", (hex(height), True))])
    block = strict.mapping(result(answer), "the block")
    paid = await payments_to(rpc, address, block)
    rest = growth - sum(amount for _, amount in paid)
    hidden = [(strict.hash32(block.get("hash"), "the block's hash"), rest)] if rest > 0 else []
    return paid + hidden


async def payments_to(rpc: JsonRpc, address: str, block: dict[str, object]) -> list[Payment]:
    """The transactions of a block that paid the address themselves."""
    asked = list(sent_to(address, block))
    receipts = await rpc.ask([("eth_getTransactionReceipt", (txid,)) for txid, _ in asked])
    return [payment for payment, one in zip(asked, receipts, strict=True) if succeeded(one)]


def growth_of(before: Answer, after: Answer) -> int | None:
    """By how much a balance grew; None when either is not known."""
    if isinstance(before, ChainError) or isinstance(after, ChainError):
        return None
    return strict.wei(after, "a balance") - strict.wei(before, "a balance")


def sent_to(address: str, block: dict[str, object]) -> Iterator[Payment]:
    for entry in strict.sequence(block.get("transactions"), "the transactions"):
        transaction = strict.mapping(entry, "a transaction")
        recipient = transaction.get("to")
        if isinstance(recipient, str) and recipient.lower() == address.lower():
            value = strict.wei(transaction.get("value"), "a value")
            if value:
                yield strict.hash32(transaction.get("hash"), "a transaction's hash"), value


def succeeded(receipt: Answer) -> bool:
    status = strict.mapping(result(receipt), "a receipt").get("status")
    return strict.quantity(status, "a status") == SUCCEEDED
