"""Orders that need somebody are taken, and a list of orders follows as a card does."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0025_taken_orders"
down_revision = "0025_notice_group"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
TAKEN, OPENED = "taken_orders", "opened"
BEFORE = {
    "place_bounded": "place BETWEEN 0 AND 3",
    "face_known": "face IN ('card', 'payment', 'decision', 'refund')",
}
AFTER = {
    "place_bounded": "place BETWEEN 0 AND 4",
    "face_known": "face IN ('card', 'payment', 'decision', 'refund', 'list', 'work')",
    "list_in_its_place": "(place = 4) = (face IN ('list', 'work'))",
    "card_of_an_order": "(place = 4) = (order_id IS NULL) AND (place = 4) = (customer_id IS NULL)",
    "list_of_something": "(face = 'list') = (length(spot) BETWEEN 1 AND 24)",
}
COLUMNS = ("order_id", "customer_id")


def upgrade() -> None:
    op.create_table(
        TAKEN,
        sa.Column("order_id", BIG, nullable=False, autoincrement=False),
        sa.Column("taken_by", BIG, nullable=False),
        sa.Column("taken_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{TAKEN}_order_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f(f"fk_{TAKEN}_taken_by")),
        sa.PrimaryKeyConstraint("order_id", name=op.f(f"pk_{TAKEN}")),
        **STRICT,
    )
    op.create_index(f"ix_{TAKEN}_taken_by", TAKEN, ["taken_by"])
    with op.batch_alter_table(OPENED, table_kwargs=STRICT) as changed:
        changed.add_column(sa.Column("spot", sa.Text(), nullable=False, server_default=""))
        for column in COLUMNS:
            changed.alter_column(column, existing_type=BIG, nullable=True)
        _checks(changed, BEFORE, AFTER)


def downgrade() -> None:
    """Nobody sees to anything any more, and what lists show stays as it is."""
    op.execute("DELETE FROM outbox WHERE event = 'admin-taken'")
    op.execute("DELETE FROM opened WHERE order_id IS NULL")
    with op.batch_alter_table(OPENED, table_kwargs=STRICT) as changed:
        _checks(changed, AFTER, BEFORE)
        for column in COLUMNS:
            changed.alter_column(column, existing_type=BIG, nullable=False)
        changed.drop_column("spot")
    op.drop_table(TAKEN)


def _checks(changed: BatchOperations, old: dict[str, str], new: dict[str, str]) -> None:
    for name in old:
        changed.drop_constraint(op.f(f"ck_{OPENED}_{name}"), type_="check")
    for name, condition in new.items():
        changed.create_check_constraint(op.f(f"ck_{OPENED}_{name}"), condition)
