"""kill -9 at random moments of a busy day: nothing is lost, sold twice, or shown to a stranger."""

import asyncio
import json
import os
import re
import secrets
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from models.outbox import OutboxStatus
from models.stock import unit_binding
from services.keys.wallet import open_mnemonic
from tests.journeys.crowd import Customer, Witness
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import START_SECONDS, until
from utils.sealing import Sealer

CUSTOMERS = 7
KILLS = int(os.environ.get("KILLS", "10"))
"""Of the day; `make prove` makes it long."""
LONGEST_LIFE = 4.0
SETTLE_SECONDS = 240.0
LOOKS = 10
"""At the chain, for what it says of one address."""
ORDERS = "SELECT id, user_id, status FROM orders"
GIVEN = "SELECT address, chain FROM addresses WHERE given_at IS NOT NULL"
TRANSFERS = """SELECT a.address, t.txid, t.amount, t.accounted_at IS NOT NULL FROM transfers t
    JOIN invoices i ON i.id = t.invoice_id JOIN addresses a ON a.id = i.address_id"""
OUTBOX = "SELECT event, chat_id, order_id, status, message_id, args, error, dedup_key FROM outbox"
HAPPENED = """SELECT action, order_id, code FROM audit JOIN orders ON orders.id = order_id
    WHERE action LIKE 'order.%'"""
WAITING = """SELECT (SELECT count(*) FROM orders WHERE status = 'created')
    + (SELECT count(*) FROM outbox WHERE status = 'pending')"""
NOTICES = {"placed": "🆕", "paid": "💵", "honoured": "🎁", "expired": "⌛", "cancelled": "✖️"}
SENDS = {
    "goods": r"^🎁 Order (\w{5})",
    "paid": r"^✅ Order (\w{5}) is paid",
    **{f"admin-{name}": rf"^{sign} ([2-9A-Z]{{5}}) .*by " for name, sign in NOTICES.items()},
}
"""How each message of the outbox that is sent once begins."""
Row = tuple[object, ...]


class Day:
    """One shop, its customers, and everything that can be said about them at closing time."""

    def __init__(self, shop: Live, seed: int) -> None:
        self.shop = shop
        self.dice = Random(seed)
        self.witness = Witness(shop.sandbox)
        self.customers: list[Customer] = []
        self.sealer = Sealer(shop.secret_key)

    async def pass_by(self, kills: int) -> None:
        over, closing = asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as nature:
            nature.create_task(self.witness.watch(over))
            nature.create_task(self.mine(over))
            await self.shop.greet_admins()
            async with asyncio.TaskGroup() as people:
                for number in range(CUSTOMERS):
                    customer = await self.arrival(number)
                    people.create_task(customer.run(closing))
                await self.storm(kills)
                await self.sells(kills / 5)
                closing.set()
            await self.settled()
            over.set()
        assert await self.shop.stop() == 0, self.shop.log()

    async def arrival(self, number: int) -> Customer:
        person = await self.shop.client.person(f"Customer {number}")
        dice = Random(self.dice.random())
        customer = Customer(self.shop.client, self.witness, person["id"], dice)
        self.customers.append(customer)
        return customer

    async def storm(self, kills: int) -> None:
        """Every other time right after something reached Telegram: nobody has noted it yet. Of
        four lives one may end before it has begun; in the others something is ordered, however busy
        the machine is.

        A process that had ended by itself would not answer with SIGKILL.
        """
        events = self.shop.sandbox.telegram.events
        for number in range(kills):
            if number % 4:
                await self.takes_an_order()
            await asyncio.sleep(self.dice.uniform(0, LONGEST_LIFE))
            if number % 2:
                await events.wait(events.seq, 1)
            assert await self.shop.stop(signal.SIGKILL) == -signal.SIGKILL, self.shop.log()
            await self.shop.spawn()

    async def takes_an_order(self) -> None:
        """Or is too slow for it."""
        before = self._placed()

        async def placed() -> None:
            assert self._placed() > before

        with suppress(AssertionError):
            await until(placed, START_SECONDS)

    def _placed(self) -> int:
        return sum(len(customer.plans) for customer in self.customers)

    async def sells(self, least: float) -> None:
        """After the last kill, until something was sold that can be judged."""

        async def sold() -> None:
            shipped = [row for row in await self.rows(ORDERS) if row[2] == "shipped"]
            assert len(shipped) >= least, "too little was sold to prove anything"

        await until(sold, SETTLE_SECONDS)

    async def mine(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self.shop.client.mine()
            await asyncio.sleep(1)

    async def settled(self) -> None:
        """Every order has ended, every message is sent, every coin is accounted for."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while waiting := await self.unsettled():
            assert time.monotonic() < deadline, f"still waiting: {waiting}\n{self.shop.log()}"
            await asyncio.sleep(1)

    async def unsettled(self) -> list[object]:
        [(open_things,)] = await self.rows(WAITING)
        used = [row for row in await self.rows(TRANSFERS) if row[3]]
        sent = sum(len(customer.paid) for customer in self.customers)
        return [(open_things, len(used), sent)] if open_things or len(used) < sent else []

    async def rows(self, query: str) -> list[Row]:
        async with self.shop.database() as database, database.uow.read() as uow:
            return [tuple(row) for row in await uow.session.execute(text(query))]

    async def sold(self) -> dict[int, list[str]]:
        """The goods of each paid order, unsealed."""
        orders = [row[0] for row in await self.rows(ORDERS) if row[2] in ("paid", "shipped")]
        async with self.shop.database() as database, database.uow.read() as uow:
            units = {order: await uow.stock.units_of(int(str(order))) for order in orders}
        return {
            int(str(order)): [
                self.sealer.open(unit.sealed, bound_to=unit_binding(unit.variant_id)).decode()
                for _, unit in found
            ]
            for order, found in units.items()
        }

    async def mnemonic(self) -> str:
        async with self.shop.database() as database:
            return await open_mnemonic(database.uow, self.sealer, "regtest", None, "unused")


async def check_books(day: Day) -> None:
    """The invariants, asked of the database itself."""
    async with day.shop.database() as database, database.uow.read() as uow:
        assert await uow.invariants.violations() == []
        assert await uow.invariants.integrity() == []


async def check_goods(day: Day) -> None:
    """Who paid was sent every good of theirs, and nobody else ever saw one of them."""
    owners = {row[0]: int(str(row[1])) for row in await day.rows(ORDERS)}
    expected = {
        (owners[order], good) for order, sold in (await day.sold()).items() for good in sold
    }
    stock = {good for goods in day.shop.goods.values() for good in goods}
    shown = {
        (user, word)
        for user, sights in day.witness.seen.items()
        for sight in sights
        for word in re.findall(r"[a-z]+-[0-9a-f]{20}", sight.text)
        if word in stock
    }
    assert len({good for _, good in expected}) == len(expected), "a unit was sold twice"
    assert shown == expected


async def check_notices(day: Day) -> None:
    """Each admin has a notice of each thing that happened to an order."""
    told = {(row[0], row[1], row[2]) for row in await day.rows(OUTBOX) if row[3] == "sent"}
    for action, order, code in await day.rows(HAPPENED):
        name = str(action).removeprefix("order.").replace("created", "placed")
        if name == "paid" and ("admin-honoured", ADMINS[0].id, order) in told:
            name = "honoured"  # late money bought it after all
        for admin in ADMINS if name in NOTICES else ():
            assert (f"admin-{name}", admin.id, order) in told, (action, order)
            sign = f"{NOTICES[name]} {code} "
            assert any(sight.text.startswith(sign) for sight in day.witness.seen[admin.id]), sign


async def check_outbox(day: Day) -> None:
    """Nothing waits, and what is marked as sent is in the chat, or was, for a notice that gave way
    to a newer one.
    """
    done = {OutboxStatus.SENT, OutboxStatus.SKIPPED}
    overtaken = {"partial", "seen", "expired", "cancelled", "reminder", "invoice"}
    for event, chat, _, status, message, *_ in await day.rows(OUTBOX):
        assert status in done, (event, chat, status)
        assert status == OutboxStatus.SENT or event in overtaken, (event, chat, status)
        if status == OutboxStatus.SENT:
            sights = day.witness.seen[int(str(chat))]
            seen = {sight.message["message_id"] for sight in sights}
            there = day.shop.sandbox.telegram.chats.find(int(str(chat)), int(str(message)))
            assert there or (gives_way(str(event)) and message in seen)


def gives_way(event: str) -> bool:
    """Whether a newer message may take its place, or it is taken back."""
    taken_back = {"invoice", "invoice-below", "partial", "seen", "reminder"}
    return event.startswith("admin-") or event in taken_back


async def check_money(day: Day) -> None:
    """Each payment is recorded once, and what the chain confirmed is what was accounted for."""
    transfers = await day.rows(TRANSFERS)
    paid = [pair for customer in day.customers for pair in customer.paid]
    assert sorted((row[1], row[0]) for row in transfers) == sorted(paid)
    accounted: Counter[str] = Counter()
    for address, _, amount, is_accounted in transfers:
        accounted[str(address)] += int(str(amount)) if is_accounted else 0
    for address, chain in await day.rows(GIVEN):
        there = await on_chain(day, str(address)) if chain == "BTC" else 0  # all pay in it
        assert there == accounted[str(address)], address


async def on_chain(day: Day, address: str) -> int:
    from utils.chains.esplora import EsploraClient

    client = EsploraClient(f"{day.shop.world}/esplora/btc", clock=day.shop.sandbox.clock)
    try:
        for _ in range(LOOKS):  # a busy machine fails one now and then
            seen = await client.observe([address])
            if address in seen.transfers:
                return sum(row.amount for row in seen.transfers[address] if row.block_hash)
    finally:
        await client.aclose()
    raise seen.failures[address]


async def duplicates(day: Day) -> Counter[str]:
    """How often a message was sent again because nobody knew any more that it had been sent."""
    sent: Counter[tuple[str, int, str]] = Counter()
    for chat, sights in day.witness.seen.items():
        for sight in sights:
            for event, pattern in SENDS.items():
                if sight.sent and (match := re.search(pattern, sight.text)):
                    sent[event, chat, match[1]] += 1
    again: Counter[str] = Counter()
    for (event, _, _), times in sent.items():
        again[event] += times - 1
    return again


async def check_secrets(day: Day) -> None:
    """No log line, no row and no byte of the files gives a secret away."""
    shop = day.shop
    mnemonic = await day.mnemonic()
    goods = [good for goods in shop.goods.values() for good in goods]
    words = [shop.secret_key, shop.token, shop.database_key, mnemonic, *goods]
    tables = [*await day.rows(OUTBOX), *await day.rows("SELECT actor, action, details FROM audit")]
    places = {"log": shop.log().encode(), "tables": json.dumps(tables, default=str).encode()}
    for path in shop.folder.glob("shop.db*"):
        places[path.name] = path.read_bytes()
    for place, content in places.items():
        for secret in filter(None, words):
            assert secret.encode() not in content, f"a secret is in {place}"


async def a_day_with(kills: int, shop: Live) -> None:
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(2**32))
    day = Day(shop, seed)
    print(f"KILL_SEED={seed}")
    await day.pass_by(kills)
    again = await duplicates(day)
    statuses = Counter(row[2] for row in await day.rows(ORDERS))
    plans = Counter(plan for customer in day.customers for plan in customer.plans)
    print(f"{kills} kills, orders {dict(statuses)}, plans {dict(plans)}, sent again {dict(again)}")
    for check in (check_books, check_goods, check_notices, check_outbox, check_money):
        await check(day)
    await check_secrets(day)
    assert "Traceback" not in shop.log(), shop.log()
    assert again.total() <= 3 * kills


@pytest.mark.timeout(1200)
async def test_a_day_of_kills(tmp_path: Path) -> None:
    async with Live(tmp_path) as shop:
        await a_day_with(KILLS, shop)


@pytest.mark.timeout(600)
async def test_kills_of_an_encrypted_shop(tmp_path: Path) -> None:
    key = SecretStr(secrets.token_hex(16)).get_secret_value()
    async with Live(tmp_path, DATABASE_KEY=key) as shop:
        await a_day_with(4, shop)
        header = (tmp_path / "shop.db").read_bytes()[:15]
        assert header != b"SQLite format 3"
