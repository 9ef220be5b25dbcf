"""Ethereum through any JSON-RPC provider or node: balances, pinned to blocks, become transfers.

https://github.com/ethereum/execution-apis

* One scan reads the balance of every address at one block, 250 in a request; only addresses that
  hold money which is new or not final yet cost three calls more (sent at the tip; balance and
  sent as of finality). 10,000 addresses are 40 requests and a few.
* Only the block that the provider calls `finalized` makes anything final. When finality stalls,
  so does settlement; `latest` is never taken for it.
* A provider that no longer has the state of the finalized block cannot say whether a payment
  that should be final by now is: such an address is a failure, for another provider to answer.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from utils.chains import ethereum_lookup, strict
from utils.chains.answers import chain_errors, require_fresh
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    Known,
    KnownTransfer,
    Lookup,
    Observation,
    Tip,
)
from utils.chains.ethereum_balance import (
    Account,
    Past,
    Received,
    dated,
    recalled,
    sum_up_to,
    total,
    transfers,
)
from utils.chains.ethereum_outflow import sent_between
from utils.chains.ethereum_receipt import payments
from utils.chains.ethereum_state import Standing, StateReader, View
from utils.chains.jsonrpc import JsonRpc
from utils.chains.memory import note_of, noted
from utils.clock import Clock
from utils.http import Manners
from utils.source import Source
from utils.wallets import eip55

MOST_CALLS = 250
MOST_TRACED = 20
"""Addresses in one scan of which it is found out what they sent; the others wait for the next."""
REMEMBERED = 50_000
"""Addresses with money; one that is forgotten costs a few calls more at its next scan."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All a scan found out about an address; no `standing` where the balance said nothing new."""

    address: str
    known: Sequence[KnownTransfer]
    balance: int
    standing: Standing | None


class EthereumClient(Source):
    """`chain_id` (EIP-155) is that of the network; a provider of another one is refused.

    `max_tip_age`: older best blocks are refused; leave it out where nobody mines regularly.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        chain_id: int,
        max_tip_age: timedelta | None = None,
        manners: Manners | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rpc = JsonRpc(
            url, clock=clock, most_calls=MOST_CALLS, manners=manners, monotonic=monotonic
        )
        self._state = StateReader(self._rpc, chain_id)
        self._http = self._rpc.http
        self._clock = clock
        self._max_tip_age = max_tip_age
        self._past: dict[str, Past] = {}

    async def tip(self) -> Tip:
        return (await self._look()).tip

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        view = await self._look()
        seen = Observation(self.source, view.tip, {}, {})
        sound = [address for address in dict.fromkeys(addresses) if self._is_sound(address, seen)]
        self._recall(sound, known)
        answers = await self._state.balances(sound, view)
        seen.failures.update((a, b) for a, b in answers.items() if isinstance(b, ChainError))
        balances = {a: b for a, b in answers.items() if isinstance(b, int)}
        stirred = [a for a in balances if not self._is_settled(a, balances[a], known)]
        standings = await self._state.standings(stirred, view)
        await self._trace(standings, view, seen)
        await self._state.require_unchanged(view.tip)
        for address, balance in balances.items():
            if address in seen.failures:
                continue
            rows, standing = dated(known.get(address, ()), view.tip), standings.get(address)
            self._conclude(Reading(address, rows, balance, standing), view, seen)
            if past := self._past.get(address):
                seen.notes[address] = noted(known, address, self.source, past.note())
        return seen

    async def has_history(self, address: str) -> bool:
        """An address that only ever received tokens looks unused."""
        self._require_address(address)
        view = await self._look()
        used = await self._state.is_used(address, view)
        await self._state.require_unchanged(view.tip)
        return used

    async def lookup(self, txid: str, address: str) -> Lookup:
        self._require_address(address)
        try:
            txid = strict.hash32(txid, "the transaction's id")
        except strict.BadShape as error:
            raise ChainMalformed(self.source, f"cannot look for this: {error}") from error
        view = await self._look()
        with chain_errors(self._http):
            return await ethereum_lookup.paid_by(self._rpc, txid, address, view)

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        """What paid the address in these blocks (the newest 40 at most), for the receipt.

        Transaction ids with their wei. Money from inside a contract has no transaction of its
        own: it is named by the hash of its block. Raises ChainError; never a precondition.
        """
        self._require_address(address)
        with chain_errors(self._http):
            return await payments(self._rpc, address, from_height, to_height)

    async def _look(self) -> View:
        view = await self._state.look()
        require_fresh(self._http, view.tip, self._clock(), self._max_tip_age)
        return view

    def _is_sound(self, address: str, seen: Observation) -> bool:
        try:
            self._require_address(address)
        except ChainError as error:
            seen.failures[address] = error
            return False
        return True

    def _require_address(self, address: str) -> None:
        try:
            eip55.decode(address)
        except eip55.BadAddress as error:
            raise ChainMalformed(self.source, f"cannot ask for this address: {error}") from error

    def _recall(self, addresses: Sequence[str], known: Known) -> None:
        """What the shop has kept, after a restart or from another source's look."""
        for address in addresses:
            past, note = self._past.get(address), note_of(known, address, self.source)
            with suppress(strict.BadShape):
                if note and (past is None or recalled(note).left.nonce > past.left.nonce):
                    self._past[address] = recalled(note)

    async def _trace(
        self, standings: Mapping[str, Standing], view: View, seen: Observation
    ) -> None:
        """Whoever has sent something since the last look: how much that was."""
        traced = 0
        for address, standing in standings.items():
            past, nonce = self._past_of(address), standing.nonce
            if isinstance(nonce, ChainError) or past.left.at(nonce) is not None:
                continue
            if traced == MOST_TRACED:
                reason = "what it has sent is read at the next look"
                seen.failures[address] = ChainUnavailable(self.source, reason)
                continue
            traced += 1
            known, _ = past.left.base(nonce)
            heights = (past.height, view.tip.height)
            sent = await sent_between(self._rpc, address, (known, nonce), heights)
            if sent is not None:
                past.learn(nonce, sent, view.final.height)
            self._past[address] = past

    def _is_settled(self, address: str, balance: int, known: Known) -> bool:
        return self._past_of(address).is_settled(balance, total(known.get(address, ())))

    def _conclude(self, reading: Reading, view: View, seen: Observation) -> None:
        if not reading.balance and not reading.known:
            seen.transfers[reading.address] = ()  # nearly all of them, in no time
            return
        past = self._past_of(reading.address)
        try:
            with chain_errors(self._http):
                received = self._received(past, reading, view)
        except ChainError as error:
            seen.failures[reading.address] = error
            return
        self._remember(reading.address, past)
        seen.transfers[reading.address] = transfers(
            reading.address, reading.known, received, view.tip, view.final
        )

    def _received(self, past: Past, reading: Reading, view: View) -> Received:
        """Raises ChainError and BadShape."""
        if reading.standing is None:
            return Received(total(reading.known), past.final)
        nonce, final = reading.standing.nonce, reading.standing.final
        if isinstance(nonce, ChainError):
            raise nonce
        now = Account(reading.balance, nonce)
        if isinstance(final, Account):
            return past.received(reading.known, view.tip, now, final)
        if past.final < sum_up_to(reading.known, view.final.height):
            raise final
        return past.received(reading.known, view.tip, now, None)

    def _past_of(self, address: str) -> Past:
        return self._past.get(address) or Past()

    def _remember(self, address: str, past: Past) -> None:
        """Only what took an effort to find out; the oldest is forgotten first."""
        if not past.final and not past.left.last:
            return
        self._past.pop(address, None)
        self._past[address] = past
        if len(self._past) > REMEMBERED:
            del self._past[next(iter(self._past))]
