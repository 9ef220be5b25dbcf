"""A restored, copied or moved database sells nothing that may have been delivered before."""

import itertools
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from db import Database
from models.errors import NothingLeft, ShopError
from models.order import OrderStatus
from models.product import ProductKind
from models.switch_errors import GoodsInDoubt
from services.goods.catalogue import CatalogueSpec
from services.goods.loader import Loader
from services.keys.rekey import rekey
from services.running.notification import Event
from services.running.reasons import STOCK_DOUBTED
from tests.databases import Target
from tests.services.conftest import ShopWorld
from tests.services.keys.test_restored import put_back
from utils.sealing import Sealer
from utils.tally import HEADER, LINE, Header, Sold

LIVES = itertools.count(1)
SHIPPED, PAID = OrderStatus.SHIPPED, OrderStatus.PAID


@asynccontextmanager
async def running(target: Target) -> AsyncIterator[ShopWorld]:
    """Each life is later than the one before."""
    async with target.open(exclusive=True) as database:
        world = ShopWorld(database)
        life = next(LIVES)
        world.clock.advance(seconds=15 * life)
        for _ in range(9 * life):
            world.chain.pay("nobody", 1)  # no transaction has the id of another
        await world.rates.refresh()
        yield world
        assert await world.violations() == []


async def ordered(world: ShopWorld, user: int, variant: int, asset: str = "BTC") -> int:
    await world.customer(user)
    await world.carts.add(user, variant, 1)
    return await world.till.place(user, asset, "Elm Street 13")


async def paid(world: ShopWorld, order: int) -> OrderStatus:
    await world.pay(order)
    world.chain.mine(3)
    world.clock.advance(seconds=30)
    await world.payments.scan("BTC")
    return (await world.load(order)).status


async def bought(world: ShopWorld, user: int, variant: int) -> str:
    """What was delivered."""
    order = await ordered(world, user, variant)
    assert await paid(world, order) is SHIPPED
    return await goods(world, order)


async def goods(world: ShopWorld, order: int) -> str:
    units = await world.orders.goods(order, owner=(await world.load(order)).user_id)
    return ", ".join(payload for _, payload in units)


def tally_of(target: Target) -> Path:
    return target.path.with_name(target.path.name + ".sold")


async def alarms(world: ShopWorld) -> list[tuple[str, str, str]]:
    """(topic, asset, reason) of what the first admin heard of stock."""
    rows = [row for row in await world.messages() if row.event == Event.ADMIN_ALERT]
    heard = [row.args for row in rows if row.chat_id == 1]
    return [
        (args["topic"], args["asset"], args["reason"])
        for args in heard
        if args["topic"].startswith("stock-")
    ]


async def shop_with(target: Target, backup: Path, keys: int, sold: int) -> tuple[int, list[str]]:
    """A backup of a shop with so many keys, of which some were sold since."""
    async with running(target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(keys)
        await world.database.backend.copy(backup)
        return variant, [await bought(world, 100 + n, variant) for n in range(sold)]


async def test_a_restored_backup_sells_no_key_twice(sqlite_target: Target, tmp_path: Path) -> None:
    """Restored once and twice, and in each life something more is sold."""
    backup = tmp_path / "backup.db"
    variant, sold = await shop_with(sqlite_target, backup, 5, 2)
    for life in range(3):
        put_back(backup, sqlite_target)
        async with running(sqlite_target) as world:
            await world.wallets.prepare("BTC")
            assert await alarms(world) == [("stock-gone", str(len(sold)), "0")]
            assert await world.stock(variant) == (5, 0)
            sold.append(await bought(world, 200 + life, variant))
            assert len(set(sold)) == len(sold), sold
    async with running(sqlite_target) as world:
        with pytest.raises(NothingLeft):
            await ordered(world, 300, variant)
        assert not (await world.doubts.standing()).waits
        assert (await world.doubts.standing()).gone == 4


async def test_an_order_of_before_gets_the_key_that_it_got(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """Open in the backup, delivered after it: seen on chain again, it gets the same one again."""
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
        order = await ordered(world, 100, variant)
        await world.database.backend.copy(backup)
        sold = await bought(world, 101, variant)  # the oldest key goes to who pays first
        assert await paid(world, order) is SHIPPED
        first = await goods(world, order)
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await paid(world, order) is SHIPPED
        assert await goods(world, order) == first
        assert len({sold, first, await bought(world, 102, variant)}) == 3
        with pytest.raises(NothingLeft):
            await ordered(world, 103, variant)


async def test_what_replaced_a_good_is_not_sold_again_either(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """Replaced after the backup: the second good is kept for its order, and replaces it again."""
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
        order = await ordered(world, 100, variant)
        assert await paid(world, order) is SHIPPED
        await world.database.backend.copy(backup)
        [sold] = await world.replacing.sold(order)
        await world.replacing.replace(sold.unit.id, "broken", actor="admin:1")
        second = await goods(world, order)
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        first = await goods(world, order)
        third = await bought(world, 101, variant)
        assert len({first, second, third}) == 3
        with pytest.raises(NothingLeft):
            await ordered(world, 102, variant)
        [sold] = await world.replacing.sold(order)
        assert sold.spare == 1
        await world.replacing.replace(sold.unit.id, "broken", actor="admin:1")
        assert await goods(world, order) == second


async def expired(world: ShopWorld, order: int) -> None:
    world.clock.advance(hours=2)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    assert (await world.load(order)).status is OrderStatus.EXPIRED


async def test_late_money_buys_what_it_bought(sqlite_target: Target, tmp_path: Path) -> None:
    """Expired in the backup, honoured after it, and again after the restore: not a key more."""
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(2)
        order = await ordered(world, 100, variant)
        await expired(world, order)
        await world.database.backend.copy(backup)
        assert await paid(world, order) is SHIPPED
        first = await goods(world, order)
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await paid(world, order) is SHIPPED
        assert await goods(world, order) == first
        assert await bought(world, 101, variant) != first


async def test_what_an_open_order_held_and_another_got(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """The only key: held when the backup was made, and sold to somebody else after that."""
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(1)
        order = await ordered(world, 100, variant)
        await world.database.backend.copy(backup)
        await world.orders.cancel(order, actor="user:100", owner=100)
        await bought(world, 101, variant)
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        with pytest.raises(GoodsInDoubt):
            await world.switches.switch(order, "ETH", owner=100)
        assert await paid(world, order) is PAID
        assert (await world.load(order)).needs_review == "units-missing"
        assert await goods(world, order) == ""
        with pytest.raises(NothingLeft):
            await ordered(world, 102, variant)


def catalogue(*keys: str) -> CatalogueSpec:
    game = {"price": "10", "units": list(keys)}
    product = {"name": "Star", "kind": "digital", "variant": [game]}
    return CatalogueSpec.model_validate({"category": [{"name": "All", "product": [product]}]})


def loader(world: ShopWorld) -> Loader:
    return Loader(world.uow, world.clock, world.sealer, "USD")


async def star(world: ShopWorld) -> int:
    async with world.uow.read() as uow:
        return (await uow.products.all_variants())[0].id


async def test_what_was_loaded_and_sold_since_is_not_stocked_again(
    sqlite_target: Target, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        await world.database.backend.copy(backup)
        await loader(world).apply(catalogue("A", "B"))
        assert await bought(world, 100, await star(world)) == "A"
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        plan = await loader(world).apply(catalogue(" A\n", "B"))
        assert (plan.rows[0].fresh, plan.rows[0].known) == (1, 1)
        assert await bought(world, 101, await star(world)) == "B"
        new = Sealer("1" * 30 + "0123456789abcdef" * 3)
        await rekey(world.database, world.sealer, new, world.clock)
        world.sealer = new
        world.restart()
        await world.rates.refresh()
        await loader(world).apply(catalogue("A", "B"))  # A is not known under the new key
        assert (await world.doubts.standing()).waits
        with pytest.raises(NothingLeft):
            await ordered(world, 102, await star(world))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("missing", "missing"),
        ("foreign", "other"),
        ("copied", "copy"),
        ("older", "older"),
        ("damaged", "missing"),
        ("cut", "unreadable"),
        ("garbled", "unreadable"),
    ],
)
async def test_without_the_original_file_everything_waits_for_a_person(
    sqlite_target: Target, tmp_path: Path, change: str, reason: str
) -> None:
    backup, tally = tmp_path / "backup.db", tally_of(sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(4)
        mugs = await world.variant(4, ProductKind.PHYSICAL)
        waiting = await ordered(world, 90, variant)
        if change == "older":
            shutil.copy2(tally, tmp_path / "older")
            await bought(world, 99, variant)
        await world.database.backend.copy(backup)
        await bought(world, 100, variant)
    damage(tally, change, tmp_path)
    if change != "older":
        put_back(backup, sqlite_target)
    for _ in range(2):
        async with running(sqlite_target) as world:
            await world.wallets.prepare("BTC")
            assert await alarms(world) == [("stock-doubted", "", reason)]
            await sells_nothing(world, variant, mugs)
    await is_released(sqlite_target, waiting, variant, mugs)


async def sells_nothing(world: ShopWorld, *variants: int) -> None:
    for variant in variants:
        with pytest.raises(NothingLeft):
            await ordered(world, 200, variant)
        await world.carts.clear(200)


async def is_released(target: Target, waiting: int, variant: int, mugs: int) -> None:
    async with running(target) as world:
        await world.wallets.prepare("BTC")
        assert await paid(world, waiting) is PAID
        assert (await world.load(waiting)).needs_review == STOCK_DOUBTED
        assert await goods(world, waiting) == ""
        assert await world.doubts.release(variant, "admin:1")
        assert (await world.load(waiting)).status is SHIPPED
        assert await goods(world, waiting)
        assert await bought(world, 201, variant) != await goods(world, waiting)
        await sells_nothing(world, mugs)
        assert await world.doubts.release(None, "admin:1")
        assert not await world.doubts.release(None, "admin:1")
        await ordered(world, 202, mugs)


def damage(tally: Path, change: str, aside: Path) -> None:
    match change:
        case "missing":
            tally.unlink()
        case "foreign":
            tally.write_bytes(Header("a" * 32, 0, 0, time.time_ns()).packed())
        case "copied":
            shutil.copy2(tally, aside / "copy")
            tally.unlink()
            shutil.copy2(aside / "copy", tally)
        case "older":
            kept = LINE.match((aside / "older").read_bytes())
            assert kept is not None
            header = Header(kept["token"].decode(), 0, int(kept["count"]), time.time_ns())
            tally.write_bytes(header.packed())
        case "damaged":
            tally.write_bytes(b"\x00" * 300)
        case "cut":
            rewrite(tally, tally.read_bytes()[HEADER:-1])
        case "garbled":
            rewrite(tally, b"\x01" * (tally.stat().st_size - HEADER))


def rewrite(tally: Path, entries: bytes) -> None:
    """As an original whose entries are not whole."""
    line = LINE.match(tally.read_bytes())
    assert line is not None
    header = Header(line["token"].decode(), 0, int(line["count"]), time.time_ns())
    tally.write_bytes(header.packed() + entries)


async def test_killed_between_the_file_and_the_commit_nothing_is_lost(
    sqlite_target: Target,
) -> None:
    """The order is paid again, and gets the key that stands in the file; all others are on sale."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
        order = await ordered(world, 100, variant)
        placed = await world.load(order)
        async with world.uow.read() as uow:
            query = "SELECT digest, sealed FROM stock_units ORDER BY id"
            digest, sealed = (await uow.session.execute(text(query))).all()[1]
        sold = Sold(order, placed.code, variant, 1, digest, sealed[:5])
        assert world.database.tally is not None
        await world.database.tally.append(0, [sold])  # and the commit never comes
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await alarms(world) == [("stock-gone", "1", "0")]
        assert await bought(world, 101, variant) == f"KEY-{variant}-0"
        assert await paid(world, order) is SHIPPED
        assert await goods(world, order) == f"KEY-{variant}-1"
        assert await bought(world, 102, variant) == f"KEY-{variant}-2"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert len(await alarms(world)) == 1


async def test_killed_while_it_began_at_all_there_is_no_doubt(sqlite_target: Target) -> None:
    tally_of(sqlite_target).write_bytes(Header("b" * 32, 0, 0, time.time_ns()).packed())
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await alarms(world) == []
        await bought(world, 100, await world.variant(1))
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await alarms(world) == []


async def test_killed_while_it_began_anew_it_begins_anew_again(sqlite_target: Target) -> None:
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(1)
    tally_of(sqlite_target).write_bytes(Header("b" * 32, 0, 0, time.time_ns()).packed())
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        with pytest.raises(NothingLeft):
            await ordered(world, 100, variant)


async def test_a_sale_that_fails_is_not_in_the_file(sqlite_target: Target) -> None:
    """What was written for it is written over by the next one."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
        file = world.database.tally
        assert file is not None
        await file.append(0, [Sold(7, "ABCDE", variant), Sold(7, "ABCDE", variant)])
        await bought(world, 100, variant)
        assert (tally_of(sqlite_target).stat().st_size - HEADER) == 72
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await alarms(world) == []


async def test_a_database_that_goes_back_under_a_running_shop_sells_nothing(
    sqlite_target: Target,
) -> None:
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
        await bought(world, 100, variant)
        async with world.database.unguarded() as uow:
            await uow.session.execute(text("UPDATE tallies SET sold = 0"))
        order = await ordered(world, 101, variant)
        await world.pay(order)
        world.chain.mine(3)
        world.clock.advance(seconds=30)
        await world.payments.scan("BTC")
        assert (await world.load(order)).status is OrderStatus.CREATED
        async with world.database.unguarded() as uow:
            await uow.session.execute(text("UPDATE tallies SET sold = 1"))


async def test_pieces_that_were_sold_since_are_counted_first(
    sqlite_target: Target, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        mugs, cups = [await world.variant(3, ProductKind.PHYSICAL) for _ in range(2)]
        order = await ordered(world, 100, cups)
        await world.database.backend.copy(backup)
        assert await paid(world, await ordered(world, 101, mugs)) is PAID
        assert await paid(world, order) is PAID
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await alarms(world) == [("stock-gone", "0", "1")]
        assert [row.id for row in (await world.doubts.standing()).variants] == [mugs]
        with pytest.raises(NothingLeft):
            await ordered(world, 102, mugs)
        await world.carts.clear(102)
        await ordered(world, 102, cups)
        assert await paid(world, order) is PAID


async def test_a_machine_put_back_is_told_by_the_chain(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """Database, marker and file are from before, and fit; but an address was used."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(2)
        async with world.uow.read() as uow:
            free = await uow.addresses.free("BTC", 100)
    async with running(sqlite_target) as world:
        world.chain.pay(free[3].address, 25_000)
        world.chain.mine()
        with pytest.raises(ShopError):
            await ordered(world, 100, variant)
        assert ("stock-doubted", "", "chain") in await alarms(world)


async def test_a_copy_of_the_whole_folder_is_noticed(sqlite_target: Target, tmp_path: Path) -> None:
    folder = sqlite_target.path.parent
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(2)
        await bought(world, 99, variant)
    shutil.copytree(folder, tmp_path / "kept", ignore=shutil.ignore_patterns("kept"))
    async with running(sqlite_target) as world:
        await bought(world, 100, variant)
    for path in (tmp_path / "kept").glob(f"{sqlite_target.path.name}*"):
        shutil.copy2(path, folder / path.name)
    put_back(tmp_path / "kept" / sqlite_target.path.name, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        with pytest.raises(NothingLeft):
            await ordered(world, 101, variant)


async def test_a_normal_start_doubts_nothing_and_writes_nothing(sqlite_target: Target) -> None:
    """And what is in the file is no good itself."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(9)
    for turn in range(4):
        async with running(sqlite_target) as world:
            await world.wallets.prepare("BTC")
            assert await alarms(world) == []
            sold = await bought(world, 100 + turn, variant)
            written = tally_of(sqlite_target)
            assert sold.encode() not in written.read_bytes()
            assert written.stat().st_mode & 0o777 == 0o600
        before = written.stat().st_mtime_ns
        async with running(sqlite_target) as world:
            await world.wallets.prepare("BTC")
        assert written.stat().st_mtime_ns == before


async def test_the_first_release_that_writes_the_file_trusts_the_marker(
    sqlite_target: Target,
) -> None:
    """An upgraded shop goes on selling; one that was moved at the same time does not."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(3)
    for marker_is_there in (True, False):
        tally_of(sqlite_target).unlink()
        async with sqlite_target.open() as database, database.unguarded() as uow:
            await uow.session.execute(text("DELETE FROM tallies"))
        if not marker_is_there:
            sqlite_target.path.with_name(sqlite_target.path.name + ".marker").unlink()
        async with running(sqlite_target) as world:
            await world.wallets.prepare("BTC")
            assert (await world.doubts.standing()).waits is not marker_is_there
            assert bool(await alarms(world)) is not marker_is_there
    async with running(sqlite_target) as world:
        with pytest.raises(NothingLeft):
            await ordered(world, 100, variant)


async def test_another_machine_with_the_same_postgresql_sells_nothing_at_first(
    postgres_target: Target, tmp_path: Path
) -> None:
    for machine, waits in (("first", False), ("first", False), ("second", True)):
        folder = tmp_path / machine
        (folder / "data").mkdir(parents=True, exist_ok=True)
        async with Database.create(postgres_target.url, home=folder) as database:
            world = ShopWorld(database)
            await world.wallets.prepare("BTC")
            assert (await world.doubts.standing()).waits is waits
            if not waits:
                await world.variant(2)


async def test_a_command_that_releases_delivers_what_waits_in_the_end(
    sqlite_target: Target,
) -> None:
    """`stock --release` has the shop alone and has not looked at the file."""
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(2)
        order = await ordered(world, 100, variant)
        async with world.uow() as uow:
            await uow.products.doubt(world.clock(), [variant])
        assert await paid(world, order) is PAID
    async with running(sqlite_target) as world:
        assert await world.doubts.release(None, "operator")
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        await world.doubts.deliver()
        assert await goods(world, order) != ""
        assert (await world.load(order)).status is SHIPPED
