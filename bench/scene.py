"""A shop with one hot variant, prepared once per flavour and copied for each run."""

import itertools
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import Database
from models.cart import CartLine
from models.mark import Mark
from models.product import ProductKind
from models.user import User
from services.keys.wallet import AT_ONCE
from tests.databases import (
    POSTGRESQL,
    Office,
    PostgresServer,
    SqliteTemplates,
    Target,
    find_postgres,
    sqlite_target,
)
from tests.services.conftest import ShopWorld

ORDERS = 2_000
"""How often the variant can be sold."""
LATE = 200
"""Customers who come when it is sold out."""
CUSTOMERS = range(10_000, 10_000 + ORDERS + LATE)


async def prepare(target: Target) -> None:
    """Stock, people with the variant in their cart, and proved addresses for all of them."""
    async with target.open() as database:
        world = ShopWorld(database)
        variant = await world.variant(ORDERS, ProductKind.DIGITAL)
        async with world.uow() as uow:
            now = world.clock()
            uow.session.add_all(
                User(id=n, name=f"user {n}", language="en", created_at=now) for n in CUSTOMERS
            )
            await uow.flush()
            uow.session.add_all(
                CartLine(user_id=n, variant_id=variant, quantity=1) for n in CUSTOMERS
            )
        for _ in range(ORDERS // AT_ONCE + 1):  # so many are made in one go
            await world.wallets.prepare("BTC", ORDERS + 1)


async def adopt(database: Database) -> None:
    """Take a copied scene for the original. A shop sells nothing from a copy: the files beside its
    database, which say what was given and sold, are not there.
    """
    if database.marker is None or database.tally is None:
        return
    token = secrets.token_hex(16)
    mark = await database.marker.write(token, 0)
    await database.tally.begin(token)
    async with database.uow() as uow:
        await uow.marks.add(Mark(token=token, given=0, stamp=mark.stamp))
        await uow.tallies.begin(token, None)


class DurableServer(PostgresServer):
    """As an operator runs it: a commit is on the disk when it is answered."""

    def start(self) -> None:
        super().start()
        options = f"-c listen_addresses='' -k {self._folder} -c fsync=on"
        data = str(self._folder / "data")
        self._office.close()
        self._run("pg_ctl", "-D", data, "-w", "-l", f"{self._folder}/log", "-o", options, "restart")
        self._office = Office()
        self._office.open(f"postgresql://postgres@/postgres?host={self._folder}")

    def copy(self, target: Target) -> Target:
        """A new database with what is in `target`, which nobody may have open."""
        name = f"copy{next(self._numbers)}"
        source = target.url.partition("?")[0].rpartition("/")[2]
        self._office.ask(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self.target(name)


class Scenes:
    """Databases to run checkouts on; leaves nothing behind."""

    def __init__(self, folder: Path, server: DurableServer | None) -> None:
        self._folder = folder
        self._templates = SqliteTemplates(folder)
        self._server = server
        self._prepared: dict[str, Target] = {}
        self._numbers = itertools.count(1)

    async def fresh(self, flavour: str) -> Target:
        """A database of its own with the scene set."""
        if flavour not in self._prepared:
            target = self._empty(flavour)
            await prepare(target)
            self._prepared[flavour] = target
        return self._copy(self._prepared[flavour])

    def _empty(self, flavour: str) -> Target:
        if flavour == POSTGRESQL:
            assert self._server is not None
            return self._server.create()
        return self._templates.copy(flavour, self._folder / f"{flavour}-scene.db")

    def _copy(self, target: Target) -> Target:
        if target.flavour == POSTGRESQL:
            assert self._server is not None
            return self._server.copy(target)
        path = self._folder / f"{target.flavour}-{next(self._numbers)}.db"
        shutil.copy(target.path, path)
        return sqlite_target(path, target.flavour)


@contextmanager
def postgres() -> Iterator[DurableServer | None]:
    """A running server; None where PostgreSQL is not installed."""
    binaries = find_postgres()
    if binaries is None:
        yield None
        return
    server = DurableServer(binaries)
    server.start()
    try:
        yield server
    finally:
        server.stop()
