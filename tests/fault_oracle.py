"""Who knows the truth of every chain, and holds the shop's books against it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from models.credit import CreditEntry, CreditReason
from models.invoice import Invoice, Transfer
from models.order import Order, OrderStatus
from tests.fault_day import Buyer, Day
from tests.fault_networks import HASTY
from tests.faulty import ODD_REPLIES, ODD_TEXTS, WHOLE
from utils.assets import ASSETS
from utils.chains.solana_account import DUST
from utils.money import value_of

SOLD = (OrderStatus.PAID, OrderStatus.SHIPPED)
ENTERED = (CreditReason.OVERPAID, CreditReason.LATE, CreditReason.HONOURED)
"""Late money that buys its order after all is entered, and taken out for it."""


class Oracle:
    def __init__(self, day: Day) -> None:
        self._day = day
        self.found: Counter[str] = Counter()
        """What the run has seen happen, so that a quiet one is not taken for a good one."""

    async def judge_step(self) -> None:
        """Nothing is accounted for that is not final now; nothing expired that somebody saw."""
        buyers = {buyer.order_id: buyer for buyer in self._day.buyers}
        now = self._day.wrong_clock()
        booked = await self._rows(
            select(Invoice.order_id)
            .join(Transfer, Transfer.invoice_id == Invoice.id)
            .where(Transfer.accounted_at == now)
            .distinct()
        )
        for (order_id,) in booked:
            await self._judge_booking(buyers[order_id])
        closed = await self._rows(
            select(Order.id).where(Order.status == OrderStatus.EXPIRED, Order.closed_at == now)
        )
        for (order_id,) in closed:
            buyers[order_id].note(now, "expired")
            self._judge_expiry(buyers[order_id])

    async def _judge_booking(self, buyer: Buyer) -> None:
        now = self._day.wrong_clock()
        final = buyer.network.truth.final(buyer.address, buyer.required)
        rows = [row for row in await self._transfers(buyer) if row.accounted_at]
        new = [row for row in rows if row.accounted_at == now]
        order = await self._day.mall.load(buyer.order_id)
        buyer.note(now, f"{sum(row.amount for row in new)} accounted for, {order.status.value}")
        booked = self._by_transaction(buyer, rows if buyer.network.asset == "ETH" else new)
        wrong = {key: units for key, units in booked.items() if units > final.get(key, 0)}
        if not wrong:
            return
        if buyer.is_dear or not self._was_lied_to(buyer, set(final)):
            self._fail(buyer, f"accounted for what is not final: {wrong}, final is {final}")
        self.found["small loss by one source's word"] += 1

    def _was_lied_to(self, buyer: Buyer, final: set[str]) -> bool:
        """Whether one source told of a payment that is not final: below the threshold that is
        believed, for what it is worth.
        """
        told = [rows for w in buyer.network.witnesses for rows in w.told.get(buyer.address, [])]
        return any(row.txid not in final for rows in told if rows for row in rows)

    def _judge_expiry(self, buyer: Buyer) -> None:
        """Both sources were asked, and neither that answered showed enough."""
        self.found["expired"] += 1
        if buyer.network.truth.visible(buyer.address) < buyer.due:
            return
        self.found["expired, as nobody could see the money"] += 1
        for witness in buyer.network.witnesses:
            answers = witness.told.get(buyer.address, [])
            if not answers:
                self._fail(buyer, "expired without asking both sources")
            if any(sum(row.amount for row in rows) >= buyer.due for rows in answers if rows):
                self._fail(buyer, "expired although a source showed the money")

    async def judge_day(self) -> None:
        for buyer in self._day.buyers:
            await self._judge_buyer(buyer)
        assert await self._day.mall.violations() == []
        for network in self._day.mall.networks.values():
            for provider in network.providers:
                # Those that were under way at the same time could not know.
                assert provider.insisted < HASTY.concurrency, (self._day.seed, network.asset)

    def judge_faults(self) -> None:
        """A quiet day proves nothing: every fault was told, everything was done by customers."""
        providers = [p for network in self._day.mall.networks.values() for p in network.providers]
        told = sum((provider.told for provider in providers), Counter[str]())
        moods = {"down", "1 frozen", "2, 3, 11 masked"}
        assert moods | set(WHOLE) | set(ODD_TEXTS) | set(ODD_REPLIES) <= set(told)
        assert {
            "pay",
            "cancel",
            "lie",
            "dust",
            "forks",
            "blind",
            "heights",
            "clock steps",
            "coins taken away",
        } <= set(self._day.happened)
        assert {"paid", "expired", "cancelled", "credits"} <= set(self.found)

    async def _judge_buyer(self, buyer: Buyer) -> None:
        order = await self._day.mall.load(buyer.order_id)
        self.found[order.status.value] += 1
        if order.status is OrderStatus.CREATED:
            self._fail(buyer, "still open")
        rows = await self._transfers(buyer)
        booked = [row for row in rows if row.accounted_at]
        self._judge_sums(buyer, booked)
        total = sum(row.amount for row in booked)
        is_sold = order.status in SOLD
        if is_sold and total < buyer.due - ASSETS[buyer.network.asset].dust + 1:
            self._fail(buyer, f"sold for {total} of {buyer.due}")
        if not is_sold and any(row.amount >= buyer.due for row in booked):
            self._fail(buyer, f"paid in one piece, and {order.status.value}")
        await self._judge_credit(buyer, max(0, total - buyer.due) if is_sold else total)

    def _judge_sums(self, buyer: Buyer, booked: Sequence[Transfer]) -> None:
        """Every payment that is final is accounted for, once and in full.

        What was undone after it had been final enough stays in the books, for a person to see.
        """
        final = buyer.network.truth.final(buyer.address, buyer.required)
        sums = self._by_transaction(buyer, booked)
        lost = {
            key: units
            for key, units in final.items()
            if units != sums.get(key, 0) and not (buyer.network.asset == "SOL" and units < DUST)
        }
        if lost:
            self._fail(buyer, f"not accounted for: {lost}, but {sums}")
        self.found["undone after settlement"] += len(sums.keys() - final.keys())

    async def _judge_credit(self, buyer: Buyer, surplus: int) -> None:
        """What is beyond the price is credit, at the lower of the quoted and today's price; each
        entry may round down once.
        """
        invoice = await self._day.mall.invoice(buyer.order_id)
        entries = await self._rows(
            select(CreditEntry.amount).where(
                CreditEntry.order_id == buyer.order_id, CreditEntry.reason.in_(ENTERED)
            )
        )
        credit, decimals = sum(row[0] for row in entries), ASSETS[invoice.asset].decimals
        least = value_of(surplus, decimals, invoice.rate, "USD") - len(entries) - 1
        most = value_of(surplus, decimals, invoice.rate, "USD") + 1
        if not least <= credit <= most:
            self._fail(buyer, f"credit of {credit} for {surplus} units: {least} to {most}")
        self.found["credits"] += len(entries)

    def _by_transaction(self, buyer: Buyer, rows: Sequence[Transfer]) -> dict[str, int]:
        """Summed as the truth is: Ethereum has no transactions, only one sum for an address."""
        sums: defaultdict[str, int] = defaultdict(int)
        for row in rows:
            sums["" if buyer.network.asset == "ETH" else row.txid] += row.amount
        return sums

    async def _transfers(self, buyer: Buyer) -> Sequence[Transfer]:
        return await self._day.mall.transfers(buyer.order_id)

    async def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        async with self._day.mall.uow.read() as uow:
            rows: Sequence[Row[Any]] = (await uow.session.execute(query)).all()
            return rows

    def _told(self, buyer: Buyer) -> list[str]:
        """What the sources said of it last."""
        witnesses = buyer.network.witnesses
        return [f"source {n}: {w.told.get(buyer.address)}" for n, w in enumerate(witnesses)]

    def _fail(self, buyer: Buyer, what: str) -> None:
        raise AssertionError(
            f"seed {self._day.seed}, order {buyer.order_id} ({buyer.name}): {what}\n  "
            + "\n  ".join([*buyer.history, *self._told(buyer)])
        )
