"""What a scan changes about the transfers we know. Pure, but for the rows it is handed."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.invoice import Invoice, Transfer
from services.money.shares import Payment
from utils.chains.base import KnownTransfer, SeenTransfer, Tip

ABSENCE_GRACE = timedelta(minutes=2)
"""How long an unconfirmed transfer may be missing from the mempool we see before we doubt it."""
LOOK_GRACE = timedelta(minutes=2)
"""How long after the deadline the first look may begin whose sights count as in time: none begins
at the very moment."""
SIGHTS = 8
"""Hexadecimal digits: against what changes by itself, not against forgers."""


def absorb(
    invoice: Invoice,
    known: Sequence[Transfer],
    seen: Iterable[SeenTransfer],
    tip: Tip,
    now: datetime,
) -> list[Transfer]:
    """Bring `known` up to a complete list `seen` at `tip`; new rows come last.

    Until it is accounted for, a transfer is worth what was read last: its first sight may have
    been a single source's error.
    """
    rows = {(row.txid, row.output_index): row for row in known}
    missing = set(rows)
    for sight in seen:
        key = (sight.txid, sight.output_index)
        missing.discard(key)
        row = rows.setdefault(key, _new(invoice, sight, now))
        row.block_height, row.block_hash = sight.block_height, sight.block_hash
        row.missing_since = None
        row.first_seen_at = min(row.first_seen_at, now)  # no later, whatever a clock said then
        if not row.accounted:
            row.amount = sight.amount
    for key in missing:
        since = rows[key].missing_since
        if since is not None and since > now:  # noted by a wrong clock
            rows[key].missing_since = now
        if since is None and (rows[key].block_height or 0) <= tip.height:
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
        accounted=0,
        first_seen_at=now,
    )


def recorded(rows: Iterable[Transfer]) -> list[KnownTransfer]:
    """What is known of one address, for a source that asks less or continues because of it."""
    return [KnownTransfer(_sight(row), gone=row.missing_since is not None) for row in rows]


def _sight(row: Transfer) -> SeenTransfer:
    return SeenTransfer(row.txid, row.output_index, row.amount, row.block_height, row.block_hash)


def payment(row: Transfer, tip: Tip | None, now: datetime, deadline: datetime) -> Payment:
    """How a transfer counts when `tip` is the best block; without one nothing is confirmed.

    Nor is what was first seen at a time that nobody knows: whether it is late decides what it buys.
    """
    read = tip is not None and row.missing_since is None and not row.undated
    depth = _depth(row.block_height, tip) if tip and read else 0
    return Payment(
        row.amount,
        depth,
        believed=_believed(row, now),
        accounted=row.accounted,
        in_time=row.undated or row.first_seen_at <= deadline + LOOK_GRACE,
        in_block=row.block_hash is not None and row.missing_since is None,
        since=row.first_seen_at,
        lost=row.accounted if row.is_lost else 0,
    )


def _depth(block_height: int | None, tip: Tip) -> int:
    """Confirmations; where there is finality, 1 for what is final and 0 for what is not."""
    if block_height is None:
        return 0
    if tip.final_height is not None:
        return int(block_height <= tip.final_height)
    return max(0, tip.height - block_height + 1)


def _believed(row: Transfer, now: datetime) -> bool:
    """One that left its block is gone at once, and one that something was given for; one that left
    the mempool may be elsewhere.
    """
    if row.missing_since is None:
        return True
    waits = row.block_hash is None and not row.accounted
    return waits and now - row.missing_since < ABSENCE_GRACE


def in_blocks(rows: Iterable[Transfer]) -> int:
    """Base units that some block has taken."""
    return sum(r.amount for r in rows if r.block_hash is not None and r.missing_since is None)


def sights(rows: Iterable[Transfer]) -> str:
    """A short name of the payments that are there now: of others, or changed ones, it differs."""
    there = sorted((r.txid, r.output_index, r.amount) for r in rows if r.missing_since is None)
    return hashlib.sha256(repr(there).encode()).hexdigest()[:SIGHTS]


def fingerprint(rows: Iterable[Transfer]) -> set[tuple[object, ...]]:
    """What must be equal for a scan to have changed nothing."""
    return {
        (
            *(r.txid, r.output_index, r.amount, r.block_hash, r.missing_since, r.first_seen_at),
            r.undated,
        )
        for r in rows
    }
