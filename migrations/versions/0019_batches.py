"""Goods in batches, and as files; what is shared; who moved what; low stock is told of once."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0019_batches"
down_revision = "0018_catalogue"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATUSES = "'available', 'sold', 'removed', 'gone', 'undone', 'replaced'"
KEPT = "kept_while_gone_or_sold"
ON_A_LINE = (
    "(status IN ({})) = (order_line_id IS NOT NULL) AND (order_line_id IS NULL) = (slot IS NULL)"
)
KINDS = ("products", "order_lines")
FLAGS = ("low_armed", "endless")


def upgrade() -> None:
    _create_files()
    _create_batches()
    _create_shared()
    _units()
    with _table("stock_movements") as movements:
        movements.add_column(_text("actor", null=False, default="operator"))
    with _table("variants") as variants:
        variants.add_column(sa.Column("low_at", BIG, nullable=True))
        for name, value in zip(FLAGS, "10", strict=True):
            flag = sa.Column(name, sa.Integer(), nullable=False, server_default=value)
            variants.add_column(flag)
        _condition(variants, "variants", "low_not_negative", "low_at IS NULL OR low_at >= 0")
        both = "low_armed IN (0, 1) AND endless IN (0, 1)"
        _condition(variants, "variants", "flags_known", both)
    for table in KINDS:
        _kinds(table, "'digital', 'shared', 'physical'")
    op.add_column("audit", sa.Column("subject", sa.Text(), nullable=True))
    _index("ix_audit_subject", "audit", ["subject", "id"], "subject IS NOT NULL")


def downgrade() -> None:
    """What was undone is forgotten, what was replaced counts as taken off; nothing may be shared,
    since the older schema has no word for it.
    """
    op.drop_index("ix_audit_subject", "audit")
    op.drop_column("audit", "subject")
    for table in KINDS:
        _kinds(table, "'digital', 'physical'")
    with _table("variants") as variants:
        for name in ("low_not_negative", "flags_known"):
            variants.drop_constraint(op.f(f"ck_variants_{name}"), type_="check")
        for name in ("low_at", *FLAGS):
            variants.drop_column(name)
    with _table("stock_movements") as movements:
        movements.drop_column("actor")
    _forget()
    _units_as_before()
    for name in ("shared_goods", "batches", "file_pieces", "goods_files"):
        op.drop_table(name)


def _create_files() -> None:
    _create(
        "goods_files",
        *_bigs("id size pieces created_at"),
        _check("goods_files", "size_bounded", "size BETWEEN 1 AND 20971520"),
        _check("goods_files", "pieces_positive", "pieces > 0"),
        key=["id"],
    )
    _create(
        "file_pieces",
        sa.Column("file_id", BIG, nullable=False, autoincrement=False),
        sa.Column("number", BIG, nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _check("file_pieces", "number_not_negative", "number >= 0"),
        _refers("file_pieces", "file_id", "goods_files.id"),
        key=["file_id", "number"],
    )


def _create_batches() -> None:
    _create(
        "batches",
        *_bigs("id variant_id quantity created_at"),
        *(sa.Column(name, BIG, nullable=True) for name in ("cost", "undone_at")),
        *(_text(name) for name in ("note", "supplier", "currency", "undone_by")),
        _text("actor", null=False),
        _check("batches", "quantity_positive", "quantity > 0"),
        _check("batches", "cost_not_negative", "cost IS NULL OR cost >= 0"),
        _check("batches", "cost_in_a_currency", "(cost IS NULL) = (currency IS NULL)"),
        _check("batches", "undone_by_somebody", "(undone_at IS NULL) = (undone_by IS NULL)"),
        _refers("batches", "variant_id", "variants.id"),
        key=["id"],
    )
    op.create_index("ix_batches_variant_id", "batches", ["variant_id", "id"])


def _create_shared() -> None:
    _create(
        "shared_goods",
        *_bigs("id variant_id created_at"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", BIG, nullable=True),
        _text("actor", null=False),
        _refers("shared_goods", "variant_id", "variants.id"),
        _refers("shared_goods", "file_id", "goods_files.id"),
        sa.UniqueConstraint("file_id", name=op.f("uq_shared_goods_file_id")),
        key=["id"],
    )
    op.create_index("ix_shared_goods_variant_id", "shared_goods", ["variant_id", "id"])


def _units() -> None:
    with _table("stock_units") as units:
        for name, to in (
            ("batch_id", "batches"),
            ("file_id", "goods_files"),
            ("replaces_id", "stock_units"),
        ):
            units.add_column(sa.Column(name, BIG, nullable=True))
            units.create_foreign_key(op.f(f"fk_stock_units_{name}"), to, [name], ["id"])
        for name in ("replaces_id", "file_id"):
            units.create_unique_constraint(op.f(f"uq_stock_units_{name}"), [name])
        units.drop_constraint(op.f("uq_stock_units_digest"), type_="unique")
        units.drop_constraint(op.f("uq_stock_units_order_line_id_slot"), type_="unique")
        _restate(units, STATUSES, "'sold', 'replaced'")
        _kept(units, "'gone', 'sold', 'replaced'")
        with_batch = "status <> 'undone' OR batch_id IS NOT NULL"
        _condition(units, "stock_units", "undone_with_a_batch", with_batch)
        on_a_line = "replaces_id IS NULL OR order_line_id IS NOT NULL"
        _condition(units, "stock_units", "replaces_on_a_line", on_a_line)
    for column in ("order_line_id", "batch_id"):
        op.create_index(f"ix_stock_units_{column}", "stock_units", [column])
    alive, sold = "status <> 'undone'", "status = 'sold'"
    _index("one_unit_per_digest", "stock_units", ["digest"], alive, unique=True)
    _index("one_unit_per_place", "stock_units", ["order_line_id", "slot"], sold, unique=True)


def _forget() -> None:
    for change in (
        "UPDATE variants SET received_quantity = received_quantity - u.n,"
        " removed_quantity = removed_quantity - u.n FROM (SELECT variant_id AS id, count(*) AS n"
        " FROM stock_units WHERE status = 'undone' GROUP BY variant_id) AS u"
        " WHERE u.id = variants.id",
        "DELETE FROM stock_units WHERE status = 'undone'",
        "UPDATE stock_units SET replaces_id = NULL",
        "UPDATE stock_units SET status = 'removed', order_line_id = NULL, slot = NULL,"
        " kept_for = NULL"
        " WHERE status = 'replaced'",
    ):
        op.execute(change)


def _units_as_before() -> None:
    for name in ("order_line_id", "batch_id"):
        op.drop_index(f"ix_stock_units_{name}", "stock_units")
    for name in ("one_unit_per_digest", "one_unit_per_place"):
        op.drop_index(name, "stock_units")
    with _table("stock_units") as units:
        for name in ("undone_with_a_batch", "replaces_on_a_line"):
            units.drop_constraint(op.f(f"ck_stock_units_{name}"), type_="check")
        _restate(units, "'available', 'sold', 'removed', 'gone'", "'sold'")
        _kept(units, "'gone', 'sold'")
        for name in ("replaces_id", "file_id"):
            units.drop_constraint(op.f(f"uq_stock_units_{name}"), type_="unique")
        for name in ("batch_id", "file_id", "replaces_id"):
            units.drop_constraint(op.f(f"fk_stock_units_{name}"), type_="foreignkey")
            units.drop_column(name)
        units.create_unique_constraint(op.f("uq_stock_units_digest"), ["digest"])
        columns = ["order_line_id", "slot"]
        units.create_unique_constraint(op.f("uq_stock_units_order_line_id_slot"), columns)


def _restate(units: BatchOperations, statuses: str, on_a_line: str) -> None:
    for name in ("status_known", "sold_to_a_line"):
        units.drop_constraint(op.f(f"ck_stock_units_{name}"), type_="check")
    _condition(units, "stock_units", "status_known", f"status IN ({statuses})")
    _condition(units, "stock_units", "sold_to_a_line", ON_A_LINE.format(on_a_line))


def _kept(units: BatchOperations, statuses: str) -> None:
    units.drop_constraint(op.f(f"ck_stock_units_{KEPT}"), type_="check")
    _condition(units, "stock_units", KEPT, f"kept_for IS NULL OR status IN ({statuses})")


def _kinds(table: str, known: str) -> None:
    with _table(table) as changed:
        changed.drop_constraint(op.f(f"ck_{table}_kind_known"), type_="check")
        _condition(changed, table, "kind_known", f"kind IN ({known})")


@contextmanager
def _table(name: str) -> Iterator[BatchOperations]:
    with op.batch_alter_table(name, table_kwargs={"sqlite_strict": True}) as table:
        yield table


def _create(name: str, *parts: sa.schema.SchemaItem, key: list[str]) -> None:
    primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}"))
    op.create_table(name, *parts, primary, sqlite_strict=True)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def _condition(table: BatchOperations, of: str, name: str, condition: str) -> None:
    table.create_check_constraint(op.f(f"ck_{of}_{name}"), condition)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _bigs(names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, nullable=False) for name in names.split()]


def _text(name: str, *, null: bool = True, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, server_default=default)
