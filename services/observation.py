"""What a scan changes about the transfers we know. Pure, but for the rows it is handed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.invoice import Invoice, Transfer
from services.settlement import Payment
from utils.chains.base import SeenTransfer

ABSENCE_GRACE = timedelta(minutes=2)
"""How long an unconfirmed transfer may be missing from the mempool we see before we doubt it."""


def absorb(
    invoice: Invoice,
    known: Sequence[Transfer],
    seen: Iterable[SeenTransfer],
    height: int,
    now: datetime,
) -> list[Transfer]:
    """Bring `known` up to a complete list `seen` at tip `height`; new rows come last."""
    rows = {(row.txid, row.output_index): row for row in known}
    missing = set(rows)
    for sight in seen:
        key = (sight.txid, sight.output_index)
        missing.discard(key)
        row = rows.setdefault(key, _new(invoice, sight, now))
        row.block_height, row.block_hash = sight.block_height, sight.block_hash
        row.missing_since = None
    for key in missing:
        if rows[key].missing_since is None and (rows[key].block_height or 0) <= height:
            rows[key].missing_since = now
    return list(rows.values())


def _new(invoice: Invoice, sight: SeenTransfer, now: datetime) -> Transfer:
    return Transfer(
        invoice_id=invoice.id,
        chain=invoice.address.chain,
        asset=invoice.asset,
        txid=sight.txid,
        output_index=sight.output_index,
        amount=sight.amount,
        first_seen_at=now,
    )


def payment(row: Transfer, height: int, now: datetime) -> Payment:
    """How a transfer counts when the best chain is `height` blocks high."""
    in_chain = row.missing_since is None and row.block_height is not None
    depth = max(0, height - (row.block_height or 0) + 1) if in_chain else 0
    return Payment(row.amount, depth, _believed(row, now), row.accounted_at is not None)


def _believed(row: Transfer, now: datetime) -> bool:
    """One that left its block is gone at once; one that left the mempool may be elsewhere."""
    if row.missing_since is None:
        return True
    return row.block_hash is None and now - row.missing_since < ABSENCE_GRACE


def fingerprint(rows: Iterable[Transfer]) -> set[tuple[object, ...]]:
    """What must be equal for a scan to have changed nothing."""
    return {(r.txid, r.output_index, r.block_hash, r.missing_since) for r in rows}
