"""What one Ethereum transaction paid to an address: by its value, or by what a contract passed on.

Money from inside a contract is in no transaction and no log. What shows it is the address's
balance before and after the block, where nothing else in that block can have moved it.
"""

from dataclasses import dataclass

from utils.chains import strict
from utils.chains.answers import mined_at
from utils.chains.base import UNKNOWN, ChainCannotTell, ChainError, Lookup
from utils.chains.ethereum_receipt import growth_of, payments_to, succeeded
from utils.chains.ethereum_state import View, result
from utils.chains.jsonrpc import Answer, JsonRpc

PLAIN_GAS = 21_000
"""What a transaction costs that runs no code at all, and so pays nobody but its recipient."""

Reply = dict[str, object]


@dataclass(frozen=True, slots=True)
class Mined:
    """A transaction in a block, and its receipt."""

    transaction: Reply
    receipt: Reply
    height: int
    block_hash: str


async def paid_by(rpc: JsonRpc, txid: str, address: str, view: View) -> Lookup:
    """Raises ChainError, BadShape."""
    found, receipt = await rpc.ask(
        [("eth_getTransactionByHash", (txid,)), ("eth_getTransactionReceipt", (txid,))]
    )
    if result(found) is None:
        return UNKNOWN
    transaction = strict.mapping(result(found), "a transaction")
    if strict.hash32(transaction.get("hash"), "a transaction's hash") != txid:
        raise strict.BadShape("another transaction than the one asked for")
    if transaction.get("blockHash") is None:
        return Lookup(True, _value_to(address, transaction))
    mined = _mined(transaction, receipt)
    return await _confirmed(rpc, mined, address, view)


def _mined(transaction: Reply, answer: Answer) -> Mined:
    receipt = strict.mapping(result(answer), "a receipt")
    block = strict.hash32(transaction.get("blockHash"), "a block's hash")
    if strict.hash32(receipt.get("blockHash"), "a block's hash") != block:
        raise strict.BadShape("a receipt of another block")
    number = strict.block_number(transaction.get("blockNumber"), "a block's number")
    return Mined(transaction, receipt, number, block)


async def _confirmed(rpc: JsonRpc, mined: Mined, address: str, view: View) -> Lookup:
    (answer,) = await rpc.ask([("eth_getBlockByNumber", (hex(mined.height), True))])
    block = strict.mapping(result(answer), "the block")
    if strict.hash32(block.get("hash"), "the block's hash") != mined.block_hash:
        raise strict.BadShape("a transaction in a block that is not in the best chain")
    final = int(mined.height <= view.final.height)
    time = mined_at(strict.quantity(block.get("timestamp"), "the block's time"), view.tip)
    if not succeeded(mined.receipt):
        return Lookup(True, 0, final, mined.height, time)
    amount = _value_to(address, mined.transaction)
    if not amount and _ran_code(mined.receipt):
        amount = await _by_contract(rpc, mined, address, block)
    return Lookup(True, amount, final, mined.height, time)


async def _by_contract(rpc: JsonRpc, mined: Mined, address: str, block: Reply) -> int:
    """By how much the balance grew in the block, less what was sent to the address directly.

    Several contracts that pay one address in one block are not told apart.
    """
    heights = [hex(mined.height - 1), hex(mined.height)]
    methods = ("eth_getBalance", "eth_getTransactionCount")
    answers = await rpc.ask([(name, (address, height)) for name in methods for height in heights])
    growth, sent = growth_of(*answers[:2]), answers[2:]
    if growth is None or any(isinstance(each, ChainError) for each in sent):
        raise _cannot_tell(rpc, "it has no balances of that block any more")
    if sent[0] != sent[1] or _is_rewarded(address, block):
        raise _cannot_tell(rpc, "more than this moved the address's balance in that block")
    direct = await payments_to(rpc, address, block)
    return max(0, growth - sum(amount for _, amount in direct))


def _cannot_tell(rpc: JsonRpc, reason: str) -> ChainCannotTell:
    return ChainCannotTell(rpc.http.source, f"what a contract paid cannot be told: {reason}")


def _is_rewarded(address: str, block: Reply) -> bool:
    """Whether fees or a validator's withdrawal came to it as well."""
    withdrawals = strict.sequence(block.get("withdrawals") or [], "the withdrawals")
    named = [strict.mapping(each, "a withdrawal").get("address") for each in withdrawals]
    return any(str(each).lower() == address.lower() for each in [block.get("miner"), *named])


def _ran_code(receipt: Reply) -> bool:
    return strict.quantity(receipt.get("gasUsed"), "gas") != PLAIN_GAS


def _value_to(address: str, transaction: Reply) -> int:
    recipient = transaction.get("to")
    if not isinstance(recipient, str) or recipient.lower() != address.lower():
        return 0
    return strict.wei(transaction.get("value"), "a value")
