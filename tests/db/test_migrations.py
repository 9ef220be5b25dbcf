"""Migrations: up, down and up again; what they make is what the models say; all or nothing."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from db import Database
from migrations import guards, upgrade
from migrations.upgrade import SchemaRefused
from models.audit import AuditEntry
from models.base import Base
from tests.databases import KEY, POSTGRESQL, SQLCIPHER, Target, sqlite_target
from tests.db import shop

REBUILD = '''"""Rebuild a table that others refer to, then {then}."""

from alembic import op

revision = "next"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("users", recreate="auto") as batch:
        batch.create_check_constraint("name_not_empty", "name <> ''")
    {then}


def downgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint("ck_users_name_not_empty")
'''


async def test_each_migration_goes_up_down_and_up(target: Target) -> None:
    async with target.open() as database:
        async with database.backend.schema_change() as connection:
            await connection.run_sync(_stairway)
        await database.migrate()
        await shop.build(database)


def _stairway(connection: Connection) -> None:
    config = upgrade.config(connection)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    guards.drop(connection)
    command.downgrade(config, "base")
    assert inspect(connection).get_table_names() == ["alembic_version"]
    for script in reversed(revisions):
        command.upgrade(config, script.revision)
        command.downgrade(config, str(script.down_revision or "base"))
        command.upgrade(config, script.revision)
    guards.install(connection)


async def test_money_of_older_releases_is_accounted_for(target: Target) -> None:
    """Sums of wei that no integer column holds; and what was accounted for whole stays so."""
    wei = str(3 * 10**30)
    async with target.open() as database:
        await shop.build(database)
        async with database.backend.schema_change() as connection:
            await connection.run_sync(_before_and_again, "0007_money", wei)
        async with database.uow.read() as uow:
            moves = await uow.session.execute(text("SELECT accounted FROM transfers ORDER BY id"))
            bills = await uow.session.execute(text("SELECT taken FROM invoices ORDER BY id"))
            assert [row[0] for row in moves] == ["0", wei]
            assert [row[0] for row in bills] == ["0", str(2 * 10**30)]
            assert await uow.invariants.violations() == []


def _before_and_again(connection: Connection, revision: str, wei: str) -> None:
    """As the release before `revision` would have left it, and brought up to date."""
    config = upgrade.config(connection)
    guards.drop(connection)
    connection.execute(text("DELETE FROM refund_txids"))
    connection.execute(text("DELETE FROM refunds"))  # which that release did not know
    connection.execute(text("DELETE FROM credit_entries WHERE reason IN ('refunded', 'withdrawn')"))
    before = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    command.downgrade(config, str(before))
    connection.execute(text(f"UPDATE transfers SET amount = '{wei}' WHERE id = 2"))
    connection.execute(text("UPDATE invoices SET due = '2' || substr(:wei, 2)"), {"wei": wei})
    command.upgrade(config, "head")
    guards.install(connection)


async def test_a_changed_coin_survives_the_way_down_and_up(target: Target) -> None:
    """The older release knows it as a cancelled order; no row is lost."""
    async with target.open() as database:
        await shop.build(database)
        await shop.switch_coin(database)
        async with database.backend.schema_change() as connection:
            await connection.run_sync(_down_and_up, "0012_switch")
        async with database.uow.read() as uow:
            rows = await uow.session.execute(text("SELECT id, replaces_id, switches FROM orders"))
            assert sorted(rows) == [(n, None, 0) for n in (1, 2, 3, 4)]
            assert await uow.invariants.violations() == []


async def test_what_refunds_were_sent_in_is_kept(target: Target) -> None:
    """Also what was sent and vanished, which only the audit has; what pays another is left out."""
    async with target.open() as database:
        await shop.build(database)
        async with database.uow() as uow:
            for refund, txid in (
                (1, "lost"),
                (1, "shared"),
                (2, "shared"),
                (1, "sent"),
                (2, "sent"),
            ):
                said = {"refund": str(refund), "txid": txid}
                uow.audit.add(
                    AuditEntry(
                        at=shop.NOW, actor="admin:1", action="refund.sent", order_id=2, details=said
                    )
                )
        async with database.backend.schema_change() as connection:
            await connection.run_sync(_down_and_up, "0017_refund_txids")
        async with database.uow.read() as uow:
            rows = await uow.session.execute(
                text("SELECT refund_id, txid, seen_at IS NOT NULL FROM refund_txids ORDER BY id")
            )
            assert [tuple(row) for row in rows] == [(2, "sent", True), (1, "lost", True)]
            due = await uow.refunds.due(shop.NOW, 10)
            assert [refund.id for refund in due] == [2]
            assert await uow.invariants.violations() == []


def _down_and_up(connection: Connection, revision: str) -> None:
    config = upgrade.config(connection)
    guards.drop(connection)
    before = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    command.downgrade(config, str(before))
    command.upgrade(config, "head")
    guards.install(connection)


async def test_the_models_add_nothing_to_the_migrations(database: Database) -> None:
    """What `alembic check` sees: tables, columns, types, indexes, uniques, foreign keys."""
    async with database.uow() as uow:
        diff = await (await uow.session.connection()).run_sync(_diff)
    assert diff == []


def _diff(connection: Connection) -> list[Any]:
    opts = {"compare_type": True, "include_name": _is_modelled}
    context = MigrationContext.configure(connection, opts=opts)
    return list(compare_metadata(context, Base.metadata))


def _is_modelled(name: str | None, _kind: str, _parents: Any) -> bool:
    """The index of the search is no model's: tests/services/goods/test_search.py tries it."""
    return not (name or "").startswith(("product_search", "people_search"))


async def test_sqlite_tables_are_what_the_models_would_create(sqlite_database: Database) -> None:
    """And what it does not see: checks, names, STRICT, the condition of an index."""
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''"
    async with sqlite_database.uow.read() as uow:
        migrated = {row.name: row.sql for row in await uow.session.execute(text(query))}
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        modelled = {row.name: row.sql for row in connection.execute(text(query))}
    engine.dispose()
    del migrated["alembic_version"]
    migrated = {n: s for n, s in migrated.items() if _is_modelled(n, "table", None)}
    assert {n: _clauses(s) for n, s in migrated.items()} == {
        n: _clauses(s) for n, s in modelled.items()
    }


def _clauses(ddl: str) -> list[str]:
    """The lines of a statement, in any order; an added column stands in the line of another."""
    lines = re.sub(r'"(\w+)"', r"\1", ddl).splitlines()
    parts = [part for line in lines for part in ([line] if "(" in line else line.split(", "))]
    return sorted(re.sub(r"\s+", " ", part).strip(" ,") for part in parts if part.strip(" ,"))


async def test_postgresql_checks_are_what_the_models_say(postgres_target: Target) -> None:
    query = text(
        "SELECT conname, replace(pg_get_constraintdef(oid), :schema || '.', '')"
        " FROM pg_constraint WHERE connamespace = (:schema)::regnamespace"
        " AND conname NOT LIKE 'alembic%'"
    )
    async with postgres_target.open() as database, database.uow() as uow:
        migrated = (await uow.session.execute(query, {"schema": "public"})).all()
        await uow.session.execute(text("CREATE SCHEMA modelled"))
        await uow.session.execute(text("SET LOCAL search_path TO modelled"))
        connection = await uow.session.connection()
        await connection.run_sync(Base.metadata.create_all, checkfirst=False)
        modelled = (await uow.session.execute(query, {"schema": "modelled"})).all()
    assert {*map(tuple, migrated)} == {*map(tuple, modelled)}


@pytest.mark.parametrize("flavour", ["sqlite", SQLCIPHER, POSTGRESQL])
async def test_an_upgrade_keeps_rows_and_guards(
    flavour: str, request: pytest.FixtureRequest, sqlite_templates: Any, tmp_path: Path
) -> None:
    target = _target(flavour, request, sqlite_templates, tmp_path)
    scripts = _release(tmp_path, then="pass")
    async with target.open() as database:
        await shop.build(database)
        before = await _row_counts(database)
        await database.migrate(scripts)
        assert await _row_counts(database) == before
        await database.migrate(scripts)  # at head: looks for the guards only
        async with database.uow.read() as uow:
            assert await uow.invariants.violations() == []
            assert await uow.invariants.integrity() == []
        with pytest.raises(SchemaRefused, match="does not know"):
            await database.migrate()
    if flavour != POSTGRESQL:
        await _assert_is_the_old_one(tmp_path / "shop.db.before-next.1", target, before)


def _target(
    flavour: str, request: pytest.FixtureRequest, sqlite_templates: Any, tmp_path: Path
) -> Target:
    if flavour == POSTGRESQL:
        found: Target = request.getfixturevalue("postgres_target")
        return found
    copied: Target = sqlite_templates.copy(flavour, tmp_path / "shop.db")
    return copied


async def _assert_is_the_old_one(path: Path, target: Target, rows: dict[str, int]) -> None:
    async with sqlite_target(path, target.flavour).open() as copy:
        assert await _row_counts(copy) == rows
        await copy.migrate()


@pytest.mark.parametrize(
    "failure", ["raise RuntimeError('half way')", "op.execute('DELETE FROM categories')"]
)
async def test_a_failed_upgrade_changes_nothing(
    failure: str, sqlite_target: Target, tmp_path: Path
) -> None:
    """The second one succeeds but leaves products without a category."""
    scripts = _release(tmp_path, then=failure)
    async with sqlite_target.open() as database:
        await shop.build(database)
        before = await _row_counts(database)
        with pytest.raises(Exception, match=r"half way|was undone"):
            await database.migrate(scripts)
        await database.migrate()  # still at the old schema, guards in place
        assert await _row_counts(database) == before
        async with database.uow.read() as uow:
            assert await uow.session.scalar(text("PRAGMA foreign_keys")) == 1


async def test_a_new_file_needs_no_copy_before_it(tmp_path: Path) -> None:
    target = Target("sqlite", f"sqlite+aiosqlite:///{tmp_path}/new.db", KEY)
    async with target.open() as database:
        await database.migrate()
        await shop.build(database)
    assert not [name for name in _names(tmp_path) if "before" in name]


def _release(folder: Path, *, then: str) -> Path:
    """The scripts of an imaginary next release, with one more migration that ends in `then`."""
    scripts = folder / "migrations"
    shutil.copytree(upgrade.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    before = ScriptDirectory(str(scripts)).get_current_head()
    (scripts / "versions" / "next.py").write_text(REBUILD.format(then=then, before=before))
    return scripts


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _row_counts(database: Database) -> dict[str, int]:
    async with database.uow.read() as uow:
        return {
            name: int(await uow.session.scalar(text(f"SELECT count(*) FROM {name}")) or 0)
            for name in Base.metadata.tables
        }
