"""How much an Ethereum address has sent away: its own transactions, found by where its count grew.

There is no index by sender. The number of transactions an address has sent is known of every block
whose state a node keeps, so the block in which it grew is found in a few questions, and the
transaction is in that block. Nodes keep the state of some 128 blocks at least, others all.
"""

from collections.abc import Sequence

from utils.chains import strict
from utils.chains.base import ChainError
from utils.chains.ethereum_receipt import succeeded
from utils.chains.ethereum_state import result
from utils.chains.jsonrpc import JsonRpc

MOST_SENT = 8
"""Transactions of one address in one look; more than a shop sends from one address in its life."""
STEPS = 32
"""Heights in one question: 128 blocks take two, a whole chain five."""

Heights = Sequence[int]
Reply = dict[str, object]


async def sent_between(
    rpc: JsonRpc, address: str, sent: tuple[int, int], heights: tuple[int, int]
) -> int | None:
    """Wei that left, fees included, by the transactions from number `sent[0]` up to `sent[1]`.

    They are in the blocks above `heights[0]` up to `heights[1]`. None when it cannot be told.
    """
    first, last = sent
    if last - first > MOST_SENT:
        return None
    total = 0
    try:
        for nonce in range(first, last):
            height = await _block_of(rpc, address, nonce, heights)
            total += await _cost(rpc, address, nonce, height)
    except (ChainError, strict.BadShape):
        return None
    return total


async def _block_of(rpc: JsonRpc, address: str, nonce: int, heights: tuple[int, int]) -> int:
    """The first block after which the address has sent more than `nonce` transactions.

    From the newest blocks backwards, in steps that double: what is near is found also where old
    states are gone. Raises ChainError, BadShape.
    """
    low, high = heights
    asked = sorted({max(low + 1, high - 2**step) for step in range(STEPS)}, reverse=True)
    while high - low > 1:
        low, high = await _narrowed(rpc, address, nonce, (low, high), asked)
        width = max(1, (high - low) // STEPS)
        asked = list(range(high - 1, low, -width))
    return high


async def _narrowed(
    rpc: JsonRpc, address: str, nonce: int, heights: tuple[int, int], asked: Heights
) -> tuple[int, int]:
    """`asked` goes downwards; what is not needed may be unknown."""
    low, high = heights
    calls = [("eth_getTransactionCount", (address, hex(height))) for height in asked]
    for height, answer in zip(asked, await rpc.ask(calls), strict=True):
        if strict.quantity(result(answer), "a number of transactions") <= nonce:
            return height, high
        high = height
    return low, high


async def _cost(rpc: JsonRpc, address: str, nonce: int, height: int) -> int:
    (answer,) = await rpc.ask([("eth_getBlockByNumber", (hex(height), True))])
    block = strict.mapping(result(answer), "the block")
    listed = strict.sequence(block.get("transactions"), "the transactions")
    for entry in (strict.mapping(each, "a transaction") for each in listed):
        if _is_of(address, nonce, entry):
            txid = strict.hash32(entry.get("hash"), "a transaction's hash")
            (answer,) = await rpc.ask([("eth_getTransactionReceipt", (txid,))])
            return _spent(entry, strict.mapping(result(answer), "a receipt"))
    raise strict.BadShape("a transaction that was counted is not in its block")


def _is_of(address: str, nonce: int, entry: Reply) -> bool:
    sender = entry.get("from")
    if not isinstance(sender, str) or sender.lower() != address.lower():
        return False
    return strict.quantity(entry.get("nonce"), "a nonce") == nonce


def _spent(entry: Reply, receipt: Reply) -> int:
    """Its value unless it failed, and what it cost, which it costs always."""
    price = strict.quantity(receipt.get("effectiveGasPrice"), "a gas price")
    fee = price * strict.quantity(receipt.get("gasUsed"), "gas")
    if receipt.get("blobGasUsed") is not None:
        used = strict.quantity(receipt["blobGasUsed"], "blob gas")
        fee += used * strict.quantity(receipt.get("blobGasPrice"), "a blob gas price")
    value = strict.wei(entry.get("value"), "a value")
    return fee + (value if succeeded(receipt) else 0)
