"""A weekend in a small shop: everybody does everything at once, at random, admins too.

Customers buy, pay too little, too much, late or twice, spend their credit, change coins and cancel;
admins decide, deliver for less, refund (rightly, with another transaction, with too little),
withdraw and ship; prices of coins and goods move, payments vanish, chains fall silent, clocks are
set, processes die.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from decimal import Decimal

from sqlalchemy import text

from models.errors import ShopError
from models.order import OneOrderUntil, OrderStatus
from models.product import ProductKind
from models.refund import RefundState
from tests.services.conftest import ShopWorld

ADDRESSES = {
    "BTC": "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk",
    "ETH": "0x000000000000000000000000000000000000dEaD",
}
FIRST, CUSTOMERS = 1_000, 40
AT_ONCE = 6
SHARES = ("0.3", "0.5", "0.99", "1", "1", "1", "1.3", "2.5")
PAUSES = (5, 60, 60, 600, 1_500, 7_200, 40_000)
"""Seconds."""
LEVERS = {
    "buy": 14,
    "refill": 6,
    "pay": 18,
    "mine": 12,
    "look": 14,
    "expire": 6,
    "cancel": 8,
    "switch": 5,
    "ship": 4,
    "honour": 4,
    "keep": 1,
    "open_refund": 5,
    "send_refund": 6,
    "withdraw": 2,
    "follow": 4,
    "reprice": 2,
    "rate": 3,
    "drop": 1,
    "outage": 1,
    "restart": 2,
}


class Storm:
    """`said`: what was done, and what was refused, by its name."""

    def __init__(self, world: ShopWorld, seed: int) -> None:
        self.world = world
        self.dice = random.Random(seed)
        self.said: Counter[str] = Counter()
        self.sent: dict[tuple[str, str], int] = {}
        """By coin and transaction, base units that admins really sent to customers."""
        self.orders: list[int] = []
        self.variants: list[int] = []

    async def open(self) -> None:
        world = self.world
        world.terms = world.terms.__class__(
            world.terms.timeout,
            world.terms.patience,
            world.terms.currency,
            world.terms.confirmations,
            OneOrderUntil.PAID,
        )
        world.restart()
        self.variants = [
            await world.variant(12, price=1_500),
            await world.variant(60, price=4_900),
            await world.variant(500, ProductKind.PHYSICAL, price=2_490),
        ]
        for number in range(CUSTOMERS):
            await world.customer(FIRST + number)

    async def step(self) -> None:
        """A few things at the same moment, then some time passes; now and then the clock is set."""
        levers = self.dice.choices(list(LEVERS), list(LEVERS.values()), k=AT_ONCE)
        await asyncio.gather(*(self._pull(lever) for lever in levers))
        self.world.clock.advance(seconds=self.dice.choice(PAUSES))
        self.world.chain.down = self.world.ether.down = False
        if self.dice.random() < 0.05:
            self.world.clock.step(minutes=self.dice.choice([-180, -10, 10, 120]))
            self.said["clock"] += 1
        await self.world.rates.refresh()

    async def calm(self) -> None:
        """All that was paid is buried, looked at, and followed to its end."""
        for source in self.world.sources:
            source.value = source.value or Decimal(50_000)
        self.world.restart()
        for _ in range(6):
            await self._mine()
            self.world.clock.advance(minutes=40)
            await self._look()
            await self.world.payments.expire_overdue()
            await self.world.refunds.follow()

    async def _pull(self, lever: str) -> None:
        act: Callable[[], Awaitable[object]] = getattr(self, f"_{lever}")
        try:
            done = await act()
        except ShopError as refusal:
            self.said[type(refusal).__name__] += 1
        else:
            self.said[lever] += done is not False

    async def _buy(self) -> None:
        world, user = self.world, FIRST + self.dice.randrange(CUSTOMERS)
        await world.carts.clear(user)
        for variant in self.dice.sample(self.variants, self.dice.randint(1, 2)):
            await world.carts.add(user, variant, self.dice.randint(1, 3))
        coin, use_credit = self.dice.choice(["BTC", "BTC", "ETH", None]), self.dice.random() < 0.6
        where = "1 Storm Street, Hamburg"
        self.orders.append(await world.till.place(user, coin, where, use_credit=use_credit))

    async def _refill(self) -> None:
        user, coin = FIRST + self.dice.randrange(CUSTOMERS), self.dice.choice(["BTC", "ETH"])
        amount = self.dice.choice([500, 2_500, 7_777, 50_000])
        self.orders.append(await self.world.refills.place(user, coin, amount))

    async def _pay(self) -> bool:
        """Mostly new orders, sometimes one that ended long ago."""
        if not self.orders:
            return False
        late = self.dice.random() < 0.2
        order_id = self.dice.choice(self.orders if late else self.orders[-8:])
        if (await self.world.orders.card(order_id)).invoice is None:
            return False
        await self.world.pay(order_id, self.dice.choice(SHARES))
        return True

    async def _mine(self) -> None:
        self.world.chain.mine(self.dice.randint(1, 4))
        self.world.ether.mine(self.dice.randint(1, 20))

    async def _look(self) -> None:
        await self.world.rates.refresh()
        for asset in ("BTC", "ETH"):
            await self.world.payments.scan(asset)

    async def _expire(self) -> None:
        await self.world.payments.expire_overdue()

    async def _cancel(self) -> bool:
        return await self._with_order(
            lambda order: self.world.orders.cancel(order, actor="user:1", owner=None), newest=4
        )

    async def _switch(self) -> bool:
        """Another coin, for an order that nobody has paid yet."""

        async def switched(order: int) -> None:
            owner = (await self.world.orders.card(order)).order.user_id
            coin = self.dice.choice(["BTC", "ETH", None])
            use_credit = self.dice.random() < 0.5
            new = await self.world.switches.switch(order, coin, owner=owner, use_credit=use_credit)
            self.orders.append(new)

        return await self._with_order(switched, newest=2)

    async def _ship(self) -> bool:
        return await self._with_order(lambda order: self.world.orders.ship(order, actor="admin:1"))

    async def _keep(self) -> bool:
        return await self._with_order(
            lambda order: self.world.decisions.keep(order, actor="admin:1")
        )

    async def _with_order(self, act: Callable[[int], Awaitable[object]], newest: int = 0) -> bool:
        """One of the `newest`, or any."""
        if not self.orders:
            return False
        await act(self.dice.choice(self.orders[-newest:]))
        return True

    async def _honour(self) -> bool:
        """Two admins at once, with what both were shown."""

        async def both(order: int) -> None:
            offer = await self.world.decisions.offer(order)
            seen = {"received": offer.received, "price": offer.price}
            acts = (self.world.decisions.honour(order, actor=f"admin:{n}", **seen) for n in (1, 2))
            done = await asyncio.gather(*acts, return_exceptions=True)
            refusals = [each for each in done if isinstance(each, BaseException)]
            assert all(isinstance(each, ShopError) for each in refusals), refusals
            assert len(refusals) >= 1
            if len(refusals) == len(done) and isinstance(refusals[0], ShopError):
                raise refusals[0]

        return await self._with_order(both)

    async def _open_refund(self) -> bool:
        async def opened(order: int) -> None:
            card = await self.world.orders.card(order)
            offer = await self.world.refunds.offer(order)
            amount = offer.amount if self.dice.random() < 0.7 else max(1, offer.amount // 2)
            address = ADDRESSES[card.invoice.asset if card.invoice else "BTC"]
            await self.world.refunds.open(order, amount=amount, actor="admin:1", address=address)

        return await self._with_order(opened)

    async def _send_refund(self) -> bool:
        """As agreed, or too little, or by a transaction that has paid another refund."""
        refunds = await self._refunds(RefundState.OPEN)
        if not refunds:
            return False
        number, asset, units = self.dice.choice(refunds)
        chain = self.world.ether if asset == "ETH" else self.world.chain
        old = [txid for coin, txid in self.sent if coin == asset]
        how = self.dice.random()
        if how < 0.2 and old:
            txid = self.dice.choice(old)
        else:
            paid = units // 2 if how < 0.35 else units
            txid = chain.pay(ADDRESSES[asset], paid)
            self.sent[asset, txid] = paid
        spelled = f"0x{txid}" if asset == "ETH" else txid
        await self.world.refunds.sent(number, spelled, actor="admin:2")
        return True

    async def _withdraw(self) -> bool:
        refunds = await self._refunds(RefundState.OPEN)
        if not refunds:
            return False
        await self.world.refunds.withdraw(self.dice.choice(refunds)[0], actor="admin:1")
        return True

    async def _follow(self) -> None:
        await self.world.refunds.follow()

    async def _refunds(self, state: RefundState) -> list[tuple[int, str, int]]:
        query = text("SELECT id, asset, units FROM refunds WHERE state = :state")
        async with self.world.uow.read() as uow:
            rows = (await uow.session.execute(query, {"state": state.value})).all()
        return [(row.id, row.asset, int(row.units)) for row in rows]

    async def _reprice(self) -> None:
        async with self.world.uow() as uow:
            price = self.dice.choice([100, 900, 2_490, 9_900])
            await uow.products.reprice(self.dice.choice(self.variants), price)

    async def _rate(self) -> None:
        value = Decimal(self.dice.choice([20_000, 45_000, 50_000, 90_000]))
        for source in self.world.sources:
            source.value = value

    async def _drop(self) -> bool:
        """A payment that no block has taken is gone again."""
        waiting = [
            row.txid
            for rows in self.world.chain.transfers.values()
            for row in rows
            if row.block_height is None and ("BTC", row.txid) not in self.sent
        ]
        if waiting:
            self.world.chain.drop(self.dice.choice(waiting))
        return bool(waiting)

    async def _outage(self) -> None:
        self.dice.choice([self.world.chain, self.world.ether]).down = True

    async def _restart(self) -> None:
        self.world.restart()
        await self.world.rates.refresh()


SOLD = (OrderStatus.PAID, OrderStatus.SHIPPED)
