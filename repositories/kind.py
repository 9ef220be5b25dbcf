"""What invariants are judged by: everything about one id of a table, so many ids at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LOWEST, HIGHEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What is judged together: everything about one id of `table`, `size` ids at a time.

    `checks`: how their names begin. `rows`: by table, the column that holds the id, or a condition
    on `{these}`. `optional`: tables whose rows may belong to no id; the lowest slice has them.
    `touched`: the ids that belong to the orders `:ids`.
    """

    table: str
    size: int
    checks: tuple[str, ...]
    rows: Mapping[str, str]
    touched: str
    optional: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return self.table
