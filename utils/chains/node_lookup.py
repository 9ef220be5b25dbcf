"""What a transaction paid, asked of one's own node: with an index of transactions or without.

A node without -txindex finds what waits in its mempool, what its wallet watches, and whatever has
an output that is not spent yet; that names the block, and a block gives its transactions away.
https://bitcoincore.org/en/doc/
"""

from utils.chains import strict
from utils.chains.answers import mined_at
from utils.chains.base import UNKNOWN, ChainCannotTell, Lookup, Tip
from utils.chains.noderpc import WALLET_NOT_FOUND, NodePruned, NodeRpc, RpcError

NO_SUCH_TRANSACTION = -5
PROBED = 100
"""Outputs of which one must be unspent; what an owner or an exchange sends has fewer."""

Reply = dict[str, object]


async def paid_by(rpc: NodeRpc, wallet: str, asked: tuple[str, str], tip: Tip) -> Lookup:
    """`asked`: a transaction and a script. Raises ChainError, HttpError, BadShape."""
    txid, script = asked
    transaction = await _indexed(rpc, txid) or await _watched(rpc, wallet, txid)
    if transaction is None:
        transaction = await _unspent(rpc, txid)
    if transaction is None:
        if await _has_index(rpc):
            return UNKNOWN
        reason = "it keeps no index of transactions (-txindex) and has no trace of this one"
        raise ChainCannotTell(rpc.source, reason)
    if strict.digest(transaction.get("txid"), "txid") != txid:
        raise strict.BadShape("another transaction than the one asked for")
    return await _judged(rpc, transaction, script, tip)


async def _judged(rpc: NodeRpc, transaction: Reply, script: str, tip: Tip) -> Lookup:
    """With the index, one that lost its block is still shown, and with the block it had."""
    confirmations = depth(transaction)
    if confirmations == 0:
        waiting = await _ask(rpc, "getmempoolentry", transaction["txid"])
        return UNKNOWN if waiting is None else Lookup(True, paid_to(script, transaction))
    if confirmations < 0:
        return UNKNOWN
    block = strict.digest(transaction.get("blockhash"), "blockhash")
    header = strict.mapping(await rpc.call("getblockheader", block), "the header")
    height, time = strict.height(header.get("height"), "height"), mined_at(header.get("time"), tip)
    return Lookup(True, paid_to(script, transaction), confirmations, height, time)


async def _indexed(rpc: NodeRpc, txid: str) -> Reply | None:
    return await _ask(rpc, "getrawtransaction", txid, True)


async def _watched(rpc: NodeRpc, wallet: str, txid: str) -> Reply | None:
    """A wallet knows what pays its addresses and what spends from them."""
    found = await _ask(rpc, "gettransaction", txid, True, True, wallet=wallet)
    if found is None:
        return None
    decoded = strict.mapping(found.get("decoded"), "the transaction")
    return decoded | {name: found.get(name) for name in ("confirmations", "blockhash")}


async def _unspent(rpc: NodeRpc, txid: str) -> Reply | None:
    """By way of the block that holds one of its unspent outputs."""
    answers = await rpc.batch([("gettxout", [txid, number, False]) for number in range(PROBED)])
    found = next((answer for answer in answers if isinstance(answer, dict)), None)
    if found is None:
        return None
    best = strict.digest(found.get("bestblock"), "bestblock")
    header = strict.mapping(await rpc.call("getblockheader", best), "the header")
    depth_now = strict.whole(found.get("confirmations"), "confirmations")
    height = strict.height(header.get("height"), "height") - depth_now + 1
    block = strict.digest(await rpc.call("getblockhash", height), "a block")
    (answer,) = await rpc.batch([("getrawtransaction", [txid, True, block])])
    if isinstance(answer, NodePruned):
        raise ChainCannotTell(rpc.source, "it has deleted the block of this transaction")
    if isinstance(answer, RpcError):
        raise answer
    return strict.mapping(answer, "the transaction")


async def _has_index(rpc: NodeRpc) -> bool:
    answer = strict.mapping(await rpc.call("getindexinfo", "txindex"), "the indexes")
    index = strict.mapping(answer.get("txindex", {}), "the index")
    return index.get("synced") is True


async def _ask(rpc: NodeRpc, method: str, *params: object, wallet: str = "") -> Reply | None:
    """None when it does not know: no such transaction, or no such wallet yet."""
    (answer,) = await rpc.batch([(method, params)], wallet)
    if not isinstance(answer, RpcError):
        return strict.mapping(answer, method)
    if answer.code in (NO_SUCH_TRANSACTION, WALLET_NOT_FOUND):
        return None
    raise answer


def depth(transaction: Reply) -> int:
    """Absent while it waits; negative when the chain holds something that it conflicts with."""
    number = transaction.get("confirmations", 0)
    if not isinstance(number, int) or isinstance(number, bool):
        raise strict.BadShape("confirmations are no whole number")
    return number


def paid_to(script: str, transaction: Reply) -> int:
    """In base units; outputs inside Litecoin's MWEB have no script."""
    total = 0
    for entry in strict.sequence(transaction.get("vout"), "vout"):
        output = strict.mapping(entry, "an output")
        if output.get("ismweb") is True:
            continue
        amount = strict.coins(output.get("value"), "value")
        shown = strict.mapping(output.get("scriptPubKey"), "scriptPubKey").get("hex")
        total += amount if strict.text(shown, "a script") == script else 0
    return total
