"""The watch-only wallet we keep inside a node: it holds our addresses and no key.

Addresses are labelled `searched` once the node has looked for their past, so that a search that
was cut short, by a crash of either side, is repeated and not believed.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from utils.chains import strict
from utils.chains.base import ChainError, ChainMalformed, ChainUnavailable
from utils.chains.importing import Descriptors, Dialect, Legacy
from utils.chains.noderpc import (
    NO_SUCH_LABEL,
    WALLET_ALREADY_LOADED,
    WALLET_NOT_FOUND,
    NodeRpc,
    RpcError,
)
from utils.clock import Clock

NAME = "holdfast-watch"
SEARCHED = "searched"
SEARCHING = "searching"
PATIENCE = 20.0
LONGEST_SEARCH = 60 * 60.0
MARKED_AT_ONCE = 100


class WatchWallet:
    """`patience`: seconds a caller waits for a search; it goes on without the caller."""

    def __init__(
        self, rpc: NodeRpc, clock: Clock, *, name: str = NAME, patience: float = PATIENCE
    ) -> None:
        self.name = name
        self._rpc = rpc
        self._clock = clock
        self._patience = patience
        self._turn = asyncio.Lock()
        self._watched: set[str] | None = None
        self._dialect: Dialect = Descriptors()
        self._search: asyncio.Future[dict[str, ChainError]] | None = None
        self.generation = 0
        """Grows whenever the wallet may have learnt of older transactions."""

    async def watch(
        self, addresses: Sequence[str], back: timedelta | None
    ) -> dict[str, ChainError]:
        """Have the node know these addresses and what they received in the last `back`.

        None is for addresses nobody has been told yet: the quickest search, of the last two or
        three hours, which is the least a node does. Returns those it does not know yet, with the
        reason; raises ChainError, HttpError, BadShape.
        """
        async with self._turn:
            watched = await self._open()
            missing = [address for address in addresses if address not in watched]
            if self._search is None and missing:
                # It outlives the caller: a search takes as long as it takes, and the next caller
                # finds its outcome here.
                self._search = asyncio.ensure_future(self._import(missing, back))
            failures = await self._outcome()
            unknown = ChainUnavailable(self._rpc.source, "the node still searches its blocks")
            return {a: failures.get(a, unknown) for a in missing if a not in watched}

    async def aclose(self) -> None:
        if self._search is not None:
            self._search.cancel()
            await asyncio.gather(self._search, return_exceptions=True)
            self._search = None

    async def _outcome(self) -> dict[str, ChainError]:
        search = self._search
        if search is None:
            return {}
        await asyncio.wait({search}, timeout=self._patience)
        if not search.done():
            return {}
        self._search = None
        return search.result()

    async def _open(self) -> set[str]:
        """Load or create the wallet, also after the node was restarted without it."""
        loaded = strict.sequence(await self._rpc.call("listwallets"), "the wallets")
        if self._watched is None or self.name not in loaded:
            if self.name not in loaded:
                await self._load()
            self._dialect = await self._spoken()
            self._watched = await self._labelled()
            self.generation += 1
        return self._watched

    async def _load(self) -> None:
        try:
            await self._rpc.call("loadwallet", self.name)
        except RpcError as error:
            if error.code == WALLET_NOT_FOUND:
                await self._create()
            elif error.code != WALLET_ALREADY_LOADED:
                raise

    async def _create(self) -> None:
        """With descriptors, or without them on a node that was built without them."""
        # name, no private keys, blank, no passphrase, reuse is fine
        options = (self.name, True, True, "", False)
        try:
            await self._rpc.call("createwallet", *options, True)
        except RpcError as error:
            if "descriptor" not in error.reason:
                raise
            await self._rpc.call("createwallet", *options, False)

    async def _spoken(self) -> Dialect:
        """How our wallet is spoken to; raises ChainUnavailable when it is somebody else's."""
        answer = await self._rpc.call("getwalletinfo", wallet=self.name)
        wallet = strict.mapping(answer, "the wallet")
        if wallet.get("private_keys_enabled") is not False:
            reason = f"its wallet {self.name} is none of ours: it is not watch-only"
            raise ChainUnavailable(self._rpc.source, reason)
        has_descriptors = strict.flag(wallet.get("descriptors"), "descriptors")
        return Descriptors() if has_descriptors else Legacy()

    async def _labelled(self) -> set[str]:
        try:
            answer = await self._rpc.call("getaddressesbylabel", SEARCHED, wallet=self.name)
        except RpcError as error:
            if error.code != NO_SUCH_LABEL:
                raise
            return set()
        return set(strict.mapping(answer, "the addresses"))

    async def _import(
        self, addresses: Sequence[str], back: timedelta | None
    ) -> dict[str, ChainError]:
        wanted, failures = await self._requests(addresses)
        since = max(1, int((self._clock() - back).timestamp())) if back else "now"
        requests = [
            request | {"timestamp": since, "label": SEARCHING} for request in wanted.values()
        ]
        if requests:
            failures |= await self._search_for(list(wanted), requests)
        imported = [address for address in wanted if address not in failures]
        if back and imported:
            await self._hear_the_mempool()
            self.generation += 1
        await self._mark(imported)
        return failures

    async def _hear_the_mempool(self) -> None:
        """So that payments which wait already, made before the import, are listed as well."""
        if not self._dialect.hears_the_mempool:
            await self._rpc.call("unloadwallet", self.name)
            await self._load()

    async def _requests(
        self, addresses: Sequence[str]
    ) -> tuple[dict[str, dict[str, object]], dict[str, ChainError]]:
        """What to import for each address, and which ones the node refuses."""
        answers = await self._rpc.batch([self._dialect.question(address) for address in addresses])
        good: dict[str, dict[str, object]] = {}
        bad: dict[str, ChainError] = {}
        for address, answer in zip(addresses, answers, strict=True):
            if isinstance(answer, RpcError):
                bad[address] = answer
            elif request := self._dialect.request(address, strict.mapping(answer, "an answer")):
                good[address] = request
            else:
                reason = "does not know this address, or spells it otherwise"
                bad[address] = ChainMalformed(self._rpc.source, reason)
        return good, bad

    async def _search_for(self, wanted: list[str], requests: object) -> dict[str, ChainError]:
        """A wallet that is busy with an older search (-4) fails these, and not the others."""
        try:
            answer = await self._rpc.call(
                self._dialect.method, requests, wallet=self.name, timeout=LONGEST_SEARCH
            )
        except RpcError as error:
            return dict.fromkeys(wanted, error)
        return self._refusals(wanted, strict.sequence(answer, "the imports"))

    def _refusals(self, wanted: list[str], answers: list[object]) -> dict[str, ChainError]:
        if len(answers) != len(wanted):
            raise strict.BadShape("not one import result per address")
        found: dict[str, ChainError] = {}
        for address, answer in zip(wanted, answers, strict=True):
            result = strict.mapping(answer, "an import result")
            if result.get("success") is not True:
                found[address] = self._rpc.error(result.get("error"))
        return found

    async def _mark(self, addresses: Sequence[str]) -> None:
        """A few at a time: each is written to disk, and what is done need not be done again."""
        for start in range(0, len(addresses), MARKED_AT_ONCE):
            some = addresses[start : start + MARKED_AT_ONCE]
            answers = await self._rpc.batch(
                [("setlabel", [address, SEARCHED]) for address in some], wallet=self.name
            )
            for answer in answers:
                if isinstance(answer, RpcError):
                    raise answer
            if self._watched is not None:
                self._watched |= set(some)
