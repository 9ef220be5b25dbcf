"""What Solana's JSON-RPC says of transactions, read strictly: raises BadShape.

https://solana.com/docs/rpc/http/getsignaturesforaddress, .../gettransaction
"""

from dataclasses import dataclass
from typing import NamedTuple

from solders.pubkey import Pubkey
from solders.signature import Signature

from utils.chains import strict


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction that names an address, as the provider lists it."""

    signature: str
    slot: int
    failed: bool
    final: bool


class Change(NamedTuple):
    """What a transaction did to an address; `position`, its place among the transaction's accounts,
    tells two of ours apart.
    """

    position: int
    lamports: int


def line_of(entry: object) -> Line:
    """A line of getSignaturesForAddress; its memo is anybody's text and is not looked at."""
    line = strict.mapping(entry, "a signature's line")
    if "err" not in line:
        raise strict.BadShape("a signature's line without err")
    return Line(
        signature=signature(line.get("signature")),
        slot=strict.height(line.get("slot"), "slot"),
        failed=line["err"] is not None,
        final=line.get("confirmationStatus") == "finalized",
    )


def delta_of(answer: object, address: str, line: Line) -> Change:
    """How a transaction changed the balance of `address`; raises BadShape.

    Read from the balances before and after, not from instructions: programs move lamports too.
    """
    entry = strict.mapping(answer, "the transaction")
    meta = strict.mapping(entry.get("meta"), "meta")
    transaction = strict.mapping(entry.get("transaction"), "transaction")
    message = strict.mapping(transaction.get("message"), "message")
    signed = strict.sequence(transaction.get("signatures"), "signatures")
    if signed[:1] != [line.signature] or entry.get("slot") != line.slot:
        raise strict.BadShape("another transaction than the one asked for")
    if "err" not in meta or meta["err"] is not None:
        raise strict.BadShape("a transaction that was listed as successful and is not")
    keys = keys_of(message, meta)
    before, after = (balances_of(meta, name, len(keys)) for name in ("preBalances", "postBalances"))
    if keys.count(address) != 1:
        raise strict.BadShape("a transaction of another address")
    position = keys.index(address)
    return Change(position, after[position] - before[position])


def keys_of(message: dict[str, object], meta: dict[str, object]) -> list[object]:
    """All accounts in the order of the balances: those written out, then those looked up."""
    keys = strict.sequence(message.get("accountKeys"), "accountKeys")
    loaded = strict.mapping(meta.get("loadedAddresses") or {}, "loadedAddresses")
    for kind in ("writable", "readonly"):
        keys = keys + strict.sequence(loaded.get(kind, []), "loadedAddresses")
    return keys


def balances_of(meta: dict[str, object], name: str, count: int) -> list[int]:
    balances = strict.sequence(meta.get(name), name)
    if len(balances) != count:
        raise strict.BadShape(f"{name} for another number of accounts")
    return [strict.lamports(balance, name) for balance in balances]


def signature(value: object) -> str:
    """Base58 of 64 bytes."""
    try:
        return str(Signature.from_string(strict.text(value, "a signature")))
    except ValueError:
        raise strict.BadShape("a signature that is none") from None


def key(value: object, what: str) -> str:
    """Base58 of 32 bytes: an address or a hash."""
    try:
        return str(Pubkey.from_string(strict.text(value, what)))
    except ValueError:
        raise strict.BadShape(f"{what} is not 32 bytes of base58") from None
