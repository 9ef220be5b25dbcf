"""Buyers say what they think of what they bought."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023_reviews"
down_revision = "0023_moved"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
AS_IT_IS: dict[str, Any] = {
    "table_kwargs": STRICT,
    "reflect_args": [sa.Column("note", sa.Text(), nullable=False, server_default="")],
}
"""A default that is no text is written in brackets when it is read back."""
TABLE = "reviews"
COUNTS = ("rated", "stars")
INDEXES = {
    "ix_reviews_shown": (TABLE, ["product_id", "id"], "state = 'shown'"),
    "ix_reviews_waiting": (TABLE, ["id"], "state = 'waiting'"),
    "ix_orders_arrived": ("orders", ["closed_at", "id"], "status = 'shipped'"),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in ("product_id", "user_id", "order_id")),
        sa.Column("stars", BIG, nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("named", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False, server_default=""),
        sa.Column("created_at", BIG, nullable=False),
        _check("state_known", "state IN ('waiting', 'shown', 'hidden')"),
        _check("stars_known", "stars BETWEEN 1 AND 5"),
        _check("words_bounded", "length(words) <= 500"),
        _check("reply_bounded", "length(reply) <= 500"),
        _check("named_known", "named IN (0, 1)"),
        _check("words_alone_wait", "state <> 'waiting' OR words <> ''"),
        *(_reference(one) for one in ("product", "user", "order")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("user_id", "product_id", name=op.f(f"uq_{TABLE}_user_id_product_id")),
        **STRICT,
    )
    with op.batch_alter_table("products", **AS_IT_IS) as products:
        for name in COUNTS:
            products.add_column(sa.Column(name, BIG, nullable=False, server_default="0"))
        products.create_check_constraint(op.f("ck_products_stars_of_reviews"), OF_REVIEWS)
    for name, (table, columns, condition) in INDEXES.items():
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """What buyers said is forgotten."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    with op.batch_alter_table("products", **AS_IT_IS) as products:
        products.drop_constraint(op.f("ck_products_stars_of_reviews"), type_="check")
        for name in COUNTS:
            products.drop_column(name)
    op.drop_table(TABLE)


OF_REVIEWS = "rated >= 0 AND stars BETWEEN rated AND 5 * rated"


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def _reference(one: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{one}_id")
    return sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}s.id"], name=name)
