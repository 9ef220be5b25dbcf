"""What a restored database may have sold already: how much the file beside it says, and the doubt.

Goods that are known to have gone stay off the shelves; a variant in doubt waits for a person.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_setaside"
down_revision = "0017_refund_txids"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
STATUS, KEPT = "ck_stock_units_status_known", "ck_stock_units_kept_while_gone_or_sold"
GONE = sa.text("status = 'gone'")
REMOVE = """
    UPDATE stock_units SET kept_for = NULL, status = CASE WHEN EXISTS (
        SELECT 1 FROM variants WHERE id = variant_id
            AND gone_quantity <= stock_quantity - reserved_quantity
    ) THEN 'removed' ELSE 'available' END WHERE status = 'gone'"""
COUNT = """
    UPDATE variants SET removed_quantity = removed_quantity + gone_quantity,
        stock_quantity = stock_quantity - gone_quantity
    WHERE gone_quantity <= stock_quantity - reserved_quantity"""


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("sold", BIG, nullable=False),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("cleared_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_tallies")),
        sa.CheckConstraint("sold >= 0", name=op.f("ck_tallies_sold_not_negative")),
        sa.CheckConstraint(
            "cleared_at IS NULL OR doubt IS NOT NULL", name=op.f("ck_tallies_cleared_if_doubted")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "gone_goods",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_gone_goods")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("variants", table_kwargs=STRICT) as variants:
        variants.add_column(sa.Column("gone_quantity", BIG, nullable=False, server_default="0"))
        variants.add_column(sa.Column("doubted_at", BIG, nullable=True))
        variants.create_check_constraint(
            op.f("ck_variants_gone_not_negative"), "gone_quantity >= 0"
        )
    with op.batch_alter_table("stock_units", table_kwargs=STRICT) as units:
        units.add_column(sa.Column("kept_for", BIG, nullable=True))
        units.create_foreign_key(op.f("fk_stock_units_kept_for"), "orders", ["kept_for"], ["id"])
        units.drop_constraint(op.f(STATUS), type_="check")
        units.create_check_constraint(
            op.f(STATUS), "status IN ('available', 'sold', 'removed', 'gone')"
        )
        units.create_check_constraint(op.f(KEPT), "kept_for IS NULL OR status IN ('gone', 'sold')")
    op.create_index(
        "ix_stock_units_gone",
        "stock_units",
        ["variant_id", "kept_for"],
        sqlite_where=GONE,
        postgresql_where=GONE,
    )


def downgrade() -> None:
    """What is known to have gone is removed, unless open orders hold the last of its shelf."""
    op.drop_index("ix_stock_units_gone", "stock_units")
    op.execute(REMOVE)
    op.execute("UPDATE stock_units SET kept_for = NULL WHERE kept_for IS NOT NULL")
    op.execute(COUNT)
    with op.batch_alter_table("stock_units", table_kwargs=STRICT) as units:
        units.drop_constraint(op.f(KEPT), type_="check")
        units.drop_constraint(op.f(STATUS), type_="check")
        units.create_check_constraint(op.f(STATUS), "status IN ('available', 'sold', 'removed')")
        units.drop_constraint(op.f("fk_stock_units_kept_for"), type_="foreignkey")
        units.drop_column("kept_for")
    with op.batch_alter_table("variants", table_kwargs=STRICT) as variants:
        variants.drop_constraint(op.f("ck_variants_gone_not_negative"), type_="check")
        variants.drop_column("doubted_at")
        variants.drop_column("gone_quantity")
    op.drop_table("gone_goods")
    op.drop_table("tallies")
