"""Case 36: the shop knows by itself that its database was restored, copied or moved."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from db import Database
from models.product import ProductKind
from services.running.notification import Event
from tests.databases import Target
from tests.services.conftest import ShopWorld
from utils.marker import MarkerUnwritable

GIVEN = 40


@asynccontextmanager
async def running(target: Target) -> AsyncIterator[ShopWorld]:
    async with target.open(exclusive=True) as database:
        world = ShopWorld(database)
        await world.rates.refresh()
        yield world
        assert await world.violations() == []


async def stocked(target: Target) -> int:
    """A shop that has prepared addresses and given none."""
    async with running(target) as world:
        await world.wallets.prepare("BTC")
        return await world.variant(1_000, ProductKind.PHYSICAL)


async def sells(world: ShopWorld, variant: int, customers: range) -> list[str]:
    """The addresses that these customers got; nobody pays."""
    given = []
    for number in customers:
        await world.customer(number)
        await world.carts.add(number, variant, 1)
        order_id = await world.till.place(number, "BTC", "Elm Street 13")
        given.append((await world.invoice(order_id)).address.address)
        await world.wallets.prepare("BTC")
    return given


async def restored(world: ShopWorld) -> int:
    """How often the first admin heard that it was."""
    rows = [row for row in await world.messages() if row.event == Event.ADMIN_ALERT]
    return len([row for row in rows if row.args["topic"] == "restored" and row.chat_id == 1])


async def next_index(world: ShopWorld) -> int:
    async with world.uow.read() as uow:
        return await uow.addresses.next_index("BTC")


def put_back(backup: Path, target: Target) -> None:
    for suffix in ("-wal", "-shm"):
        target.path.with_name(target.path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, target.path)


def marker_of(target: Target) -> Path:
    return target.path.with_name(target.path.name + ".marker")


async def test_a_restored_backup_gives_no_address_twice(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """40 customers got addresses after the backup, and again after it was restored, and again."""
    variant, backup, given = await stocked(sqlite_target), tmp_path / "backup.db", set[str]()
    async with sqlite_target.open() as database:
        await database.backup(backup)
    for turn in range(3):
        async with running(sqlite_target) as world:
            fresh = await sells(world, variant, range(100, 100 + GIVEN))
            assert given.isdisjoint(fresh)
            assert len(set(fresh)) == GIVEN
            assert await restored(world) == min(turn, 1)
            given |= set(fresh)
        put_back(backup, sqlite_target)


async def test_one_address_given_since_the_backup_is_enough(
    sqlite_target: Target, tmp_path: Path
) -> None:
    """Also when the shop was not restarted between the backup and the loss, and nothing paid."""
    variant, copy = await stocked(sqlite_target), tmp_path / "copy.db"
    async with running(sqlite_target) as world:
        await sells(world, variant, range(100, 101))
        await world.database.backend.copy(copy)
        given = await sells(world, variant, range(101, 102))
    put_back(copy, sqlite_target)
    async with running(sqlite_target) as world:
        assert not set(given) & set(await sells(world, variant, range(102, 105)))
        assert await restored(world) == 1


async def test_a_backup_after_which_nothing_was_given_costs_nothing(
    sqlite_target: Target, tmp_path: Path
) -> None:
    variant, copy = await stocked(sqlite_target), tmp_path / "copy.db"
    async with running(sqlite_target) as world:
        await sells(world, variant, range(100, 101))
        await world.database.backend.copy(copy)
    put_back(copy, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await restored(world) == 0


async def test_a_normal_start_does_not_jump(sqlite_target: Target) -> None:
    variant = await stocked(sqlite_target)
    for turn in range(4):
        async with running(sqlite_target) as world:
            await sells(world, variant, range(100 + 10 * turn, 103 + 10 * turn))
            assert await next_index(world) < 100
            assert await restored(world) == 0


@pytest.mark.parametrize("change", ["missing", "foreign", "damaged", "copied", "older"])
async def test_a_marker_that_does_not_fit_lets_the_count_jump_once(
    sqlite_target: Target, tmp_path: Path, change: str
) -> None:
    variant, marker = await stocked(sqlite_target), marker_of(sqlite_target)
    shutil.copy2(marker, tmp_path / "older")
    async with running(sqlite_target) as world:
        before = await sells(world, variant, range(100, 103))
    if change == "missing":
        marker.unlink()
    elif change == "foreign":
        marker.write_bytes(b"%s %020d\n" % (b"a" * 32, 3))
    elif change == "damaged":
        marker.write_bytes(b"\x00" * 54)
    elif change == "copied":
        shutil.copy2(marker, tmp_path / "copy")
        marker.unlink()
        shutil.copy2(tmp_path / "copy", marker)
    else:
        shutil.copy2(tmp_path / "older", marker)
    for turn in range(2):
        async with running(sqlite_target) as world:
            after = await sells(world, variant, range(200 + turn, 201 + turn))
            assert not set(before) & set(after)
            assert await next_index(world) > 1_000
            assert await restored(world) == 1


async def test_a_copy_of_the_whole_folder_is_noticed(sqlite_target: Target, tmp_path: Path) -> None:
    """Marker and database fit each other, and are both from before."""
    variant, folder = await stocked(sqlite_target), sqlite_target.path.parent
    shutil.copytree(folder, tmp_path / "kept", ignore=shutil.ignore_patterns("kept"))
    async with running(sqlite_target) as world:
        given = await sells(world, variant, range(100, 100 + GIVEN))
    for name in (sqlite_target.path.name, marker_of(sqlite_target).name):
        shutil.copy2(tmp_path / "kept" / name, folder / name)
    put_back(tmp_path / "kept" / sqlite_target.path.name, sqlite_target)
    async with running(sqlite_target) as world:
        assert not set(given) & set(await sells(world, variant, range(100, 105)))


async def test_killed_between_the_file_and_the_commit_it_jumps_once(
    sqlite_target: Target,
) -> None:
    variant = await stocked(sqlite_target)
    async with running(sqlite_target) as world:
        await sells(world, variant, range(100, 101))
        assert world.database.marker is not None
        await world.database.marker.step()  # and the commit never comes
    for turn in range(3):
        async with running(sqlite_target) as world:
            await sells(world, variant, range(200 + turn, 201 + turn))
            assert await restored(world) == 1


async def test_killed_while_it_began_anew_it_begins_anew_again(sqlite_target: Target) -> None:
    variant = await stocked(sqlite_target)
    async with running(sqlite_target) as world:
        before = await sells(world, variant, range(100, 103))
    marker_of(sqlite_target).write_bytes(b"%s %020d\n" % (b"b" * 32, 0))  # and no row in the base
    async with running(sqlite_target) as world:
        assert not set(before) & set(await sells(world, variant, range(103, 106)))
        assert await restored(world) == 1


async def test_a_sale_that_fails_leaves_marker_and_database_together(
    sqlite_target: Target,
) -> None:
    variant = await stocked(sqlite_target)
    async with running(sqlite_target) as world:
        await sells(world, variant, range(100, 101))

        async def fails() -> None:
            async with world.uow() as uow:
                assert await uow.addresses.take("BTC", world.clock()) is not None
                raise ArithmeticError

        with pytest.raises(ArithmeticError):
            await fails()
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        assert await restored(world) == 0


async def test_the_marker_is_the_owners_alone_and_must_be_writable(
    sqlite_target: Target, tmp_path: Path
) -> None:
    await stocked(sqlite_target)
    marker = marker_of(sqlite_target)
    assert marker.stat().st_mode & 0o777 == 0o600
    marker.unlink()
    marker.mkdir()
    async with running(sqlite_target) as world:
        with pytest.raises(MarkerUnwritable):
            await world.wallets.settle()


async def test_another_machine_with_the_same_postgresql_jumps(
    postgres_target: Target, tmp_path: Path
) -> None:
    for machine, jumps in (("first", 0), ("first", 0), ("second", 1), ("second", 1)):
        folder = tmp_path / machine
        folder.mkdir(exist_ok=True)
        async with Database.create(postgres_target.url, folder=folder) as database:
            world = ShopWorld(database)
            await world.wallets.prepare("BTC")
            assert await restored(world) == jumps
