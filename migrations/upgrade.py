"""Brings a database to the newest schema, in the transaction of the caller."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from migrations import guards
from utils.refusal import StartRefused

SCRIPTS = Path(__file__).parent


class SchemaRefused(StartRefused):
    """The schema is not one this release can work with."""


def config(connection: Connection, scripts: Path = SCRIPTS) -> Config:
    made = Config()
    made.set_main_option("script_location", str(scripts).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def pending(connection: Connection, scripts: Path) -> tuple[str | None, str | None]:
    """The revision of the database, None when it is empty, and the one to go to, None when there.

    Raises SchemaRefused for a database of a newer release, and when its guards are not this one's.
    """
    current = revision(connection)
    directory = ScriptDirectory.from_config(config(connection, scripts))
    head = directory.get_current_head()
    if current == head:
        _refuse_unguarded(connection)
        return current, None
    if current is not None:
        _refuse_unknown(directory, current)
    return current, head


def to_head(connection: Connection, scripts: Path) -> None:
    """Upgrade inside the caller's transaction; the guards are off while it runs, and new after."""
    guards.drop(connection)
    command.upgrade(config(connection, scripts), "head")
    guards.install(connection)


def _refuse_unguarded(connection: Connection) -> None:
    differ = guards.differences(connection)
    lost, changed = differ.missing, differ.changed
    words = [f"lost {len(lost)} of its guards ({', '.join(lost)})"] if lost else []
    words += [f"has {len(changed)} changed guards ({', '.join(changed)})"] if changed else []
    if words:
        raise SchemaRefused(
            f"the database {' and '.join(words)}: restore a backup, or find out who did that"
        )


def _refuse_unknown(directory: ScriptDirectory, revision: str) -> None:
    try:
        directory.get_revision(revision)
    except CommandError as error:
        raise SchemaRefused(
            f"the database has schema {revision}, which this release does not know:"
            " start the newer release that wrote it, or restore a backup"
        ) from error
