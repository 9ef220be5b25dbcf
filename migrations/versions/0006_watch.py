"""Doubts and progress outlive a restart; marks tell a restored database; an index for receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0006_watch"
down_revision = "0003_patience"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WITHOUT_RECEIPT = sa.text("receipt IS NULL AND block_height IS NOT NULL")


def upgrade() -> None:
    op.add_column("invoices", sa.Column("progressed_at", BIG, nullable=True))
    op.add_column("invoices", sa.Column("doubted_since", BIG, nullable=True))
    op.execute("UPDATE invoices SET progressed_at = scanned_at WHERE state = 'confirming'")
    op.create_index(
        "ix_transfers_without_receipt",
        "transfers",
        ["asset", "first_seen_at"],
        sqlite_where=WITHOUT_RECEIPT,
        postgresql_where=WITHOUT_RECEIPT,
    )

    op.create_table(
        "marks",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("given", BIG, nullable=False),
        sa.Column("stamp", BIG, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_marks")),
        sa.CheckConstraint("given >= 0", name=op.f("ck_marks_given_not_negative")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("marks")
    op.drop_index("ix_transfers_without_receipt", table_name="transfers")
    op.drop_column("invoices", "doubted_since")
    op.drop_column("invoices", "progressed_at")
