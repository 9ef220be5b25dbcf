"""Whatever happens on the chain, in any order: what the client says is what the chain holds."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from solders.keypair import Keypair

from sandbox.chains.base import Refused
from tests.chains.solana_chain import RENT, SOL, SolanaBench, moving, solana_bench
from utils.chains.base import KnownTransfer, Observation, SeenTransfer
from utils.chains.solana import SolanaClient
from utils.chains.solana_account import DUST

Event = tuple[object, ...]
FEE = 5_000
FINAL = 32


class World:
    """Two addresses, and what a shop would have recorded of them."""

    def __init__(self, bench: SolanaBench) -> None:
        self.bench = bench
        self.owners = [Keypair(), Keypair()]
        self.addresses = [str(owner.pubkey()) for owner in self.owners]
        self.recorded: dict[str, dict[str, KnownTransfer]] = {a: {} for a in self.addresses}

    def pay(self, who: int, units: int) -> None:
        self._try(lambda: self.bench.chain.pay(self.addresses[who], units))

    def fail(self, who: int, units: int) -> None:
        self.bench.chain.pay(self.addresses[who], units, fail=True)

    def mine(self, slots: int) -> None:
        self.bench.chain.mine(slots)

    def fork(self, depth: int, keep: bool) -> None:
        self._try(lambda: self.bench.chain.reorg(depth, keep))

    def sweep(self, who: int, share: int) -> None:
        """All of it, or a part that leaves enough for rent; sometimes in vain."""
        owner, address = self.owners[who], self.addresses[who]
        account = self.bench.chain.ledger.runtime.account(address)
        if account and account.lamports > FEE:
            units = (account.lamports - FEE) // share
            self.bench.tries([owner], moving(owner, self.bench.address(), units + share % 3))

    def expected(self, address: str) -> set[SeenTransfer]:
        """From the ledger itself: successful transactions that raised the balance."""
        found = set()
        for sent in self.bench.chain.ledger.history(address):
            assert sent.outcome
            position = sent.outcome.keys.index(address)
            meta = sent.outcome.meta
            change = meta["postBalances"][position] - meta["preBalances"][position]
            if not sent.outcome.failed and change >= DUST:
                slot = sent.slot or 0
                found.add(SeenTransfer(sent.signature, position, change, slot, str(slot)))
        return found

    async def live(self, client: SolanaClient, events: Sequence[Event]) -> None:
        for name, *arguments in events:
            getattr(self, str(name))(*arguments)
            await self.check(client)

    async def check(self, client: SolanaClient) -> None:
        known = {address: list(rows.values()) for address, rows in self.recorded.items()}
        observation = await client.observe(self.addresses, known)
        assert observation.failures == {}
        for address in self.addresses:
            transfers = observation.transfers[address]
            assert len(transfers) == len(set(transfers))
            assert set(transfers) == self.expected(address)
        self._record(observation)

    def _record(self, seen: Observation) -> None:
        for address, transfers in seen.transfers.items():
            rows = self.recorded[address]
            for txid, row in rows.items():
                rows[txid] = KnownTransfer(row.transfer, gone=True)
            rows.update({each.txid: KnownTransfer(each) for each in transfers})

    def _try(self, act: Callable[[], object]) -> None:
        with suppress(Refused):
            act()


who = st.integers(0, 1)
EVENTS = st.one_of(
    st.tuples(st.just("pay"), who, st.sampled_from([1, 999, 1_000, RENT, SOL, SOL])),
    st.tuples(st.just("fail"), who, st.sampled_from([1, SOL])),
    st.tuples(st.just("mine"), st.sampled_from([1, 1, 2, 5, FINAL + 1])),
    st.tuples(st.just("fork"), st.integers(1, 8), st.booleans()),
    st.tuples(st.just("sweep"), who, st.integers(1, 3)),
    st.tuples(st.just("restart")),
)


UNDONE_FEE = [("pay", 0, SOL), ("mine", FINAL + 1), ("sweep", 0, 1), ("fork", 1, False)]


@example(UNDONE_FEE)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, min_size=5, max_size=25))
def test_the_client_says_what_the_chain_holds(events: list[Event]) -> None:
    """Failure cases 16, 19, 25, 26, 32, 34 and 51 in every order."""
    asyncio.run(story(events))


async def story(events: list[Event]) -> None:
    async with solana_bench() as bench:
        world = World(bench)
        lives: list[list[Event]] = [[]]
        for event in [*events, ("restart",), ("mine", FINAL + 1), ("restart",)]:
            if event == ("restart",):
                lives.append([])
            else:
                lives[-1].append(event)
        for life in lives:
            async with aclosing(bench.restarted()) as client:
                await world.check(client)
                await world.live(client, life)
