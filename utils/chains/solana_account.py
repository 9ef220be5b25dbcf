"""Which payments a Solana address got, and how sure that can be made from its balance. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from utils.chains import strict
from utils.chains.base import ChainError, KnownTransfer, SeenTransfer
from utils.chains.jsonrpc import Call
from utils.chains.solana_answers import Change, Line, delta_of, line_of

DUST = 1_000
"""Lamports. Smaller transfers are no payments: the shop asks for multiples of it, and sending one
costs five times as much. What is left unexplained below it does not matter either."""
PAGE = 1_000
ALWAYS_READ = 8
"""So few transactions are all read; only of more may some be left out as spam."""
MOST_PAGES = 50
"""Of one address in one scan. Fifty thousand transactions cost whoever sends them 0.25 SOL."""


UNCHANGED = Change(0, 0)


@dataclass(frozen=True, slots=True)
class Account:
    """What an earlier reading left behind.

    Everything up to the line `mark` is final and read: it leaves `base` lamports and the payments
    `settled`. `beside` are the other lines of its slot. `deltas`: what single later transactions
    changed. `waiting`: some of that is not final, or not read to the end.
    """

    base: int = 0
    settled: tuple[SeenTransfer, ...] = ()
    mark: Line | None = None
    beside: frozenset[str] = frozenset()
    deltas: Mapping[str, Change] = field(default_factory=dict)
    waiting: bool = False

    def still_holds(self, lamports: int) -> bool:
        return not self.waiting and abs(lamports - self.base) < DUST

    def has_read(self, signature: str) -> bool:
        return signature in self.beside or signature in self.deltas


def recalled(rows: Iterable[KnownTransfer], final_height: int) -> Account:
    """What the shop has recorded: a hint, until the chain says it again.

    A balance that agrees with it is taken for its proof until its transactions are looked at.
    """
    believed = tuple(row.transfer for row in rows if not row.gone)
    final = all((each.block_height or final_height + 1) <= final_height for each in believed)
    return Account(sum(each.amount for each in believed), believed, waiting=not final)


class Reading:
    """One address while it is read: the lines, what each changed, and whether that is all."""

    def __init__(self, address: str, lamports: int, before: Account) -> None:
        self.address = address
        self.lamports = lamports
        self.before = before
        self.lines: dict[str, Line] = {}
        self.ended = False
        self.problem: ChainError | None = None
        self._unreadable: set[str] = set()
        self._pages = 0
        self._last = ""
        self._deltas = dict(before.deltas)
        self._base, self._settled = before.base, before.settled
        if before.mark is None:
            # Never listed here: from the beginning, and nothing is believed that was recorded. It
            # may be the word of another provider.
            self._base, self._settled = 0, ()

    @property
    def wants_page(self) -> bool:
        return not self.ended and not self.problem and self._pages < MOST_PAGES

    def page(self) -> Call:
        """The question for the next page, newest first."""
        options: dict[str, object] = {"commitment": "confirmed", "limit": PAGE}
        if self._last:
            options["before"] = self._last
        if self.before.mark:
            options["until"] = self.before.mark.signature
        return "getSignaturesForAddress", [self.address, options]

    def add_page(self, answer: object) -> None:
        """Raises BadShape."""
        page = [line_of(entry) for entry in strict.sequence(answer, "the signatures")]
        new = [line for line in page if line.signature not in self.lines and self._is_new(line)]
        self.lines |= {line.signature: line for line in new}
        self._pages += 1
        self._last = page[-1].signature if page else ""
        self.ended = len(page) < PAGE or not new

    def unread(self, most: int) -> list[str]:
        """Signatures whose effect is unknown: newest, oldest, second newest and so on.

        Spam comes before a payment or after it, so that the payment is near one of the ends.
        """
        newest = islice(self._unread(self.lines.values()), most)
        oldest = islice(self._unread(reversed(self.lines.values())), most)
        ends = (each for pair in zip(newest, oldest, strict=True) for each in pair)
        return list(dict.fromkeys(ends))[:most]

    def add_transaction(self, signature: str, answer: object) -> None:
        """Raises BadShape."""
        self._deltas[signature] = delta_of(answer, self.address, self.lines[signature])

    def give_up(self, signature: str, problem: ChainError) -> None:
        """For this time; it does not matter if the rest accounts for the balance."""
        self._unreadable.add(signature)
        self.problem = problem

    def unlisted(self) -> list[SeenTransfer]:
        """What was recorded, but is not to be seen in a list that reaches back to the beginning."""
        recorded = () if self.before.mark else self.before.settled
        return [each for each in recorded if each.txid not in self.lines]

    def keep(self, forgotten: Sequence[SeenTransfer]) -> None:
        """Payments older than the provider's history; what became of them cannot be recounted."""
        self._settled = tuple(forgotten)

    @property
    def is_whole(self) -> bool:
        return self.ended and not any(self._unknown(self.lines.values()))

    @property
    def is_complete(self) -> bool:
        """Whether nothing that matters can be missing from the payments read so far.

        Each line either brings lamports or takes them: many unread lines hide no payment, save one
        that was sent on, once the balance is accounted for. When all is read only a surplus is
        suspicious: fees of failed transactions, which nobody reads, leave less than was counted.
        Where history is cut off there is nothing to compare with.
        """
        if not self.ended and (not self._pages or self.unlisted()):
            return False
        if self.before.mark is None and self._settled:
            return self.is_whole
        if 0 < len(self.unread(ALWAYS_READ + 1)) <= ALWAYS_READ:
            return False
        missing = self.lamports - self._base - self._sum(self.lines.values())
        return missing < DUST and (self.is_whole or missing > -DUST)

    @property
    def is_contradicted(self) -> bool:
        """Whether what is new does not add up with what was read before: a fork undid a fee."""
        return bool(self.before.mark) and self.is_whole and not self.is_complete

    def afresh(self) -> "Reading":
        """From the beginning."""
        return Reading(self.address, self.lamports, Account())

    def transfers(self, final_height: int) -> tuple[SeenTransfer, ...]:
        """Oldest first. A line that should be final by now, but is not, is in no certain block."""
        certain = (self._transfer(line, final_height) for line in reversed(self.lines.values()))
        return self._settled + tuple(each for each in certain if each)

    def after(self) -> Account | None:
        """What to remember: all of a complete reading, the amounts of an unfinished one."""
        if self.is_complete:
            return self._completed()
        return None if self.is_whole else replace(self.before, deltas=self._deltas, waiting=True)

    def _completed(self) -> Account:
        oldest_first = list(reversed(self.lines.values()))
        final = list(takewhile(lambda line: line.final, oldest_first))
        later = oldest_first[len(final) :]
        mark = final[-1] if final else self.before.mark
        settled = (self._transfer(line, line.slot) for line in final)
        same_slot = {line.signature for line in final if mark and line.slot == mark.slot}
        if mark and self.before.mark and self.before.mark.slot == mark.slot:
            same_slot |= self.before.beside
        return Account(
            base=self.lamports - self._sum(later),
            settled=self._settled + tuple(each for each in settled if each),
            mark=mark,
            beside=frozenset(same_slot),
            deltas={s: self._deltas[s] for line in later if (s := line.signature) in self._deltas},
            waiting=any(abs(self._change(line).lamports) >= DUST for line in later),
        )

    def _transfer(self, line: Line, final_height: int) -> SeenTransfer | None:
        position, amount = self._change(line)
        if amount < DUST:
            return None
        if line.slot <= final_height and not line.final:
            return SeenTransfer(line.signature, position, amount, None, None)
        return SeenTransfer(line.signature, position, amount, line.slot, str(line.slot))

    def _change(self, line: Line) -> Change:
        return UNCHANGED if line.failed else self._deltas.get(line.signature, UNCHANGED)

    def _is_new(self, line: Line) -> bool:
        """Providers that do not know `mark` repeat what is older."""
        mark = self.before.mark
        if mark is None or line.slot > mark.slot:
            return True
        return line.slot == mark.slot and line.signature not in self.before.beside

    def _unknown(self, lines: Iterable[Line]) -> Iterator[str]:
        succeeded = (line.signature for line in lines if not line.failed)
        return (each for each in succeeded if each not in self._deltas)

    def _unread(self, lines: Iterable[Line]) -> Iterator[str]:
        return (each for each in self._unknown(lines) if each not in self._unreadable)

    def _sum(self, lines: Iterable[Line]) -> int:
        return sum(self._change(line).lamports for line in lines)
