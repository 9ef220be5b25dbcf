"""What two sources say of the same addresses: seen by one is seen. What settles takes one, or both
where they must agree. Pure.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import reduce

from utils.chains.base import (
    UNKNOWN,
    ChainConflict,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
    lower,
)
from utils.chains.memory import united

Rows = tuple[SeenTransfer, ...]
Key = tuple[str, int]
TIMES_APART = timedelta(hours=2)
"""By how much the times of a transaction's block may differ while two sources see two blocks."""


def joined(
    first: Observation, second: Observation | None, addresses: Iterable[str], agree: Collection[str]
) -> Observation:
    """`first`, completed for `addresses` by what `second` has seen; the lower tip counts.

    For those in `agree`, what only one of them says is unconfirmed, and where they contradict each
    other the address becomes a failure. For the others the better informed of the two is believed.
    """
    tip = lower(first.tip, second.tip) if second else first.tip
    joint = replace(
        first,
        tip=tip,
        transfers=dict(first.transfers),
        failures=dict(first.failures),
        doubts=dict(first.doubts),
        notes=dict(first.notes),
        claims=set(first.claims),
    )
    if second:
        for address, note in second.notes.items():
            joint.notes[address] = united(first.notes.get(address), note, second.source)
    for address in addresses:
        theirs = second.transfers.get(address) if second else None
        if address in agree:
            _agree(joint, address, second.source if second else "", theirs)
        elif second and theirs is not None:
            _complete(joint, address, second.source, theirs)
    return joint


def merged(seen: Observation, more: Observation) -> Observation:
    """Both, which were read for different addresses, at the lower tip."""
    tip = lower(seen.tip, more.tip)
    found, notes = seen.transfers | more.transfers, seen.notes | more.notes
    claims = seen.claims | more.claims
    return Observation(seen.source, tip, found, more.failures, notes=notes, claims=claims)


def qualified(seen: Observation, dispute: str | None, tips: Iterable[Tip]) -> Observation:
    """While the best block itself is in dispute the lowest counts, and no list is complete."""
    if dispute is None:
        return seen
    doubts = dict.fromkeys(seen.transfers, dispute) | seen.doubts
    tip = reduce(lower, tips, seen.tip)
    return replace(seen, tip=tip, doubts=doubts, contested=frozenset(seen.transfers))


def _complete(joint: Observation, address: str, other: str, theirs: Rows) -> None:
    mine = joint.transfers[address]
    joint.transfers[address] = completed(mine, theirs, joint.tip)
    if _confirmed(mine, theirs):
        joint.doubts[address] = _apart(joint, other, address)


def _apart(joint: Observation, other: str, address: str) -> str:
    return f"{joint.source} and {other} disagree about {address}"


def completed(mine: Rows, theirs: Rows, tip: Tip) -> Rows:
    """What either has seen, and of what both have seen the surer word."""
    first, second = _by_key(mine), _by_key(theirs)
    shared = {key: _surer(first[key], second[key], tip) for key in first if key in second}
    return tuple((second | first | shared).values())


def _surer(mine: SeenTransfer, theirs: SeenTransfer, tip: Tip) -> SeenTransfer:
    """A blind source sees less of a balance, and no block."""
    surer = theirs if mine.block_hash is None else mine
    if tip.final_height is None:
        return surer
    return replace(surer, amount=max(mine.amount, theirs.amount))


def agreed(source: str, answers: Iterable[Lookup]) -> Lookup:
    """What all of them say of one transaction; raises ChainConflict for two amounts or times."""
    told = list(answers)
    if not all(each.known for each in told):
        return replace(UNKNOWN, doubted=any(each.known or each.doubted for each in told))
    if len({each.amount for each in told}) != 1:
        raise ChainConflict(source, "two amounts for one transaction")
    times = [each.mined_at for each in told if each.mined_at]
    if times and max(times) - min(times) > TIMES_APART:
        raise ChainConflict(source, "two times for one transaction")
    heights = [each.height for each in told if each.height is not None]
    least = min(told, key=lambda each: each.confirmations)
    return replace(least, height=min(heights, default=None), mined_at=min(times, default=None))


def _agree(joint: Observation, address: str, other: str, theirs: Rows | None) -> None:
    mine = joint.transfers[address]
    if any(row.block_hash for row in (*mine, *(theirs or ()))):
        joint.claims.add(address)
    if theirs is None:
        joint.transfers[address] = tuple(_unsettled(row) for row in mine)
        joint.doubts[address] = f"only {joint.source} can be asked, and this takes two sources"
        return
    apart = _apart(joint, other, address)
    try:
        joint.transfers[address], doubt = both(mine, theirs, joint.tip)
    except ChainConflict:
        del joint.transfers[address]
        joint.failures[address] = ChainConflict(joint.source, apart)
        return
    if doubt:
        joint.doubts[address] = apart


def both(mine: Rows, theirs: Rows, tip: Tip) -> tuple[Rows, bool]:
    """What both say, and whether one of them says more. Raises ChainConflict for two amounts."""
    first, second = _by_key(mine), _by_key(theirs)
    shared = {key: _one(first[key], second[key], tip) for key in first if key in second}
    rows = tuple(shared.get(key, _unsettled(row)) for key, row in (second | first).items())
    return rows, any(row.block_hash is None for row in rows) and _confirmed(mine, theirs)


def _by_key(rows: Rows) -> dict[Key, SeenTransfer]:
    return {(row.txid, row.output_index): row for row in rows}


def _confirmed(mine: Rows, theirs: Rows) -> bool:
    """Whether one of them calls something confirmed that the other does not."""
    found = [
        {(*key, row.block_hash) for key, row in _by_key(rows).items()} for rows in (mine, theirs)
    ]
    return any(entry[2] for entry in found[0] ^ found[1])


def _one(mine: SeenTransfer, theirs: SeenTransfer, tip: Tip) -> SeenTransfer:
    if tip.final_height is not None:
        return _slower(mine, theirs)
    if mine.amount != theirs.amount:
        raise ChainConflict("", "two amounts")
    return mine if mine.block_hash == theirs.block_hash else _unsettled(mine)


def _slower(mine: SeenTransfer, theirs: SeenTransfer) -> SeenTransfer:
    """Where balances are read, the later of two readings may include a further payment: both saw
    the smaller sum, and it is final when it is for both.
    """
    smaller = replace(mine, amount=min(mine.amount, theirs.amount))
    if mine.block_height is None or theirs.block_height is None:
        return _unsettled(smaller)
    later = max(mine, theirs, key=lambda row: row.block_height or 0)
    return replace(smaller, block_height=later.block_height, block_hash=later.block_hash)


def _unsettled(row: SeenTransfer) -> SeenTransfer:
    return replace(row, block_height=None, block_hash=None)
