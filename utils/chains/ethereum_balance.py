"""From balances to payments: what an Ethereum address has received, as transfers. Pure.

A balance says how much there is, not how it came: a plain payment, an exchange's contract, a block
reward and a destroyed contract all raise it, a reverted payment and a token do not. So a transfer
is here an amount by which the sum of all that an address received was seen to grow. What is known
of an address is continued: the sum of its transfers is always what it has received.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from utils.chains.base import KnownTransfer, SeenTransfer, Tip
from utils.chains.strict import BadShape, height, mapping, whole

NOTED = 8
"""Numbers of transactions in a note."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block by which something is final."""

    height: int
    hash: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one block says of an address: wei, and how many transactions it has sent."""

    balance: int
    nonce: int


@dataclass(frozen=True, slots=True)
class Received:
    """Wei an address has received in its whole life, as of the tip and as of finality."""

    now: int
    final: int


class Outflow:
    """How much had left an address, by the number of transactions it had sent.

    Nothing with none; otherwise what its transactions took, as far as they were found. If they were
    not, as much as was missing when that number was first seen: then money that arrives between
    two readings, of which the later one sees a new number, is taken for something the owner left
    behind. A reorganisation that puts one sending in the place of another goes unnoticed.
    """

    def __init__(self, left: Mapping[int, int] | None = None) -> None:
        self._left = {0: 0, **(left or {})}

    @property
    def last(self) -> int:
        """As of the last reading."""
        return self._left[max(self._left)]

    @property
    def nonce(self) -> int:
        """The highest number of transactions of which it is known."""
        return max(self._left)

    def at(self, nonce: int) -> int | None:
        return self._left.get(nonce)

    def base(self, nonce: int) -> tuple[int, int]:
        """The highest number below `nonce` that is known, and how much had left by then."""
        sent = max(each for each in self._left if each <= nonce)
        return sent, self._left[sent]

    def after(self, nonce: int, missing: int) -> int:
        self._left = {sent: left for sent, left in self._left.items() if sent <= nonce}
        return self._left.setdefault(nonce, max(0, missing))

    def noted(self) -> dict[str, int]:
        """The newest, of which the last few are enough."""
        return {str(sent): self._left[sent] for sent in sorted(self._left)[-NOTED:] if sent}


@dataclass(slots=True)
class Past:
    """What is remembered of an address between scans, also over a restart of the shop.

    `final`: wei received by blocks that cannot be undone, as far as it was ever read. `height`:
    up to this block, a final one, it had not sent more than `left` knows of.
    """

    final: int = 0
    height: int = 0
    left: Outflow = field(default_factory=Outflow)
    left_by_final: Outflow = field(default_factory=Outflow)

    def is_settled(self, balance: int, believed: int) -> bool:
        """Whether this balance says nothing new: all is there that was, and all of it is final."""
        return balance + self.left.last == believed <= self.final

    def learn(self, nonce: int, sent: int, final_height: int) -> None:
        """That so much has left by the transactions since the last number that was known."""
        _, before = self.left.base(nonce)
        self.height = final_height
        self.left.after(nonce, before + sent)

    def received(
        self, known: Sequence[KnownTransfer], tip: Tip, now: Account, final: Account | None
    ) -> Received:
        """`final`: as of the final block of `tip`; None when that cannot be read.

        Raises BadShape for a balance below what was final although nothing was ever sent.
        """
        if final is not None:
            said = max(self.final, sum_up_to(known, tip.final_height or 0))
            gone = self.left.at(final.nonce)
            missing = said - final.balance if gone is None else gone
            left = self.left_by_final.after(final.nonce, missing)
            self.final = max(self.final, final.balance + left)
        if self.left.at(now.nonce) is None or not self.height:
            self.height = tip.final_height or 0
        visible = max(self.final, sum_up_to(known, tip.height))
        everything = now.balance + self.left.after(now.nonce, visible - now.balance)
        if everything < self.final and not now.nonce:
            raise BadShape("less than was final, and nothing was ever sent")
        return Received(max(everything, self.final), self.final)

    def note(self) -> dict[str, object]:
        """What nobody tells afterwards; what is final is read again."""
        return {
            "height": self.height,
            "left": self.left.noted(),
            "left_by_final": self.left_by_final.noted(),
        }


def recalled(note: Mapping[str, object]) -> Past:
    """From a note; raises BadShape."""
    if not note:
        return Past()
    left, by_final = (_outflow(note.get(name)) for name in ("left", "left_by_final"))
    return Past(0, height(note.get("height"), "height"), left, by_final)


def _outflow(value: object) -> Outflow:
    found = mapping(value, "what left")
    if not all(sent.isdecimal() for sent in found):
        raise BadShape("a number of transactions that is none")
    return Outflow({int(sent): whole(left, "what left") for sent, left in found.items()})


def dated(known: Iterable[KnownTransfer], tip: Tip) -> list[KnownTransfer]:
    """As known, but what has no block is of the tip: only one of two sources has confirmed it yet,
    and where there are balances nothing waits outside of blocks.
    """
    return [
        row if _has_block(row) else replace(row, transfer=_at(row.transfer, tip)) for row in known
    ]


def believed(known: Iterable[KnownTransfer]) -> list[SeenTransfer]:
    return [row.transfer for row in known if not row.gone]


def total(known: Iterable[KnownTransfer]) -> int:
    return _sum(believed(known))


def sum_up_to(known: Iterable[KnownTransfer], height: int) -> int:
    """Of the blocks up to this height."""
    return _sum(row for row in believed(known) if _height(row) <= height)


def transfers(
    address: str, known: Sequence[KnownTransfer], received: Received, tip: Tip, final: Block
) -> tuple[SeenTransfer, ...]:
    """Everything the address received, so that the sum is `received.now`.

    Rows that were seen by a provider whose tip is ahead of this one are not judged yet. Rows
    whose sum, in the order of blocks, `received.final` covers are final: their height is at most
    that of `final`. The others are above it, dated to the tip if they were not.
    """
    rows = sorted(believed(known), key=_height)
    ahead = _sum(row for row in rows if _height(row) > tip.height)
    missing = _sum(rows) - received.now
    if missing > ahead:
        rows = _without(rows, missing - ahead, received.final, tip.height)
        missing = _sum(rows) - received.now
    if missing < 0:
        rows += _arrived(address, known, -missing, tip)
    covered = len(_covered(rows, received.final))
    return (
        *(_as_final(row, final) for row in rows[:covered]),
        *(_as_open(row, tip, final) for row in rows[covered:]),
    )


def _without(rows: list[SeenTransfer], missing: int, final: int, height: int) -> list[SeenTransfer]:
    """Less by `missing`: one open row of just that amount, or else the newest open ones."""
    settled = _covered(rows, final)
    newest = [row for row in reversed(rows[len(settled) :]) if _height(row) <= height]
    for row in newest:
        if row.amount == missing:
            return [each for each in rows if each is not row]
    dropped: list[SeenTransfer] = []
    while newest and _sum(dropped) < missing:
        dropped.append(newest.pop(0))
    return [row for row in rows if row not in dropped]


def _arrived(
    address: str, known: Sequence[KnownTransfer], amount: int, tip: Tip
) -> list[SeenTransfer]:
    """Rows that had gone and are back, as far as they fit into the amount; a new one for the rest.

    Money that a blind provider could not see is the same money when it is seen again.
    """
    gone = [row.transfer for row in known if row.gone]
    back = [row for row in gone if row.amount == amount][:1] or _fitting(gone, amount)
    rows = [replace(row, block_height=tip.height, block_hash=tip.hash) for row in back]
    if rest := amount - _sum(back):
        number = max((row.transfer.output_index for row in known), default=-1) + 1
        rows.append(SeenTransfer(address.lower(), number, rest, tip.height, tip.hash))
    return rows


def _fitting(rows: Iterable[SeenTransfer], amount: int) -> list[SeenTransfer]:
    """In their order, each that still fits."""
    chosen: list[SeenTransfer] = []
    for row in rows:
        if _sum(chosen) + row.amount <= amount:
            chosen.append(row)
    return chosen


def _covered(rows: Sequence[SeenTransfer], final: int) -> list[SeenTransfer]:
    sums = accumulate(row.amount for row in rows)
    return [row for row, total in zip(rows, sums, strict=True) if total <= final]


def _as_final(row: SeenTransfer, final: Block) -> SeenTransfer:
    if row.block_height is not None and row.block_height <= final.height:
        return row
    return _at(row, final)


def _as_open(row: SeenTransfer, tip: Tip, final: Block) -> SeenTransfer:
    if _height(row) > final.height:
        return row
    return _at(row, tip)


def _at(row: SeenTransfer, block: Block | Tip) -> SeenTransfer:
    return replace(row, block_height=block.height, block_hash=block.hash)


def _has_block(row: KnownTransfer) -> bool:
    return row.transfer.block_height is not None


def _height(row: SeenTransfer) -> int:
    return row.block_height or 0


def _sum(rows: Iterable[SeenTransfer]) -> int:
    return sum(row.amount for row in rows)
