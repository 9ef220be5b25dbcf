"""A PostgreSQL without its trigram module, or a role that may not add it, is told in a sentence."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from migrations import guards, upgrade
from tests.databases import Target
from utils.refusal import StartRefused


async def test_who_may_not_add_the_module_reads_what_to_do(postgres_target: Target) -> None:
    async with postgres_target.open() as database:
        async with database.backend.schema_change() as connection:
            await connection.run_sync(_before_the_search)
        with pytest.raises(StartRefused, match="have its administrator run CREATE EXTENSION"):
            async with database.backend.schema_change() as connection:
                await connection.run_sync(_as_a_stranger)


def _before_the_search(connection: Connection) -> None:
    config = upgrade.config(connection)
    guards.drop(connection)
    command.downgrade(config, "0015_posts")
    connection.execute(text("DROP EXTENSION pg_trgm"))


def _as_a_stranger(connection: Connection) -> None:
    """One that owns the tables, and may not create anything in the database itself."""
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    connection.execute(text("DROP ROLE IF EXISTS holdfast_stranger"))
    connection.execute(text("CREATE ROLE holdfast_stranger"))
    connection.execute(text(f'REVOKE CREATE ON DATABASE "{database}" FROM PUBLIC'))
    connection.execute(text("GRANT ALL ON SCHEMA public TO holdfast_stranger"))
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for name in connection.scalars(tables).all():
        connection.execute(text(f'ALTER TABLE "{name}" OWNER TO holdfast_stranger'))
    connection.execute(text("SET LOCAL ROLE holdfast_stranger"))
    upgrade.to_head(connection, upgrade.SCRIPTS)
