"""What the migrations make of an empty SQLite database, kept as statements for the tests' shops.

A first start runs each migration, which is tried elsewhere, on every database; here it would take
half of a short command's time, hundreds of times.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from migrations import upgrade

MADE_BY_ITSELF = ("_data", "_idx", "_content", "_docsize", "_config")
"""Tables behind a table for searching."""


def taken() -> list[tuple[str, tuple[Any, ...]]]:
    """Statements and their values, in the order in which they can be run."""
    with create_engine("sqlite://", module=dbapi2).begin() as connection:
        upgrade.to_head(connection, upgrade.SCRIPTS)
        made = [
            tuple(row)
            for row in connection.exec_driver_sql(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
            )
        ]
        virtual = [name for _, name, sql in made if sql.startswith("CREATE VIRTUAL")]
        behind = {name + end for name in virtual for end in MADE_BY_ITSELF}
        own = [row for row in made if row[1] not in behind and not row[1].startswith("sqlite_")]
        tables = [row for row in own if row[0] == "table"]
        rows = [
            statement
            for _, name, _ in tables
            if name not in virtual
            for statement in _rows(connection, name)
        ]
        rest = [(sql, ()) for kind, _, sql in own if kind != "table"]
        return [*((sql, ()) for _, _, sql in tables), *rows, *rest]


def _rows(connection: Connection, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    found = [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
    return [(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row) for row in found]


def install() -> None:
    """From now on an empty SQLite database of this process, and of its forks, is made so."""
    statements, migrate = taken(), upgrade.to_head

    def to_head(connection: Connection, scripts: Path) -> None:
        empty = connection.dialect.name == "sqlite" and upgrade.revision(connection) is None
        if not empty or scripts != upgrade.SCRIPTS:
            migrate(connection, scripts)
            return
        for statement, values in statements:
            connection.exec_driver_sql(statement, values)

    upgrade.to_head = to_head
