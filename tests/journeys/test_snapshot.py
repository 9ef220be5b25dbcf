"""What the journeys' shops begin with is what the migrations make."""

from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from migrations import guards, upgrade
from tests.journeys import snapshot


def schema(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """The lines of each in an order of their own: a table that was built anew has its constraints
    in any.
    """
    found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    return {
        (kind, name): sorted((sql or "").replace(",", "").split("\n")) for kind, name, sql in found
    }


def test_it_is_what_the_migrations_make() -> None:
    engines = [create_engine("sqlite://", module=dbapi2) for _ in range(2)]
    with engines[0].begin() as made, engines[1].begin() as migrated:
        for statement, values in snapshot.taken():
            made.exec_driver_sql(statement, values)
        upgrade.to_head(migrated, upgrade.SCRIPTS)
        assert schema(made) == schema(migrated)
        assert upgrade.revision(made) == upgrade.revision(migrated)
        assert guards.differences(made) == guards.Differences([], [])
