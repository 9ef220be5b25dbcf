"""Answers of an Esplora provider, made up: blocks, transactions, counts and pages."""

from typing import Any

from tests.scripted import START, ScriptedServer, raw

# The first address of BIP84 and its output script; OTHER is the second one.
ADDRESS = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
SCRIPT = "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2"
OTHER = "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g"
TIP = 800_000


def number(n: int) -> str:
    return f"{n:064x}"


def transaction(
    n: int, *values: int, height: int | None = None, script: str = SCRIPT
) -> dict[str, Any]:
    status: dict[str, object] = {"confirmed": height is not None}
    if height is not None:
        status |= {"block_height": height, "block_hash": number(height)}
    vout = [{"scriptpubkey": script, "value": value} for value in values]
    return {"txid": number(n), "vin": [{"is_coinbase": False}], "vout": vout, "status": status}


def stats(transactions: list[dict[str, Any]]) -> dict[str, int]:
    paying = [out["value"] for tx in transactions for out in tx["vout"]]
    return {
        "tx_count": len(transactions),
        "funded_txo_count": len(paying),
        "funded_txo_sum": sum(paying),
    }


def block(server: ScriptedServer, height: int = TIP, seconds_ago: float = 0) -> None:
    time = int(START.timestamp() - seconds_ago)
    server.answers["/blocks/tip/hash"] = raw(number(height))
    server.answers[f"/block/{number(height)}"] = {
        "id": number(height),
        "height": height,
        "timestamp": time,
    }


def tell(
    server: ScriptedServer,
    transactions: list[dict[str, Any]],
    address: str = ADDRESS,
    page_size: int = 25,
) -> None:
    """The address as the API promises: 50 of the mempool and the newest page, then more pages."""
    waiting = [tx for tx in transactions if not tx["status"]["confirmed"]]
    confirmed = [tx for tx in transactions if tx["status"]["confirmed"]]
    path = f"/address/{address}"
    server.answers[path] = {
        "address": address,
        "chain_stats": stats(confirmed),
        "mempool_stats": stats(waiting),
    }
    server.answers[f"{path}/txs"] = waiting[:50] + confirmed[:page_size]
    for start in range(page_size, len(confirmed) + page_size, page_size):
        if start <= len(confirmed):
            last = confirmed[start - 1]["txid"]
            page = confirmed[start : start + page_size]
            server.answers[f"{path}/txs/chain/{last}"] = page
