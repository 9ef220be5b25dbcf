"""One look at many Solana addresses: bounded in calls, fair to all, complete or a failure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from utils.chains import strict
from utils.chains.answers import chain_errors
from utils.chains.base import (
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    Known,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.jsonrpc import Answer, JsonRpc
from utils.chains.solana_account import ALWAYS_READ, Account, Reading, recalled
from utils.chains.solana_answers import Line, key, line_of

ACCOUNTS_PER_CALL = 100
MOST_LISTED = 200
MOST_READ = 200
"""Calls for signatures and for transactions in one scan; what is left over fails until the next."""
MOST_SLOTS_BEHIND = 150
"""30 to 60 s. A balance that much older than the tip is no answer."""
REMEMBERED = 20_000
EVERY = 5 * 60.0
"""Seconds between two looks at the newest transaction of an address whose balance is the same."""
MOST_COMPARED = 20
"""Of those in one scan."""
NO_DATA = {"encoding": "base64", "dataSlice": {"offset": 0, "length": 0}}
# Version 1 is on mainnet since September 2026; asking for less makes such a payment unreadable.
READABLE = {"commitment": "confirmed", "encoding": "json", "maxSupportedTransactionVersion": 1}


@dataclass(slots=True)
class Memory:
    """By address, what the last readings left behind, and when its newest transaction was looked
    at (monotonic seconds). It only saves questions.
    """

    monotonic: Callable[[], float]
    accounts: dict[str, Account] = field(default_factory=dict)
    looked_at: dict[str, float] = field(default_factory=dict)

    def due(self, addresses: Iterable[str]) -> list[str]:
        """A few, the longest not looked at first."""
        now, never = self.monotonic(), float("-inf")
        ages = {each: now - self.looked_at.get(each, never) for each in addresses}
        old = sorted((each for each in ages if ages[each] >= EVERY), key=lambda a: -ages[a])
        self.looked_at |= dict.fromkeys(chosen := old[:MOST_COMPARED], now)
        while len(self.looked_at) > REMEMBERED:
            del self.looked_at[next(iter(self.looked_at))]
        return chosen


class Scan:
    """`memory` outlives it."""

    def __init__(self, rpc: JsonRpc, tip: Tip, memory: Memory) -> None:
        self._rpc = rpc
        self._tip = tip
        self._known = memory
        self._memory = memory.accounts
        self._final = tip.final_height or 0
        self._slot = tip.height
        self._transfers: dict[str, tuple[SeenTransfer, ...]] = {}
        self._failures: dict[str, ChainError] = {}

    async def run(self, addresses: Iterable[str], known: Known) -> None:
        """Balances of all; lists and transactions of those whose balance asks for it."""
        balances = await self._balances(list(filter(self._is_address, addresses)), "confirmed")
        readings, recorded = [], {}
        for address, lamports in balances.items():
            account = self._memory.get(address) or recalled(known.get(address, ()), self._final)
            if not account.still_holds(lamports):
                readings.append(Reading(address, lamports, account))
            elif account.settled and address not in self._memory:
                recorded[address] = account
            else:
                self._transfers[address] = account.settled
        doubtful = await self._doubtful(recorded)
        readings += [Reading(each, balances[each], recorded[each]) for each in doubtful]
        for address in await self._stirred():
            account = self._memory[address]
            readings.append(Reading(address, balances[address], account))
            del self._transfers[address]
        await self._study(readings)
        afresh = {r.address: r.afresh() for r in readings if r.is_contradicted}
        await self._study(list(afresh.values()))
        for reading in readings:
            self._conclude(afresh.get(reading.address, reading))

    async def _study(self, readings: list[Reading]) -> None:
        await self._list(readings)
        await self._forgive(readings)
        await self._read(readings)

    def seen(self) -> Observation:
        """At the oldest slot any balance was read at: rather too low than too high."""
        final = min(self._final, self._slot)
        tip = replace(self._tip, height=self._slot, final_height=final)
        return Observation(self._rpc.http.source, tip, self._transfers, self._failures)

    async def _balances(self, addresses: Sequence[str], commitment: str) -> dict[str, int]:
        """In lamports, 0 for accounts that do not exist; those not told are failures."""
        starts = range(0, len(addresses), ACCOUNTS_PER_CALL)
        chunks = [addresses[start : start + ACCOUNTS_PER_CALL] for start in starts]
        options = NO_DATA | {"commitment": commitment}
        answers = await self._rpc.ask([("getMultipleAccounts", [c, options]) for c in chunks])
        found: dict[str, int] = {}
        for chunk, answer in zip(chunks, answers, strict=True):
            try:
                with chain_errors(self._rpc.http):
                    slot, lamports = balances_of(chunk, result(answer))
                    self._require_recent(slot, commitment)
            except ChainError as error:
                self._failures |= dict.fromkeys(chunk, error)
            else:
                found |= lamports
        return found

    def _require_recent(self, slot: int, commitment: str) -> None:
        behind = (self._tip.height if commitment == "confirmed" else self._final) - slot
        if behind > MOST_SLOTS_BEHIND:
            raise self._unavailable(f"a balance {behind} slots older than the tip")
        if commitment == "confirmed":
            self._slot = min(self._slot, slot)

    async def _doubtful(self, recorded: dict[str, Account]) -> list[str]:
        """Those whose finalized balance does not agree with what the shop has recorded.

        After a restart nobody remembers whether the payments were seen again when their slot
        became final.
        """
        final = await self._balances(list(recorded), "finalized")
        for address, lamports in final.items():
            if recorded[address].still_holds(lamports):
                self._transfers[address] = recorded[address].settled
                self._remember(address, recorded[address])
        return [address for address in final if address not in self._transfers]

    async def _stirred(self) -> list[str]:
        """Those that have a transaction which nobody has read, although the balance is the same:
        what was swept may have been paid again to the last lamport.
        """
        due = self._known.due(a for a, rows in self._transfers.items() if rows)
        newest = {"commitment": "confirmed", "limit": 1}
        answers = await self._rpc.ask([("getSignaturesForAddress", [a, newest]) for a in due])
        lines: dict[str, list[Line]] = {address: [] for address in due}
        for address, answer in zip(due, answers, strict=True):
            if self._taken(partial(take_lines, lines[address]), answer):
                del self._known.looked_at[address]  # next time
        told = ((address, line) for address, shown in lines.items() for line in shown)
        return [a for a, line in told if not self._memory[a].has_read(line.signature)]

    async def _list(self, readings: list[Reading]) -> None:
        """Everybody's first page before anybody's second."""
        left, going = MOST_LISTED - MOST_COMPARED, readings
        while going and left > 0:
            turn, later = going[:left], going[left:]
            left -= len(turn)
            answers = await self._rpc.ask([reading.page() for reading in turn])
            for reading, answer in zip(turn, answers, strict=True):
                reading.problem = self._taken(reading.add_page, answer)
            going = later + [reading for reading in turn if reading.wants_page]

    async def _forgive(self, readings: list[Reading]) -> None:
        """Recorded payments older than the provider's history are not gone: it cannot know."""
        lacking = [reading for reading in readings if reading.ended and reading.unlisted()]
        if not lacking:
            return
        (answer,) = await self._rpc.ask([("getFirstAvailableBlock", [])])
        for reading in lacking:
            if problem := self._taken(partial(keep_older, reading), answer):
                reading.problem, reading.ended = problem, False

    async def _read(self, readings: list[Reading]) -> None:
        """Round after round some of each, those with the fewest first."""
        left = MOST_READ
        while left > 0:
            going = [reading for reading in readings if not reading.is_complete]
            going.sort(key=lambda reading: len(reading.lines))
            turn = [(r, each) for r in going for each in r.unread(ALWAYS_READ)][:left]
            if not turn:
                return
            left -= len(turn)
            answers = await self._rpc.ask([("getTransaction", [s, READABLE]) for _, s in turn])
            for (reading, each), answer in zip(turn, answers, strict=True):
                if problem := self._taken(partial(reading.add_transaction, each), answer):
                    reading.give_up(each, problem)

    def _conclude(self, reading: Reading) -> None:
        if reading.is_complete:
            self._transfers[reading.address] = reading.transfers(self._final)
        else:
            self._failures[reading.address] = reading.problem or self._unavailable(
                "transactions that do not account for the balance"
                if reading.is_whole
                else "more transactions than one scan may read"
            )
        self._known.looked_at[reading.address] = self._known.monotonic()
        self._remember(reading.address, reading.after())

    def _taken(self, take: Callable[[object], None], answer: Answer) -> ChainError | None:
        """Hand on a result; the error if there is none, or none of the right shape."""
        try:
            with chain_errors(self._rpc.http):
                take(result(answer))
        except ChainError as error:
            return error
        return None

    def _remember(self, address: str, account: Account | None) -> None:
        self._memory.pop(address, None)
        if account is not None:
            self._memory[address] = account
        if len(self._memory) > REMEMBERED:
            del self._memory[next(iter(self._memory))]

    def _is_address(self, address: str) -> bool:
        """One bad address would make the provider refuse ninety-nine good ones."""
        try:
            key(address, "the address")
        except strict.BadShape as error:
            reason = f"cannot ask for this address: {error}"
            self._failures[address] = ChainMalformed(self._rpc.http.source, reason)
            return False
        return True

    def _unavailable(self, reason: str) -> ChainUnavailable:
        self._rpc.http.complain(reason)
        return ChainUnavailable(self._rpc.http.source, reason)


def result(answer: Answer) -> object:
    """Raises the ChainError that stands for it."""
    if isinstance(answer, ChainError):
        raise answer
    return answer


def context_slot(answer: dict[str, object]) -> int:
    """The slot a node has answered from."""
    return strict.height(strict.mapping(answer.get("context"), "context").get("slot"), "slot")


def balances_of(addresses: Sequence[str], answer: object) -> tuple[int, dict[str, int]]:
    """The slot of getMultipleAccounts and each account's lamports; raises BadShape."""
    entry = strict.mapping(answer, "the accounts")
    accounts = strict.sequence(entry.get("value"), "the accounts")
    if len(accounts) != len(addresses):
        raise strict.BadShape(f"{len(accounts)} accounts for {len(addresses)} addresses")
    pairs = zip(addresses, accounts, strict=True)
    return context_slot(entry), {address: lamports_of(account) for address, account in pairs}


def lamports_of(account: object) -> int:
    if account is None:
        return 0
    return strict.lamports(strict.mapping(account, "an account").get("lamports"), "lamports")


def take_lines(lines: list[Line], answer: object) -> None:
    lines += [line_of(entry) for entry in strict.sequence(answer, "the signatures")][:1]


def keep_older(reading: Reading, first_block: object) -> None:
    """What is older than the first block the provider still has."""
    first = strict.height(first_block, "the first block")
    reading.keep([t for t in reading.unlisted() if t.block_height and t.block_height < first])
