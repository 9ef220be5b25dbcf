"""The triggers: dropped before a schema change, created after it, compared at every start.

A change of the `.sql` files needs a migration of its own (an empty one), which re-creates them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

PRESENT = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid, true)"
        " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE tgname LIKE 'guard%' AND tgenabled <> 'D'"
        " AND relnamespace = current_schema()::regnamespace"
    ),
}
FUNCTIONS = (
    "SELECT proname, prosrc FROM pg_proc"
    " WHERE proname LIKE 'guard%' AND pronamespace = current_schema()::regnamespace"
)
REBUILT = (
    "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true)"
    " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgname LIKE 'guard%' AND relnamespace = pg_my_temp_schema()"
)


@dataclass(frozen=True, slots=True)
class Differences:
    """Names of guards. `missing`: not there, or switched off; `changed`: not what they should say,
    or unknown to this release.
    """

    missing: list[str]
    changed: list[str]


def install(connection: Connection) -> None:
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    on_table = connection.dialect.name == "postgresql"
    for name, table, _ in _present(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if on_table else ""))


def differences(connection: Connection) -> Differences:
    """How the guards of this database differ from this release's. Leaves nothing behind if the
    caller rolls back.
    """
    if connection.dialect.name == "postgresql":
        expected, found = _expected_on_postgresql(connection), _found_on_postgresql(connection)
    else:
        expected = {_name(part): _words(part) for part in _statements("sqlite")}
        found = {name: _words(sql) for name, _, sql in _present(connection)}
    changed = {name for name, body in found.items() if body != expected.get(name)}
    return Differences(sorted(expected.keys() - found.keys()), sorted(changed))


def _present(connection: Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(text(PRESENT[connection.dialect.name]))
    return [(name, table, sql) for name, table, sql in rows if name.startswith("guard_")]


def _found_on_postgresql(connection: Connection) -> dict[str, str]:
    triggers = {name: _words(body) for name, _, body in _present(connection)}
    ours = _functions(_statements("postgresql")).keys()  # older releases may have left others
    functions = {f"{name}()": _words(body) for name, body in connection.execute(text(FUNCTIONS))}
    return triggers | {name: functions[name] for name in ours & functions.keys()}


def _expected_on_postgresql(connection: Connection) -> dict[str, str]:
    """PostgreSQL keeps a trigger as a parsed expression and prints it in words of its own, which
    differ between its versions: it is made to print ours, from triggers on empty temporary tables.
    """
    parts = _statements("postgresql")
    triggers = [part for part in parts if "CREATE TRIGGER" in part]
    tables = sorted({table for part in triggers for table in re.findall(r" ON (\w+)\s", part)})
    copies = [f"CREATE TEMP TABLE {table} (LIKE {table})" for table in tables]
    script = ";\n".join([*copies, *triggers])
    connection.exec_driver_sql(f"DO $rebuild$ BEGIN {script}; END $rebuild$")
    rebuilt = connection.execute(text(REBUILT))
    expected = {str(name): _words(body) for name, body in rebuilt}
    for table in tables:
        connection.exec_driver_sql(f"DROP TABLE pg_temp.{table}")
    return expected | _functions(parts)


def _functions(parts: list[str]) -> dict[str, str]:
    bodies = (re.search(r"FUNCTION (\w+)\(.*?\$\$(.*)\$\$", part, re.DOTALL) for part in parts)
    return {f"{body[1]}()": _words(body[2]) for body in bodies if body}


def _words(body: str) -> str:
    """A body without what means nothing: how it is spaced, and which schema a table is in."""
    return re.sub(r" ON (\w+\.)(?=\w+ )", " ON ", " ".join(body.split()))


def _name(statement: str) -> str:
    found = re.search(r"CREATE TRIGGER (\w+)", statement)
    assert found is not None, statement  # noqa: S101 - `_statements` are all CREATE
    return found[1]


def _statements(dialect: str) -> list[str]:
    script = Path(__file__).with_name(f"{dialect}.sql").read_text(encoding="utf-8")
    return [part[part.index("CREATE") :] for part in script.split("\n\n") if "CREATE" in part]
