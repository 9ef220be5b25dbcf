"""Goods come in: read, judged line by line, and shelved all at once; and go again."""

import asyncio
import csv
import gc
import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from commands.catalogue import MOST_BESIDE
from db import Database
from models.errors import CartEmpty, NothingLeft, ProductNotFound
from models.product import ProductKind
from models.stock import LARGEST_FILE, Batch, UnitStatus
from models.stock_errors import (
    BadField,
    BadNumber,
    BadPrice,
    BatchTouched,
    CannotRead,
    ChangedMeanwhile,
    FileTooLarge,
    NoneToReplace,
    NothingNew,
    StockHeld,
    WrongKind,
)
from services.goods.dashboard import Few
from services.goods.files import Content
from services.goods.filing import Incoming
from services.goods.intake import Delivery, Says
from services.goods.keeping import Field, seal
from services.goods.lines import (
    LONGEST,
    MOST_AT_ONCE,
    MOST_LINES,
    Fault,
    Line,
    decoded,
    for_spreadsheet,
    read,
)
from services.goods.pricing import parse_price
from services.running.notification import Event
from tests.services.conftest import ShopWorld

ADMIN = "admin:1"
MANY = 10_000
SECONDS = 10
"""For MANY units: what an owner waits for a delivery."""
LONGEST_PAUSE = 0.05
"""Seconds that the loop may be held by it."""


def lines(*texts: str) -> list[Line]:
    return read("\n".join(texts))


async def add(
    world: ShopWorld, variant: int, *texts: str, delivery: Delivery | None = None
) -> Batch:
    found = lines(*texts)
    seal = (await world.intake.judge(found)).seal(variant)
    return await world.intake.add(variant, found, delivery or Delivery(), seal=seal, actor=ADMIN)


async def audited(world: ShopWorld, action: str) -> list[dict[str, object]]:
    query = text("SELECT details FROM audit WHERE action = :action ORDER BY id")
    async with world.uow.read() as uow:
        rows = await uow.session.scalars(query, {"action": action})
        return [json.loads(row) for row in rows]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        *[("1,50", 150), ("1.50", 150), ("1 500", 150_000), ("1500", 150_000), ("12", 1200)],
        *[("1 500,50", 150_050), ("1.500,50", 150_050), ("1,500.50", 150_050), ("0.01", 1)],
        *[("1,234,567", 123_456_700), ("1\u00a0500", 150_000), ("$ 12.5", 1250), ("12 USD", 1200)],
        *[("1'500", 150_000), (".5", 50), ("10000000", 1_000_000_000)],
    ],
)
def test_a_price_is_read_as_it_is_meant(typed: str, minor: int) -> None:
    assert parse_price(typed, "USD") == minor


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        *[("1e3", "exponent"), ("-1", "negative"), ("0", "zero"), ("0.00", "zero"), ("", "empty")],
        *[("1.500", "ambiguous"), ("1,500", "ambiguous"), ("1.505", "ambiguous")],
        *[("1.5000", "decimals"), ("abc", "number"), ("1,50,0", "number"), ("1..5", "number")],
        *[("10000000.01", "large"), ("9" * 5_000, "large"), ("1/2", "number"), ("٣", "number")],
        *[
            ("1 50", "number"),
            ("5.", "number"),
            (".", "number"),
            ("NaN", "number"),
            ("\u22125", "negative"),
        ],
    ],
)
def test_a_price_that_is_none_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(BadPrice) as refusal:
        parse_price(typed, "USD")
    assert refusal.value.fields["why"] == why


def test_prices_have_the_decimals_of_their_currency() -> None:
    assert parse_price("1500", "JPY") == 1500
    assert parse_price("1.500", "KWD") == 1500
    with pytest.raises(BadPrice):
        parse_price("1,50", "JPY")


@given(st.integers(min_value=1, max_value=10**9))
def test_a_price_that_is_written_is_read_back(minor: int) -> None:
    assert parse_price(f"{minor // 100}.{minor % 100:02d}", "USD") == minor
    assert (
        parse_price(f"{minor // 100:,}".replace(",", " ") + f",{minor % 100:02d}", "USD") == minor
    )


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        *[(b"a\nb\n", "a b"), (b"a\r\nb", "a b"), (b"\xef\xbb\xbfa", "a"), (b"a\rb", "a b")],
        ("a\nü".encode("utf-16"), "a ü"),
        ("\ufeffa\nü".encode("utf-16-be"), "a ü"),
    ],
)
def test_every_encoding_that_says_what_it_is_is_read(raw: bytes, found: str) -> None:
    assert [line.text for line in read(decoded(raw))] == found.split()


@pytest.mark.parametrize(
    ("raw", "why", "place"),
    [
        (b"ab\nc\xfcd\n", "encoding", (2, 2)),
        (b"ab\nxy\x00z", "binary", (2, 3)),
        (b"\xff\xfea\x00\n", "encoding", (1, 2)),
        (b"", "empty", (0, 0)),
        (b" \n\n", "empty", (0, 0)),
        (b"x" * (8 * 1024 * 1024 + 1), "large", (0, 0)),
        (b"x\n" * (MOST_LINES + 1), "lines", (0, 0)),
    ],
)
def test_what_cannot_be_read_says_where(raw: bytes, why: str, place: tuple[int, int]) -> None:
    with pytest.raises(CannotRead) as refusal:
        read(decoded(raw))
    assert refusal.value.fields["why"] == why
    assert (refusal.value.fields["row"], refusal.value.fields["column"]) == place


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("a;b\n", None),
        ("unit;note\na,b;x\nc;y", ["a,b", "c"]),
        ("note,KEY\nx,a\ny,b", ["a", "b"]),
        ('"a\nb"\nc', ["a\nb", "c"]),
        ('"a ""b"""\n', ['a "b"']),
        ("a\tb\n", None),
        ('="00123"\n', ["00123"]),
        ("'=1+1\n", ["=1+1"]),
        ("unit\n\na", ["", "a"]),
    ],
)
def test_a_table_says_where_its_goods_are(table: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(CannotRead) as refusal:
            read(table, is_csv=True)
        assert refusal.value.fields["why"] == "columns"
    else:
        assert [line.text for line in read(table, is_csv=True)] == found


@pytest.mark.parametrize("table", ['a\n"b', 'a\n"b"c\n'])
def test_a_quote_that_is_not_closed_is_told_with_its_row(table: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        read(table, is_csv=True)
    assert (refusal.value.fields["why"], refusal.value.fields["row"]) == ("quotes", 2)


def test_a_formula_is_no_good_and_a_line_of_a_megabyte_is_too_long() -> None:
    rows = read("=HYPERLINK(A1)\n" + "x" * 1_000_000, is_csv=True)
    assert [row.fault for row in rows] == [Fault.FORMULA, Fault.TOO_LONG]
    [long] = read("x" * 1_000_000)
    assert long.fault is Fault.TOO_LONG
    assert len(long.text) <= LONGEST
    assert [line.text for line in read("=1")] == ["=1"]  # in a list without columns it is a text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)))
def test_a_table_that_we_write_is_read_back(units: list[str]) -> None:
    units = [unit.strip() for unit in units if unit.strip()]
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerows([["unit"], *([for_spreadsheet(unit)] for unit in units)])
    if not units:
        return
    assert [line.text for line in read(table.getvalue(), is_csv=True)] == units


async def test_every_line_has_a_verdict_before_anything_is_written(world: ShopWorld) -> None:
    variant = await world.variant(1)
    known = f"KEY-{variant}-0"
    found = await world.intake.judge(lines("a", "", "b", "a", known, "x" * (LONGEST + 1)))
    said = [(one.number, one.says, one.like) for one in found.verdicts]
    assert said == [
        *[(1, Says.NEW, 0), (2, Says.EMPTY, 0), (3, Says.NEW, 0), (4, Says.TWICE, 1)],
        *[(5, Says.KNOWN, 0), (6, Says.TOO_LONG, 0)],
    ]
    assert await world.stock(variant) == (1, 0)
    assert known not in repr(found)


async def test_a_batch_comes_in_with_what_is_noted_of_it(world: ShopWorld) -> None:
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")  # as a start does
    variant = await world.variant(0)
    batch = await add(world, variant, "a", "b", "a", delivery=Delivery("July", "Keys Ltd", 1000))
    assert (batch.quantity, batch.note, batch.supplier) == (2, "July", "Keys Ltd")
    assert await world.stock(variant) == (2, 0)
    figures = await world.shelves.figures(variant)
    assert (figures.cost, figures.margin) == (500, 500)
    [entry] = await audited(world, "stock.received")
    assert entry == {"batch": batch.id, "quantity": 2, "cost": 1000}


async def test_what_was_shown_is_what_comes_in(world: ShopWorld) -> None:
    """Another admin adds one of the same goods in between."""
    variant, other = await world.variant(0), await world.variant(0)
    found = lines("a", "b")
    seal = (await world.intake.judge(found)).seal(variant)
    await add(world, other, "b")
    with pytest.raises(ChangedMeanwhile):
        await world.intake.add(variant, found, Delivery(), seal=seal, actor=ADMIN)
    assert await world.stock(variant) == (0, 0)
    with pytest.raises(ChangedMeanwhile):
        await world.intake.add(other, lines("c"), Delivery(), seal="x", actor=ADMIN)
    known = lines("b")
    seal = (await world.intake.judge(known)).seal(variant)
    with pytest.raises(NothingNew):
        await world.intake.add(variant, known, Delivery(), seal=seal, actor=ADMIN)


async def test_goods_come_in_where_they_belong(world: ShopWorld) -> None:
    mugs = await world.variant(1, ProductKind.PHYSICAL)
    for variant, refusal in ((mugs, WrongKind), (999, ProductNotFound)):
        with pytest.raises(refusal):
            await add(world, variant, "a")
    with pytest.raises(BadField):
        await add(world, mugs, "a", delivery=Delivery("n" * 201))


async def test_ten_thousand_come_in_at_once_and_nobody_waits_for_the_loop(world: ShopWorld) -> None:
    variant = await world.variant(0)
    found = await asyncio.to_thread(lines, *(f"KEY-{n}" for n in range(MANY)))
    steps: list[int] = []
    gc.collect()
    gc.freeze()  # as the shop does when it starts
    began, pauses = time.monotonic(), asyncio.ensure_future(longest_pause())
    seal = (await world.intake.judge(found)).seal(variant)
    batch = await world.intake.add(
        variant, found, Delivery(), seal=seal, actor=ADMIN, tell=lambda done, _: steps.append(done)
    )
    took = time.monotonic() - began
    pauses.cancel()
    longest = await pauses
    gc.unfreeze()
    print(f"{MANY} units in {took:.2f} s, the loop held for {longest * 1000:.0f} ms at most")
    assert (batch.quantity, steps[-1], len(steps)) == (MANY, MANY, 40)
    assert took < SECONDS
    assert longest < LONGEST_PAUSE
    assert await world.batches.undo(batch.id, actor=ADMIN) == MANY


async def longest_pause() -> float:
    """Seconds that the loop worked without a pause, until it is cancelled; of its own thread, so
    that other programs on the machine do not count.
    """
    longest, before = 0.0, time.thread_time()
    try:
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            longest, before = max(longest, now - before), now
    except asyncio.CancelledError:
        return longest


async def test_a_batch_is_undone_as_if_it_had_never_come(world: ShopWorld) -> None:
    """And the same goods may come in again, where they belong."""
    variant, right = await world.variant(2), await world.variant(0)
    batch = await add(world, variant, "a", "b", "c")
    assert (await world.batches.card(batch.id)).can_be_undone
    assert await world.batches.undo(batch.id, actor=ADMIN) == 3
    assert await world.stock(variant) == (2, 0)
    with pytest.raises(BatchTouched):
        await world.batches.undo(batch.id, actor=ADMIN)
    again = await add(world, right, "a", "b", "c")
    assert again.quantity == 3
    [card] = await world.batches.of(variant, 0)
    assert (card.left, card.sold, card.removed, card.can_be_undone) == (0, 0, 3, False)
    assert await audited(world, "batch.undone") == [{"batch": batch.id, "before": 5, "after": 2}]


async def test_what_was_taken_away_does_not_come_again(world: ShopWorld) -> None:
    variant = await world.variant(0)
    await add(world, variant, "a", "b", "c")
    assert await world.removal.found(variant, lines("b", "z")) == 1
    await world.removal.take_these(variant, lines("b", "z"), "bad", seen=3, actor=ADMIN)
    await world.removal.take(variant, 1, "  too   many ", seen=2, actor=ADMIN)
    assert await world.stock(variant) == (1, 0)
    with pytest.raises(NothingNew):
        await add(world, variant, "b", "c")
    entries = await audited(world, "stock.removed")
    assert entries[-1] == {"before": 2, "after": 1, "reason": "too many"}


async def test_what_orders_hold_stays(world: ShopWorld) -> None:
    """Neither undone nor taken away, however it is tried; sold, the batch stays for good."""
    variant = await world.variant(0)
    batch = await add(world, variant, "a", "b")
    await world.customer()
    await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC")
    with pytest.raises(StockHeld):
        await world.batches.undo(batch.id, actor=ADMIN)
    with pytest.raises(StockHeld):
        await world.removal.take(variant, 2, "x", seen=2, actor=ADMIN)
    with pytest.raises(StockHeld):
        await world.removal.take_these(variant, lines("a", "b"), "x", seen=2, actor=ADMIN)
    [hold] = (await world.removal.shelf(variant)).holds
    assert (hold.order_id, hold.quantity) == (order, 1)
    await settle(world, order)
    with pytest.raises(BatchTouched):
        await world.batches.undo(batch.id, actor=ADMIN)


async def settle(world: ShopWorld, order: int) -> None:
    await world.pay(order)
    world.chain.mine(1)
    await world.payments.scan("BTC")


async def test_counted_goods_move_with_a_reason(world: ShopWorld) -> None:
    mugs = await world.variant(5, ProductKind.PHYSICAL)
    assert (await world.removal.move(mugs, 3, "found", seen=5, actor=ADMIN)).stock_quantity == 8
    assert (await world.removal.move(mugs, -2, "broken", seen=8, actor=ADMIN)).stock_quantity == 6
    newest, *_ = await world.removal.movements(mugs, 0)
    assert (newest.quantity, newest.reason, newest.actor) == (2, "broken", ADMIN)
    for pieces, reason, seen, refusal in (
        (0, "x", 6, BadNumber),
        (-7, "x", 6, StockHeld),
        (1, " ", 6, BadField),
        (1, "x", 5, ChangedMeanwhile),
    ):
        with pytest.raises(refusal):
            await world.removal.move(mugs, pieces, reason, seen=seen, actor=ADMIN)
    with pytest.raises(WrongKind):
        await world.removal.move(await world.variant(1), 1, "x", seen=1, actor=ADMIN)


async def test_low_stock_is_told_once_and_restocking_arms_it(world: ShopWorld) -> None:
    mugs = await world.variant(5, ProductKind.PHYSICAL)
    await set_low(world, mugs, 3)
    told: list[int] = []
    for pieces, seen in ((-1, 5), (-1, 4), (-1, 3), (5, 2), (-4, 7), (-1, 3)):
        await world.removal.move(mugs, pieces, "x", seen=seen, actor=ADMIN)
        world.clock.advance(seconds=1)
        told.append((await world.events(1)).count(Event.ADMIN_LOW_STOCK))
    assert told == [0, 1, 1, 1, 2, 2]
    assert await few(world, "low") == [mugs]


async def few(world: ShopWorld, which: str) -> list[int]:
    return [row.id for row in await world.shelves.few(Few(which), 0)]


async def set_low(world: ShopWorld, variant: int, least: int | None) -> None:
    before = await world.keeping.value(Field.LOW, variant)
    await world.keeping.change(Field.LOW, variant, least, seen=seal(before), actor=ADMIN)


async def test_a_sale_tells_of_low_stock_in_its_own_transaction(world: ShopWorld) -> None:
    order = await world.order(quantity=2, stock=3)
    await set_low(world, await world.variant_of(order), 1)
    assert Event.ADMIN_LOW_STOCK not in await world.events(1)
    await settle(world, order)
    assert (await world.events(1)).count(Event.ADMIN_LOW_STOCK) == 1


async def test_a_threshold_that_is_passed_already_is_no_news(world: ShopWorld) -> None:
    mugs = await world.variant(5, ProductKind.PHYSICAL)
    await set_low(world, mugs, 9)
    await world.removal.move(mugs, -1, "x", seen=5, actor=ADMIN)
    assert Event.ADMIN_LOW_STOCK not in await world.events(1)


async def test_files_are_goods(world: ShopWorld) -> None:
    """Sealed in pieces, delivered whole, known again by what is in them."""
    variant = await world.variant(0)
    content = bytes(range(256)) * 10_000
    files = [Incoming("a/b\n.bin", "", content), Incoming("two.txt", "text/plain", b"two")]
    batch = await world.filing.add(variant, files, Delivery(cost=100), actor=ADMIN)
    assert batch.quantity == 2
    assert await world.filing.known([files[0].sha256, "0" * 64]) == {files[0].sha256}
    for again in (files[:1], [files[1]], [Incoming("x", "", b"y")] * 2, []):
        with pytest.raises(NothingNew):
            await world.filing.add(variant, again, Delivery(), actor=ADMIN)
    big = [Incoming("big", "", b"x" * (LARGEST_FILE + 1))]
    with pytest.raises(FileTooLarge):
        await world.filing.add(variant, big, Delivery(), actor=ADMIN)
    await world.customer()
    await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC")
    await settle(world, order)
    [file] = await world.orders.handout.files(order, owner=100)
    assert (file.head.name, file.head.type) == ("a_b .bin", "application/octet-stream")
    assert await world.orders.handout.content(file) == content
    assert await world.orders.goods(order, owner=100) == []
    async with world.uow.read() as uow:
        stored = await uow.session.execute(text("SELECT sealed FROM file_pieces"))
        assert not any(content[:64] in bytes(row[0]) for row in stored)


async def test_what_is_shared_is_everybodys_and_replaced_for_everybody(world: ShopWorld) -> None:
    guide = await world.variant(0, ProductKind.SHARED)
    with pytest.raises(WrongKind):
        await world.removal.move(guide, 5, "x", seen=0, actor=ADMIN)
    first = await world.sharing.put(guide, Content("first"), seen=0, actor=ADMIN)
    with pytest.raises(ChangedMeanwhile):
        await world.sharing.put(guide, Content("other"), seen=0, actor=ADMIN)
    await world.sharing.make_endless(guide, seen=await world.limit(guide), actor=ADMIN)
    order = await bought(world, 100, guide)
    assert [payload for _, payload in await world.orders.goods(order, owner=100)] == ["first"]
    file = Content(file=Incoming("guide.pdf", "application/pdf", b"second"))
    await world.sharing.put(guide, file, seen=first.id, actor=ADMIN)
    assert await world.orders.goods(order, owner=100) == []
    [given_now] = await world.orders.handout.files(order, owner=100)
    assert await world.orders.handout.content(given_now) == b"second"
    variant = await world.sharing.cap(guide, 1, seen=await world.limit(guide), actor=ADMIN)
    assert (variant.stock_quantity, variant.endless) == (1, False)
    await bought(world, 101, guide)
    await world.customer(102)
    await world.carts.add(102, guide, 1)
    with pytest.raises(NothingLeft):
        await world.till.place(102, "BTC")


async def test_who_limits_it_second_reads_that_it_is_another_now(world: ShopWorld) -> None:
    """A sale in between is no change: it is what the limit is for."""
    guide = await world.variant(0, ProductKind.SHARED)
    await world.sharing.put(guide, Content("all"), seen=0, actor=ADMIN)
    shown = await world.limit(guide)
    await world.sharing.cap(guide, 5, seen=shown, actor=ADMIN)
    for late in (
        world.sharing.cap(guide, 3, seen=shown, actor="admin:2"),
        world.sharing.make_endless(guide, seen=shown, actor="admin:2"),
    ):
        with pytest.raises(ChangedMeanwhile) as told:
            await late
        assert (told.value.field, told.value.by) == ("limit", ADMIN)
    shown = await world.limit(guide)
    await bought(world, 100, guide)
    assert (await world.sharing.cap(guide, 9, seen=shown, actor="admin:2")).stock_quantity == 9
    shown = await world.limit(guide)
    await world.sharing.make_endless(guide, seen=shown, actor=ADMIN)
    with pytest.raises(ChangedMeanwhile):
        await world.sharing.cap(guide, 1, seen=shown, actor="admin:2")


async def bought(world: ShopWorld, user: int, variant: int) -> int:
    await world.customer(user)
    await world.carts.add(user, variant, 1)
    order = await world.till.place(user, "BTC")
    await settle(world, order)
    return order


async def test_what_was_not_paid_for_is_not_shared(world: ShopWorld) -> None:
    guide = await world.variant(0, ProductKind.SHARED)
    await world.sharing.put(guide, Content("secret"), seen=0, actor=ADMIN)
    await world.sharing.cap(guide, 5, seen=await world.limit(guide), actor=ADMIN)
    await world.customer()
    await world.carts.add(100, guide, 1)
    order = await world.till.place(100, "BTC")
    assert await world.orders.goods(order, owner=100) == []
    with pytest.raises(StockHeld):
        await world.sharing.cap(guide, 0, seen=await world.limit(guide), actor=ADMIN)


async def test_no_more_goes_at_once_than_comes(world: ShopWorld) -> None:
    """Who writes holds up everybody: one bound for the chat and for commands beside the shop."""
    assert MOST_LINES == MOST_BESIDE == MOST_AT_ONCE
    variant = await world.variant(1)
    with pytest.raises(BadNumber) as refused:
        await world.removal.take(variant, MOST_AT_ONCE + 1, "too many", seen=1, actor=ADMIN)
    assert refused.value.fields["maximum"] == MOST_AT_ONCE


async def test_a_sold_good_is_replaced_and_stays_on_record(world: ShopWorld) -> None:
    variant = await world.variant(0)
    await add(world, variant, "old", "new")
    order = await bought(world, 100, variant)
    [sold] = await world.replacing.sold(order)
    assert (sold.spare, sold.before) == (1, 0)
    await world.replacing.replace(sold.unit.id, "does not work", actor=ADMIN)
    assert [payload for _, payload in await world.orders.goods(order, owner=100)] == ["new"]
    with pytest.raises(ChangedMeanwhile):
        await world.replacing.replace(sold.unit.id, "again", actor=ADMIN)
    [now] = await world.replacing.sold(order)
    assert (now.spare, now.before) == (0, 1)
    with pytest.raises(NoneToReplace):
        await world.replacing.replace(now.unit.id, "again", actor=ADMIN)
    async with world.uow.read() as uow:
        old = await uow.batches.unit(sold.unit.id)
        assert old is not None
        assert (old.status, old.order_line_id) == (UnitStatus.REPLACED, now.unit.order_line_id)
    assert set((await world.events(100))[-2:]) == {Event.UNIT_REPLACED, Event.GOODS}


async def test_what_orders_hold_replaces_nothing(world: ShopWorld) -> None:
    variant = await world.variant(0)
    await add(world, variant, "old", "held")
    order = await bought(world, 100, variant)
    await world.customer(101)
    await world.carts.add(101, variant, 1)
    await world.till.place(101, "BTC")
    [sold] = await world.replacing.sold(order)
    with pytest.raises(NoneToReplace):
        await world.replacing.replace(sold.unit.id, "broken", actor=ADMIN)


BUYERS = 6


async def test_buying_while_goods_come_and_go(world: ShopWorld) -> None:
    """Imports, undoing and removal against checkouts: whoever holds goods gets them."""
    variant = await world.variant(2)
    batch = await add(world, variant, *(f"x{n}" for n in range(4)))
    for buyer in range(100, 100 + BUYERS):
        await world.customer(buyer)
        await world.carts.add(buyer, variant, 1)
    await world.wallets.prepare("BTC", BUYERS)
    stock = (await world.shelves.figures(variant)).variant.stock_quantity
    acts = [
        *(world.till.place(buyer, "BTC") for buyer in range(100, 100 + BUYERS)),
        world.batches.undo(batch.id, actor=ADMIN),
        world.removal.take(variant, 2, "x", seen=stock, actor=ADMIN),
        add(world, variant, *(f"y{n}" for n in range(3))),
    ]
    done = await asyncio.gather(*acts, return_exceptions=True)
    expected = (NothingLeft, CartEmpty, StockHeld, ChangedMeanwhile, BatchTouched)
    assert [
        one for one in done if isinstance(one, BaseException) and not isinstance(one, expected)
    ] == []
    orders = [one for one in done[:BUYERS] if isinstance(one, int)]
    for order in orders:
        await world.pay(order)
    world.chain.mine(1)
    await world.payments.scan("BTC")
    for order in orders:
        buyer = (await world.load(order)).user_id
        assert len(await world.orders.goods(order, owner=buyer)) == 1
    variant_now = (await world.shelves.figures(variant)).variant
    assert variant_now.reserved_quantity == 0
    assert variant_now.sold_quantity == len(orders)


async def test_two_who_add_the_same_goods_at_once(world: ShopWorld) -> None:
    first, second = await world.variant(0), await world.variant(0)
    both = await asyncio.gather(
        add(world, first, "a", "b"), add(world, second, "b", "a"), return_exceptions=True
    )
    refused = (ChangedMeanwhile, NothingNew, IntegrityError)
    assert sum(isinstance(one, Batch) for one in both) == 1, both
    assert sum(isinstance(one, refused) for one in both) == 1


async def test_the_shelves_contradict_themselves(database: Database) -> None:
    world = ShopWorld(database)
    await world.variant(3)
    assert await world.shelves.inconsistencies() == {}
    async with database.unguarded() as uow:
        await uow.session.execute(text("UPDATE stock_units SET status = 'removed' WHERE id = 1"))
    [wrong] = await world.shelves.inconsistencies()
    assert wrong.startswith("I3 ")
