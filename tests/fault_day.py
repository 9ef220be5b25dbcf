"""A day in a shop whose customers do everything and whose providers fail in every way."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db import Database
from models.errors import AddressUnavailable, CoinUnavailable, PaymentDetected, WrongOrderState
from models.product import ProductKind
from sandbox.chains.base import Refused
from sandbox.chains.solana import SolanaChain
from sandbox.chains.utxo import UtxoChain
from tests.fakes import FakeClock, WrongClock
from tests.fault_mall import CHEAP, DEAR, Mall
from tests.fault_networks import Network, four_networks

STEP = timedelta(minutes=10)
STEPS = [
    (timedelta(hours=2, seconds=1), True),
    (timedelta(days=100, seconds=2), True),
    (timedelta(hours=-5, seconds=3), True),
    (timedelta(minutes=-10, seconds=4), False),
]
"""By how much the clock is set, and whether that is noticed; no reading comes twice by it."""
SHARES = {"BTC": 15, "LTC": 15, "ETH": 35, "SOL": 35}
"""Per cent of the orders: coins that are asked for address by address cost the run its time."""

Deed = tuple[int, str, int]
"""Minutes after checkout, a lever, per cent of what is due."""


@dataclass
class Buyer:
    """One order, what its customer will do, and what has happened to it."""

    order_id: int
    network: Network
    address: str
    due: int
    required: int
    is_dear: bool
    name: str
    began: datetime
    todo: list[Deed]
    txids: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)

    def note(self, now: datetime, what: str) -> None:
        self.history.append(f"{now:%d %H:%M} {what}")


def plans(dice: random.Random) -> dict[str, list[Deed]]:
    """What customers do; deadlines are after an hour."""
    soon, then, late = dice.randint(1, 29), dice.randint(30, 59), dice.randint(61, 600)
    return {
        "in full": [(dice.choice([soon, then]), "pay", 100)],
        "in parts": [(soon, "pay", 40), (then, "pay", 60)],
        "too little, then the rest": [(soon, "pay", 90), (then, "pay", 10)],
        "too little": [(soon, "pay", 70)],
        "the rest too late": [(soon, "pay", 70), (late, "pay", 30)],
        "too much": [(then, "pay", 150)],
        "twice": [(soon, "pay", 100), (late, "pay", 100)],
        "late": [(late, "pay", 100)],
        "late and too much": [(late, "pay", 170)],
        "late and too little": [(late, "pay", 50)],
        "never": [],
        "cancelled": [(soon, "cancel", 0)],
        "cancelled and paid": [(soon, "cancel", 0), (late, "pay", 100)],
        "paid and cancelled": [(soon, "pay", 100), (soon, "cancel", 0)],
        "replaced away": [(soon, "pay", 100), (soon, "replace", 0)],
        "replaced away, then paid": [(soon, "pay", 100), (soon, "replace", 0), (late, "pay", 100)],
        "replaced by less": [(soon, "pay", 100), (soon + 10, "bump", 60)],
        "replaced by the same": [(then, "pay", 100), (then + 10, "bump", 100)],
        "dropped": [(soon, "pay", 100), (soon + 10, "drop", 0)],
        "dropped and sent again": [(soon, "pay", 100), (soon, "drop", 0), (late, "resend", 100)],
        "by contract": [(soon, "contract", 100)],
        "failing": [(soon, "failing", 100)],
        "in the dust": [(soon, "dust", 0), (then, "pay", 100)],
        "lied about": [(soon, "lie", 0)],
    }


class Day:
    """`judge` is called after every step, with nothing changed since the shop has looked."""

    def __init__(self, seed: int, count: int, mall: Mall, clock: FakeClock) -> None:
        self.seed = seed
        self.dice = random.Random(seed)
        self.count = count
        self.mall = mall
        self.clock = clock
        self.wrong_clock = mall.wrong_clock
        self.buyers: list[Buyer] = []
        self.moods: list[tuple[datetime, Callable[[], None]]] = []
        self.happened: Counter[str] = Counter()

    async def open(self) -> None:
        await self.mall.rates.refresh()
        self._variants = [
            await self.mall.variant(10_000, ProductKind.PHYSICAL, price) for price in (CHEAP, DEAR)
        ]

    async def pass_step(self, orders: int) -> None:
        self.clock.advance(minutes=STEP.total_seconds() / 60)
        for network in self.mall.networks.values():
            for witness in network.witnesses:
                witness.told.clear()
            for provider in network.providers:
                provider.new_step()
            if fork := network.pass_time(self.dice):
                self.happened["forks"] += 1
                self._note_all(network, fork)
        await self._change_offer()
        for _ in range(orders):
            await self._sell()
        for buyer in self.buyers:
            await self._act(buyer)
        await self.mall.look()

    def _note_all(self, network: Network, what: str) -> None:
        for buyer in self.buyers:
            if buyer.network is network:
                buyer.note(self.clock(), what)

    async def _sell(self) -> None:
        asset = self.dice.choices(list(SHARES), list(SHARES.values()))[0]
        plan = plans(self.dice)
        name = self.dice.choice(list(plan))
        is_dear = name == "lied about" or self.dice.random() < 0.5
        user = await self.mall.customer(1_000 + len(self.buyers) + self.happened["refused"])
        await self.mall.carts.add(user, self._variants[is_dear], 1)
        try:
            order_id = await self.mall.till.place(user, asset, "1 Fault Street, Byzantium")
        except (
            AddressUnavailable,
            CoinUnavailable,
        ):  # they come back when the coin can be taken again
            self.happened["refused"] += 1
            return
        invoice = await self.mall.invoice(order_id)
        network, address = self.mall.networks[asset], invoice.address.address
        buyer = Buyer(
            order_id=order_id,
            network=network,
            address=address,
            due=invoice.due,
            required=invoice.confirmations_required,
            is_dear=is_dear,
            name=name,
            began=self.clock(),
            todo=plan[name],
        )
        buyer.note(self.clock(), f"placed, {invoice.due} {asset} to {address}: {name}")
        self.buyers.append(buyer)

    async def _act(self, buyer: Buyer) -> None:
        now = self.clock()
        while buyer.todo and now >= buyer.began + timedelta(minutes=buyer.todo[0][0]):
            _, lever, share = buyer.todo.pop(0)
            try:
                await self._pull(buyer, lever, share)
            except (Refused, PaymentDetected, WrongOrderState) as refusal:
                buyer.note(now, f"{lever} refused: {refusal!r}")
            else:
                self.happened[lever] += 1
                buyer.note(now, f"{lever} {share} %")

    async def _pull(self, buyer: Buyer, lever: str, share: int) -> None:
        network, units = buyer.network, buyer.due * share // 100
        chain, last = network.chain, buyer.txids[-1] if buyer.txids else ""
        if lever == "cancel":
            owner = (await self.mall.load(buyer.order_id)).user_id
            await self.mall.orders.cancel(buyer.order_id, actor="user", owner=owner)
        elif lever == "lie":
            self._lie(buyer)
        elif lever == "dust":
            self._dust(buyer)
        elif lever == "replace":
            chain.replace(last, network.fresh(90_000), None)
        elif lever == "bump":
            txid = chain.replace(last, buyer.address, units)
            network.paid[txid] = units
            buyer.txids.append(txid)
        elif lever == "drop":
            chain.drop(last)
        elif lever == "resend" and isinstance(chain, UtxoChain):
            chain.rebroadcast(last)
        else:
            way = lever if lever in {"contract", "failing"} else ""
            buyer.txids.append(network.pay(buyer.address, units, way))

    def _dust(self, buyer: Buyer) -> None:
        """Failure case 34: spam before the payment; on Solana an account must pay its rent."""
        chain = buyer.network.chain
        if isinstance(chain, UtxoChain):
            chain.pay_together([(buyer.address, 3_000)] * 30)
            return
        least = 1_000_000 if isinstance(chain, SolanaChain) else 1
        for units in (least, *[1] * 10):
            buyer.network.pay(buyer.address, units)

    def _lie(self, buyer: Buyer) -> None:
        """Failure case 2: one provider has seen and confirmed what nobody paid."""
        liar = self.dice.choice(buyer.network.providers)
        liar.masks[buyer.address] = buyer.network.mask(buyer.address, buyer.due)
        minutes = self.dice.randint(60, 400)
        self._until(minutes, lambda: liar.masks.pop(buyer.address, None))

    def _until(self, minutes: int, end: Callable[[], object]) -> None:
        self.moods.append((self.clock() + timedelta(minutes=minutes), lambda: (end(), None)[1]))

    def change_moods(self) -> None:
        """End the moods whose time has come, and begin new ones."""
        now = self.clock()
        for over in [mood for mood in self.moods if mood[0] <= now]:
            self.moods.remove(over)
            over[1]()
        if self.dice.random() < 0.05 and not self.wrong_clock.wrong_by:
            self._set_clock()
        for network in self.mall.networks.values():
            for provider in network.providers:
                self._change_mood(network, network.providers.index(provider))

    def _set_clock(self) -> None:
        """Case 47: it jumps, in doubt until somebody has said what time it is, and back again."""
        by, in_doubt = self.dice.choice(STEPS)
        clock, minutes = self.wrong_clock, self.dice.randint(10, 40)
        clock.wrong_by, clock.in_doubt = by, in_doubt
        self._until(minutes, lambda: setattr(clock, "wrong_by", timedelta(0)))
        self._until(minutes, lambda: setattr(clock, "in_doubt", False))
        self.happened["clock steps"] += 1
        for buyer in self.buyers:
            buyer.note(self.clock(), f"the clock is wrong by {by}")

    async def _change_offer(self) -> None:
        """A coin is taken out of CURRENCIES, or all are taken again."""
        if self.dice.random() < 0.05:
            gone = self.dice.choice([*SHARES, None, None])
            self.happened["coins taken away"] += gone is not None
            await self.mall.offer([asset for asset in SHARES if asset != gone])

    def _change_mood(self, network: Network, number: int) -> None:
        """Two that stand still at the same block are two witnesses of a past that was true: no
        more is known then, so one at a time.
        """
        provider, other = network.providers[number], network.providers[1 - number]
        fate = self.dice.random()
        if fate < 0.02 and not provider.is_down:
            provider.is_down = True
            self._until(self.dice.randint(10, 120), lambda: setattr(provider, "is_down", False))
            self._note_all(network, f"provider {number} is down")
        elif fate < 0.04 and not provider.is_frozen and not other.is_frozen:
            provider.is_frozen = True
            self._until(self.dice.randint(20, 60), lambda: setattr(provider, "is_frozen", False))
            self._note_all(network, f"provider {number} stands still")
        elif fate < 0.10 and self.buyers and not network.witnesses[1 - number].lie:
            self._blind(network, number)
        elif fate < 0.12 and not other.is_down and not other.is_frozen and not other.masks:
            self._exaggerate(network, number)

    def _exaggerate(self, network: Network, number: int) -> None:
        """Failure cases 1 and 2: its height is absurd, or a little too high or low."""
        witness = network.witnesses[number]
        if network.witnesses[1 - number].lie:
            return  # whom two sources lie to knows nothing
        witness.lie = self.dice.choice([10**9, 10**6, 200, -200, -(10**6)])
        self._until(self.dice.randint(10, 90), lambda: setattr(witness, "lie", 0))
        self.happened["heights"] += 1
        self._note_all(network, f"provider {number} adds {witness.lie} to its height")

    def _blind(self, network: Network, number: int) -> None:
        """Failure cases 3 and 11: it shows nothing of an address, or answers for another one."""
        provider = network.providers[number]
        recent = [b for b in self.buyers[-60:] if b.network is network]
        for buyer in self.dice.sample(recent, min(2, len(recent))):
            if buyer.address not in provider.masks:
                is_renamed = self.dice.random() < 0.7
                mask = network.mask(buyer.address, None, is_renamed=is_renamed)
                provider.masks[buyer.address] = mask
                minutes = self.dice.randint(10, 90)
                address = buyer.address
                self._until(minutes, lambda a=address: provider.masks.pop(a, None))  # type: ignore[misc]
                self.happened["blind"] += 1
                buyer.note(self.clock(), f"provider {number} is blind to it")

    def recover(self) -> None:
        self.moods.clear()
        self.wrong_clock.wrong_by, self.wrong_clock.in_doubt = timedelta(0), False
        for network in self.mall.networks.values():
            for provider in network.providers:
                provider.recover()
            for witness in network.witnesses:
                witness.lie = 0


@asynccontextmanager
async def day(seed: int, count: int, database: Database) -> AsyncIterator[Day]:
    clock = FakeClock()
    async with four_networks(seed, clock) as networks:
        mall = Mall(database, WrongClock(clock), networks)
        opened = Day(seed, count, mall, clock)
        await opened.open()
        yield opened
