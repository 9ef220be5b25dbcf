"""Orders have a short public code, which does not tell how many there are."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010_codes"
down_revision = "0002"

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 5
PIECE = 1_000
"""Rows in one statement."""


def upgrade() -> None:
    with op.batch_alter_table("orders", table_kwargs={"sqlite_strict": True}) as orders:
        orders.add_column(sa.Column("code", sa.Text(), nullable=True))
    _fill()
    with op.batch_alter_table("orders", table_kwargs={"sqlite_strict": True}) as orders:
        orders.alter_column("code", existing_type=sa.Text(), nullable=False)
        orders.create_unique_constraint(op.f("uq_orders_code"), ["code"])


def downgrade() -> None:
    with op.batch_alter_table("orders", table_kwargs={"sqlite_strict": True}) as orders:
        orders.drop_constraint(op.f("uq_orders_code"), type_="unique")
        orders.drop_column("code")


def _fill() -> None:
    connection, taken = op.get_bind(), set[str]()
    ids = connection.execute(sa.text("SELECT id FROM orders")).scalars().all()
    named = [{"id": order_id, "code": _fresh(taken)} for order_id in ids]
    for start in range(0, len(named), PIECE):
        connection.execute(
            sa.text("UPDATE orders SET code = :code WHERE id = :id"), named[start : start + PIECE]
        )


def _fresh(taken: set[str]) -> str:
    while (code := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
        pass
    taken.add(code)
    return code
