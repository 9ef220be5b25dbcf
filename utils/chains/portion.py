"""How much of one address is taken at once: in outputs, rows, and new rows in one look. Pure.

What is left out of one look is seen in the next: nothing that was recorded is ever left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from utils.chains.base import Known, Observation, SeenTransfer

MOST_OUTPUTS = 20
"""Of one transaction to one address, each a row; the others are one row together, under the index
of the first of them. What a transaction pays never changes, so neither do these rows.
"""
MOST_ROWS = 2_000
"""Of one address; what has more is for a person to look at."""
MOST_NEW = 100
"""Rows of one address that are recorded after one look: the largest first."""

Rows = tuple[SeenTransfer, ...]


def gathered(outputs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Index and amount of a transaction's outputs to one address, in order, as so many rows at
    most: index, amount, and how many outputs it stands for.
    """
    few, rest = outputs[:MOST_OUTPUTS], outputs[MOST_OUTPUTS:]
    rows = [(index, amount, 1) for index, amount in few]
    if rest:
        rows.append((rest[0][0], sum(amount for _, amount in rest), len(rest)))
    return rows


def in_portions(seen: Observation, known: Known) -> Observation:
    """With what was known and a portion of what is new; where there is more, it is not complete."""
    large = [address for address, rows in seen.transfers.items() if len(rows) > MOST_NEW]
    if not large:
        return seen
    found, contested = dict(seen.transfers), set(seen.contested)
    for address in large:
        recorded = {(k.transfer.txid, k.transfer.output_index) for k in known.get(address, ())}
        rows = found[address]
        found[address] = _portion(rows, recorded)
        if len(found[address]) < len(rows):
            contested.add(address)
    return replace(seen, transfers=found, contested=frozenset(contested))


def _portion(rows: Iterable[SeenTransfer], recorded: set[tuple[str, int]]) -> Rows:
    old = [row for row in rows if (row.txid, row.output_index) in recorded]
    new = [row for row in rows if (row.txid, row.output_index) not in recorded]
    return (*old, *sorted(new, key=lambda row: -row.amount)[:MOST_NEW])
