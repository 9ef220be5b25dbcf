"""Refunds: credit is set aside before coins leave, and a transaction pays one refund alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007_refunds"
down_revision = "0006_watch"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNDER_WAY = sa.text("state IN ('open', 'sent')")
SENT = sa.text("state = 'sent'")
BEFORE = "'overpaid', 'late', 'returned', 'spent', 'honoured', 'refunded'"
GIVEN = "'overpaid', 'late', 'returned'"


def upgrade() -> None:
    _reasons(f"{BEFORE}, 'withdrawn'", f"{GIVEN}, 'withdrawn'")
    _create_refunds()
    op.create_table(
        "refund_addresses",
        sa.Column("order_id", BIG, nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", BIG, nullable=False, server_default="0"),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("given_at", BIG, nullable=True),
        sa.Column("confirmed_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_refund_addresses")),
        _refers("refund_addresses", "order_id", "orders.id"),
        _check("refund_addresses", "given_once_there", "(sealed IS NULL) = (given_at IS NULL)"),
        _check(
            "refund_addresses", "confirmed_if_given", "confirmed_at IS NULL OR sealed IS NOT NULL"
        ),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Only while nothing was withdrawn: the older schema has no word for it."""
    op.drop_table("refund_addresses")
    op.drop_table("refunds")
    _reasons(BEFORE, GIVEN)


def _create_refunds() -> None:
    texts, blobs = "currency asset units rate state opened_by", "sealed target"
    whole, parts = "order_id user_id amount entry_id opened_at", "returned_id sent_at closed_at"
    op.create_table(
        "refunds",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in whole.split()),
        *(sa.Column(name, BIG, nullable=True) for name in parts.split()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts.split()),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("txid", "sent_by")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in blobs.split()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        _refers("refunds", "order_id", "orders.id"),
        _refers("refunds", "user_id", "users.id"),
        _refers("refunds", "entry_id", "credit_entries.id"),
        _refers("refunds", "returned_id", "credit_entries.id"),
        *_rules(),
        sqlite_strict=True,
    )
    op.create_index("ix_refunds_order_id", "refunds", ["order_id"])
    op.create_index(
        "one_refund_under_way",
        "refunds",
        ["order_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_index("ix_refunds_sent", "refunds", ["id"], sqlite_where=SENT, postgresql_where=SENT)


def _rules() -> list[sa.Constraint]:
    return [
        sa.UniqueConstraint("entry_id", name=op.f("uq_refunds_entry_id")),
        sa.UniqueConstraint("returned_id", name=op.f("uq_refunds_returned_id")),
        sa.UniqueConstraint("asset", "txid", "target", name=op.f("uq_refunds_asset_txid_target")),
        _check("refunds", "state_known", "state IN ('open', 'sent', 'confirmed', 'withdrawn')"),
        _check("refunds", "amount_positive", "amount > 0"),
        _check("refunds", "units_positive", "units <> '0'"),
        _check(
            "refunds",
            "sent_in_a_transaction",
            "(state IN ('sent', 'confirmed')) = (txid IS NOT NULL)",
        ),
        _check(
            "refunds", "withdrawn_gives_back", "(state = 'withdrawn') = (returned_id IS NOT NULL)"
        ),
    ]


def _check(table: str, name: str, condition: str) -> sa.Constraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, to: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")
