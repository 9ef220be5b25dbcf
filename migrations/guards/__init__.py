"""The triggers: dropped before a schema change, created after it, looked for at every start.

A change of the `.sql` files needs a migration of its own (an empty one), which re-creates them.
"""

import re
from pathlib import Path

from sqlalchemy import Connection, text

PRESENT = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE tgname LIKE 'guard%' AND tgenabled <> 'D'"
        " AND relnamespace = current_schema()::regnamespace"
    ),
}


def install(connection: Connection) -> None:
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    on_table = connection.dialect.name == "postgresql"
    for name, table in _present(connection).items():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if on_table else ""))


def missing(connection: Connection) -> list[str]:
    """The names of the guards that this database does not have."""
    script = "\n".join(_statements(connection.dialect.name))
    expected = set(re.findall(r"CREATE TRIGGER (\w+)", script))
    return sorted(expected - _present(connection).keys())


def _present(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text(PRESENT[connection.dialect.name]))
    return {name: table for name, table in rows if name.startswith("guard_")}


def _statements(dialect: str) -> list[str]:
    script = Path(__file__).with_name(f"{dialect}.sql").read_text(encoding="utf-8")
    return [part for part in script.split("\n\n") if "CREATE" in part]
