"""What one Solana transaction paid to an address, by the balances before and after it."""

from datetime import datetime

from utils.chains import strict
from utils.chains.answers import mined_at
from utils.chains.base import UNKNOWN, ChainError, Lookup, Tip
from utils.chains.jsonrpc import JsonRpc
from utils.chains.solana_answers import balances_of, keys_of
from utils.chains.solana_scan import READABLE, result


async def paid_by(rpc: JsonRpc, signature: str, address: str, tip: Tip) -> Lookup:
    """Raises ChainError, BadShape."""
    searching = {"searchTransactionHistory": True}
    found, statuses = await rpc.ask(
        [
            ("getTransaction", [signature, READABLE]),
            ("getSignatureStatuses", [[signature], searching]),
        ]
    )
    if result(found) is None:
        return UNKNOWN
    entry = strict.mapping(result(found), "the transaction")
    slot = strict.height(entry.get("slot"), "slot")
    is_final = slot <= (tip.final_height or 0) and _level(result(statuses)) == "finalized"
    paid = amount_of(entry, signature, address)
    return Lookup(True, paid, int(is_final), slot, await _dated(rpc, entry, slot, tip))


async def _dated(rpc: JsonRpc, entry: dict[str, object], slot: int, tip: Tip) -> datetime | None:
    """`blockTime` may be null; then the slot itself is asked for its time, which may have none."""
    seconds = entry.get("blockTime")
    if seconds is None:
        (answer,) = await rpc.ask([("getBlockTime", [slot])])
        seconds = None if isinstance(answer, ChainError) else answer
    return None if seconds is None else mined_at(seconds, tip)


def _level(answer: object) -> object:
    listed = strict.sequence(strict.mapping(answer, "the statuses").get("value"), "the statuses")
    if len(listed) != 1:
        raise strict.BadShape(f"{len(listed)} statuses of one transaction")
    return strict.mapping(listed[0] or {}, "a status").get("confirmationStatus")


def amount_of(entry: dict[str, object], signature: str, address: str) -> int:
    """In lamports; nothing when it failed, does not name the address or took money from it."""
    meta = strict.mapping(entry.get("meta"), "meta")
    transaction = strict.mapping(entry.get("transaction"), "transaction")
    if strict.sequence(transaction.get("signatures"), "signatures")[:1] != [signature]:
        raise strict.BadShape("another transaction than the one asked for")
    if "err" not in meta:
        raise strict.BadShape("a transaction without err")
    keys = keys_of(strict.mapping(transaction.get("message"), "message"), meta)
    if meta["err"] is not None or address not in keys:
        return 0
    before, after = (balances_of(meta, name, len(keys)) for name in ("preBalances", "postBalances"))
    position = keys.index(address)
    return max(0, after[position] - before[position])
