"""Kinds 3 and 8: after the server restarted, `rekey` runs beside a running shop on PostgreSQL."""

import asyncpg
import pytest

from services.keys import rekey
from tests.databases import Target
from tests.services.conftest import ShopWorld
from utils.lock import AlreadyRunning
from utils.sealing import Sealer


async def test_rekey_is_refused_beside_a_shop_whose_server_was_restarted(
    postgres_target: Target,
) -> None:
    shop = postgres_target.open(exclusive=True)
    async with shop:
        world = ShopWorld(shop)
        variant = await world.variant(2)
        admin = await asyncpg.connect(shop.backend.server.dsn)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await admin.close()
        with pytest.raises(AlreadyRunning):
            async with postgres_target.open(exclusive=True) as other:
                await rekey.rekey(other, world.sealer, Sealer("ab12" * 7 + "c0ffee99d00d" * 3), world.clock)
        async with shop.uow.read() as uow:
            assert await uow.products.variant(variant)
