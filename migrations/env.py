"""Alembic's entry: runs on the connection it is handed, or on a developer's scratch file."""

from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, Connection, create_engine, make_url
from sqlalchemy.types import TypeDecorator

from models.base import Base  # importing the package registers every table


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a column type as the database sees it: a migration must not change with the models."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    if isinstance(item.impl_instance, BigInteger):  # a STRICT table knows no BIGINT
        return "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')"
    return f"sa.{item.impl_instance!r}"


def is_modelled(name: str | None, _kind: str, _parents: Any = None) -> bool:
    """Indexes of searches are made by hand: no model knows them (0018_catalogue, 0023_people)."""
    return not (name or "").startswith(("product_search", "people_search"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transactional_ddl=True,
        compare_type=True,
        include_name=is_modelled,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_scratch_file() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    with create_engine(url).begin() as connection:
        run(connection)


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    run_on_scratch_file()
