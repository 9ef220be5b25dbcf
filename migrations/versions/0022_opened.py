"""Which messages of admins show which order: they follow it."""

import sqlalchemy as sa
from alembic import op

revision = "0022_opened"
down_revision = "0022_places"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "opened"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BIG, nullable=False),
        *(_whole(name) for name in ("chat_id", "place", "message_id", "bot_id")),
        *(_whole(name) for name in ("order_id", "customer_id")),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        _whole("shown_at"),
        _check("place_bounded", "place BETWEEN 0 AND 3"),
        _check("waits_known", "waits IN (0, 1)"),
        _check("face_known", "face IN ('card', 'payment', 'decision', 'refund')"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{TABLE}_order_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["users.id"], name=op.f(f"fk_{TABLE}_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        *(_once(column) for column in ("place", "message_id", "order_id")),
        sqlite_strict=True,
    )
    for column in ("order_id", "customer_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    """Cards that are open stay as they are: what stands below them says when that was."""
    op.execute("DELETE FROM outbox WHERE event = 'admin-opened'")
    op.drop_table(TABLE)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False)


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def _once(column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("chat_id", column, name=op.f(f"uq_{TABLE}_chat_id_{column}"))
