"""Solana through JSON-RPC: balances as the trigger, then signatures, then transactions.

https://solana.com/docs/rpc. Slots are the heights; a payment is seen when its slot is confirmed
and final when its slot is finalized and the provider lists it as such.
"""

import base64
import struct
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from aiolimiter import AsyncLimiter

from utils.chains import solana_lookup, strict
from utils.chains.answers import chain_errors, require_fresh
from utils.chains.base import NOTHING_KNOWN, ChainMalformed, Known, Lookup, Observation, Tip
from utils.chains.jsonrpc import JsonRpc
from utils.chains.solana_answers import key, signature
from utils.chains.solana_scan import Memory, Scan, context_slot, result
from utils.clock import Clock
from utils.http import Manners, manners_for
from utils.source import Source

MAINNET = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
TESTNET = "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY"
DEVNET = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG"
GENESIS = {"mainnet": frozenset({MAINNET}), "testnet": frozenset({TESTNET, DEVNET})}
"""The first blocks of the public clusters; both test clusters will do for testing."""
CLOCK = "SysvarC1ock11111111111111111111111111111111"
CLOCK_LAYOUT = struct.Struct("<QqQQq")
"""Slot, start of the epoch, epoch, epoch of the leader schedule, Unix time."""
CALLS_PER_REQUEST = 10
"""A node refuses requests above 50 kB; ten calls for a hundred accounts each have 49."""
PUBLIC_CALLS = 40
PUBLIC_SECONDS = 10
"""The public endpoints allow 40 calls of a method, 100 of all, in 10 s from one address."""
MOST_BYTES = 16 * 1024 * 1024
TIMEOUT = 30.0


class SolanaClient(Source):
    """`genesis`: answers of any other cluster are refused; leave it out for a local one.

    `max_tip_age`: older tips are refused; leave it out where nobody mines regularly.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        genesis: Collection[str] = (),
        max_tip_age: timedelta | None = None,
        manners: Manners | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        given = manners or manners_for(url)
        polite = replace(given, timeout=TIMEOUT, max_bytes=MOST_BYTES)
        pace = AsyncLimiter(PUBLIC_CALLS, PUBLIC_SECONDS) if polite.spacing else None
        self._rpc = JsonRpc(
            url,
            clock=clock,
            most_calls=CALLS_PER_REQUEST,
            manners=polite,
            pace=pace,
            monotonic=monotonic,
        )
        self._http = self._rpc.http
        self._clock = clock
        self._genesis = genesis
        self._is_right_cluster = not genesis
        self._max_tip_age = max_tip_age
        self._memory = Memory(monotonic)

    async def tip(self) -> Tip:
        """The newest confirmed slot; its time is the cluster's own clock."""
        confirmed = {"commitment": "confirmed"}
        answers = await self._rpc.ask(
            [
                ("getLatestBlockhash", [confirmed]),
                ("getSlot", [{"commitment": "finalized"}]),
                ("getAccountInfo", [CLOCK, confirmed | {"encoding": "base64"}]),
                *([] if self._is_right_cluster else [("getGenesisHash", [])]),
            ]
        )
        with chain_errors(self._http):
            latest, final, clock, *genesis = map(result, answers)
            self._require_cluster(genesis)
            tip = tip_of(latest, final, clock)
        require_fresh(self._http, tip, self._clock(), self._max_tip_age)
        return tip

    def _require_cluster(self, genesis: list[object]) -> None:
        """Asked once: a provider does not turn from one network to another under its address."""
        if genesis and str(genesis[0]) not in self._genesis:
            raise strict.BadShape("another network than the one expected (genesis hash)")
        self._is_right_cluster = True

    async def has_history(self, address: str) -> bool:
        """Whether it holds lamports or any transaction, failed ones too, names it."""
        with chain_errors(self._http):
            key(address, "the address")
        confirmed = {"commitment": "confirmed"}
        answers = await self._rpc.ask(
            [
                ("getBalance", [address, confirmed]),
                ("getSignaturesForAddress", [address, confirmed | {"limit": 1}]),
            ]
        )
        with chain_errors(self._http):
            balance, signatures = map(result, answers)
            lamports = strict.mapping(balance, "the balance").get("value")
            listed = strict.sequence(signatures, "the signatures")
            return bool(strict.lamports(lamports, "the balance") or listed)

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        """Reads in full only what its balance or its unfinished business calls for."""
        scan = Scan(self._rpc, await self.tip(), self._memory)
        await scan.run(dict.fromkeys(addresses), known)
        return scan.seen()

    async def lookup(self, txid: str, address: str) -> Lookup:
        try:
            txid, address = signature(txid), key(address, "the address")
        except strict.BadShape as error:
            raise ChainMalformed(self.source, f"cannot look for this: {error}") from error
        tip = await self.tip()
        with chain_errors(self._http):
            return await solana_lookup.paid_by(self._rpc, txid, address, tip)


def tip_of(latest: object, final: object, clock: object) -> Tip:
    """From three answers of perhaps three servers behind one name: the final slot never leads."""
    newest = strict.mapping(latest, "the latest blockhash")
    height = context_slot(newest)
    value = strict.mapping(newest.get("value"), "the latest blockhash")
    return Tip(
        height=height,
        hash=key(value.get("blockhash"), "blockhash"),
        time=clock_time(clock),
        final_height=min(height, strict.height(final, "the finalized slot")),
    )


def clock_time(answer: object) -> datetime:
    """The time of the clock sysvar, the account in which the cluster keeps it."""
    account = strict.mapping(strict.mapping(answer, "the clock").get("value"), "the clock")
    encoded, *_ = strict.sequence(account.get("data"), "the clock's data") or [None]
    try:
        raw = base64.b64decode(strict.text(encoded, "the clock's data"), validate=True)
        *_, seconds = CLOCK_LAYOUT.unpack(raw)
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, struct.error) as error:
        raise strict.BadShape("the clock's data is no time") from error
