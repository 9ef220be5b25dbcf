"""What every chain of the sandbox has in common: levers, a state, and sentences that refuse."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

Body = dict[str, Any]
Clock = Callable[[], datetime]
Lever = Callable[[Body], Body]
"""Takes the JSON of a request, changes the chain, answers with what is worth telling."""


class Refused(Exception):
    """Why the chain did not do it, as a sentence, with the status to answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Payable(Protocol):
    """What can be done to any chain; every change is stored before it returns.

    Amounts are in base units. All of these raise Refused.
    """

    def pay(self, address: str, units: int) -> str:
        """The new transaction's id; it waits until somebody mines."""
        ...

    def mine(self, blocks: int) -> None: ...

    def replace(self, txid: str, address: str | None = None, units: int | None = None) -> str:
        """Pay somebody else, or nobody, instead; the id of the transaction that takes over."""
        ...

    def drop(self, txid: str) -> None:
        """Make the network forget a waiting transaction."""
        ...

    def reorg(self, depth: int, keep: bool) -> None:
        """Undo the newest blocks; their transactions wait again (`keep`) or are gone."""
        ...


class Chain(Protocol):
    """A chain as the panel and the control API see it."""

    def state(self) -> Body:
        """In JSON: asset, name, decimals, unit (block or slot), height, tip, final_height and
        final_lag (None where depth counts), levers, mempool and blocks (newest first; amounts
        are base units as decimal text).
        """
        ...

    def levers(self) -> Mapping[str, Lever]:
        """By the name under which they are posted; `sandbox/chains/levers.py` has most of them."""
        ...
