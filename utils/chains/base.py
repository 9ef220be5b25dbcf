"""What the shop needs to know about a blockchain, and nothing more.

* ChainError: no trustworthy answer; never to be read as "nothing was paid"
  + ChainUnavailable: time-out, refused, rate-limited, 5xx, circuit open
  + ChainMalformed: an answer that is not what the protocol promises
  + ChainConflict: two sources contradict each other
  + ChainCannotTell: the source is well, but what was asked is beyond it
  + ChainUnreadable: there is too much of one address to be read
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from utils.health import Health


class ChainError(Exception):
    """No trustworthy answer. `source` names the provider, never a URL with credentials."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class ChainUnavailable(ChainError):
    """The provider could not be asked: time-out, refused, rate-limited, 5xx, circuit open."""


class ChainMalformed(ChainError):
    """The provider answered, but not with what its protocol promises."""


class ChainConflict(ChainError):
    """Two sources contradict each other: nobody is believed until they agree."""


class ChainCannotTell(ChainError):
    """The source is well, but what was asked is beyond it: a person must look elsewhere."""


class ChainUnreadable(ChainError):
    """More of one address, in bytes or payments, than anybody reads: the source is well."""


@dataclass(frozen=True, slots=True)
class Tip:
    """The best block a provider knows. `time` is the block's own timestamp (miner-chosen).

    `final_height`: the best block that cannot be undone any more, on chains that have finality
    (Ethereum, Solana: the slot); None where only depth counts (Bitcoin, Litecoin).
    """

    height: int
    hash: str
    time: datetime
    final_height: int | None = None


def lower(first: Tip, second: Tip) -> Tip:
    """What is safe to count by when both were read: rather a confirmation too few than one too
    many, and final only what is final for both.
    """
    finals = [tip.final_height for tip in (first, second) if tip.final_height is not None]
    tip = min(first, second, key=lambda tip: tip.height)
    return replace(tip, final_height=min(finals, default=None))


@dataclass(frozen=True, slots=True)
class SeenTransfer:
    """One payment to an address. `amount` is in base units (satoshi, wei, lamport).

    `block_height` and `block_hash` are both set when it is in the best chain, both None when it
    waits in the mempool. Where there is finality it is final once `final_height` reaches
    `block_height`.
    """

    txid: str
    output_index: int
    amount: int
    block_height: int | None
    block_hash: str | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """What one transaction paid to one address, in base units; nothing when it failed.

    `known`: it is in the best chain or the mempool; otherwise the rest is nothing.
    `confirmations`: its depth; where there is finality, 1 once it is final and 0 before.
    `height` and `mined_at`: of its block; None while it waits. `mined_at` is the block's own word
    (miner-chosen, see `Tip`), and None also where the source keeps no times. `doubted`: it is not
    known, and yet one of two sources knows it. None of these is part of what the transaction paid:
    two answers that differ in them alone are equal.
    """

    known: bool
    amount: int = 0
    confirmations: int = 0
    height: int | None = field(default=None, compare=False)
    mined_at: datetime | None = field(default=None, compare=False)
    doubted: bool = field(default=False, compare=False)

    @property
    def is_mined(self) -> bool:
        return self.height is not None or self.confirmations > 0


UNKNOWN = Lookup(known=False)


@dataclass(frozen=True, slots=True)
class KnownTransfer:
    """One payment as it was recorded; `gone`: complete lists no longer showed it."""

    transfer: SeenTransfer
    gone: bool = False


Known = Mapping[str, Sequence[KnownTransfer]]
"""By address, in the order of recording. What a source may use to ask less, or must continue."""
NOTHING_KNOWN: Known = {}


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything a provider knows of some addresses, complete for each address it holds.

    An address that could not be read in full is absent from `transfers` and named in `failures`
    instead: a transfer that is missing from a complete list is gone, one that is missing from no
    list is merely unknown. `tip` was read before the addresses.
    """

    source: str
    tip: Tip
    transfers: dict[str, tuple[SeenTransfer, ...]]
    failures: dict[str, ChainError]
    doubts: dict[str, str] = field(default_factory=dict)
    """By address, in what two sources do not agree, as long as they do not."""
    claims: set[str] = field(default_factory=set)
    """Addresses of which one source calls something confirmed, where that takes two."""
    agreed: frozenset[str] = frozenset()
    """Addresses of which only what two sources say counts as confirmed; set by who asked for it."""
    notes: dict[str, str] = field(default_factory=dict)
    """By address, what the shop is to hand back at the next look (utils/chains/memory.py)."""
    contested: frozenset[str] = frozenset()
    """Addresses whose list nobody can call complete: no order may expire by it. Two sources show
    different best blocks, and either may be the one that lies."""


class ChainSource(Protocol):
    """One provider or node. Requests it sends are bounded in time, size and number."""

    @property
    def source(self) -> str:
        """The provider's name, for logs and admins."""
        ...

    def health(self) -> Health: ...

    async def tip(self) -> Tip:
        """The best block; raises ChainError, also when it is staler than the client accepts."""
        ...

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        """Every transfer to each address, mempool and best chain, spent or not.

        Raises ChainError when nothing can be said at all (no tip); an address that alone could
        not be read lands in `failures`.
        """
        ...

    async def has_history(self, address: str) -> bool:
        """Whether the chain or the mempool has ever seen this address; raises ChainError."""
        ...

    async def lookup(self, txid: str, address: str) -> Lookup:
        """What a transaction paid to any address, ours or not; raises ChainError.

        ChainMalformed also when `txid` or `address` is none of this chain, ChainCannotTell when
        this source has no way to know.
        """
        ...

    async def aclose(self) -> None: ...


@runtime_checkable
class FindsTransactions(Protocol):
    """A source whose transfers carry no transaction ids, and that can look for them afterwards."""

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        """Ids and base units of what paid the address in these blocks; raises ChainError."""
        ...


class ChainClient(Protocol):
    """A chain as the shop sees it: one source or several that stand in for each other."""

    @property
    def per_scan(self) -> int:
        """How many addresses one scan may ask for at most, out of politeness."""
        ...

    def health(self) -> Sequence[Health]: ...

    async def tip(self) -> Tip:
        """As ChainSource."""
        ...

    async def observe(
        self,
        addresses: Sequence[str],
        known: Known = NOTHING_KNOWN,
        *,
        agree: Collection[str] = frozenset(),
        doublecheck: bool = False,
    ) -> Observation:
        """As ChainSource. For addresses in `agree`, what only one of two sources confirms counts
        as unconfirmed. `doublecheck`: ask a second source about all of them, if there is one.
        """
        ...

    async def has_history(self, address: str) -> bool:
        """As ChainSource."""
        ...

    async def lookup(self, txid: str, address: str) -> Lookup:
        """As ChainSource; where there are several sources, two of them must say the same, whatever
        the amount: raises ChainConflict when they do not, ChainUnavailable when only one of them
        answers. Of two times the earlier one counts.
        """
        ...

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        """As FindsTransactions; nothing where transfers have ids of their own."""
        ...

    @property
    def source(self) -> str: ...

    async def aclose(self) -> None: ...
