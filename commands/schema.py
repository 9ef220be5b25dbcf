"""`migrate`: the database schema, brought up to date by hand."""

from commands.shop import meant
from commands.terminal import say
from storage import database_of


async def migrate() -> None:
    """Bring the schema to this release's, with a copy beside it first; `run` does it as well."""
    async with database_of(meant(), make=True) as database:
        await database.migrate()
    say("the schema is up to date")
