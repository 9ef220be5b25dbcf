"""Kinds 3 and 8: the shop's lock on PostgreSQL goes with its connection, and nobody notices."""

import asyncpg
import pytest

from tests.databases import Target
from utils.lock import AlreadyRunning
from utils.lock import SHOP


async def test_a_second_shop_is_refused_after_the_server_dropped_the_first_ones_connections(
    postgres_target: Target,
) -> None:
    first = postgres_target.open(exclusive=True)
    async with first:
        async with first.uow.read() as uow:
            await uow.vault.fact("x")
        admin = await asyncpg.connect(first.backend.server.dsn)
        await admin.execute(  # a restart of the server, a failover, a firewall that forgets
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await admin.close()
        async with first.uow.read() as uow:  # the first shop goes on, as nothing had been
            await uow.vault.fact("x")
        with pytest.raises(AlreadyRunning):
            async with postgres_target.open(exclusive=True):
                pass
