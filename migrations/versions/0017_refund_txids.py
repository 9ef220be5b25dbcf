"""Every transaction that was named for a refund is kept, and looked up as long as it may matter."""

import sqlalchemy as sa
from alembic import op

revision = "0017_refund_txids"
down_revision = "0016_lost"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LOOK = sa.text("look_at IS NOT NULL")
SENT = sa.text("state = 'sent'")
NAMED = """
    INSERT INTO refund_txids (refund_id, txid, named_by, named_at, seen_at)
    SELECT id, txid, coalesce(sent_by, opened_by), coalesce(sent_at, opened_at),
        coalesce(closed_at, sent_at, opened_at)
    FROM refunds WHERE txid IS NOT NULL ORDER BY id"""


def upgrade() -> None:
    op.create_table(
        "refund_txids",
        sa.Column("id", BIG, nullable=False),
        sa.Column("refund_id", BIG, nullable=False),
        sa.Column("txid", sa.Text(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("named_at", BIG, nullable=False),
        sa.Column("seen_at", BIG, nullable=True),
        sa.Column("extra_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_txids")),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_refund_txids_refund_id")
        ),
        sa.UniqueConstraint("refund_id", "txid", name=op.f("uq_refund_txids_refund_id_txid")),
        sa.CheckConstraint(
            "extra_at IS NULL OR seen_at IS NOT NULL", name=op.f("ck_refund_txids_extra_was_seen")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_refund_txids_txid", "refund_txids", ["txid"])
    op.add_column("refunds", sa.Column("look_at", BIG, nullable=True))
    op.execute(NAMED)
    op.execute(EARLIER[op.get_bind().dialect.name])
    op.execute(
        "UPDATE refunds SET look_at = opened_at WHERE state = 'sent' OR (state = 'open'"
        " AND id IN (SELECT refund_id FROM refund_txids))"
    )
    op.drop_index("ix_refunds_sent", "refunds")
    op.create_index(
        "ix_refunds_look", "refunds", ["look_at"], sqlite_where=LOOK, postgresql_where=LOOK
    )


def downgrade() -> None:
    """What was named and did not pay is forgotten; a refund keeps the transaction that paid it."""
    op.drop_index("ix_refunds_look", "refunds")
    op.create_index("ix_refunds_sent", "refunds", ["id"], sqlite_where=SENT, postgresql_where=SENT)
    op.drop_column("refunds", "look_at")
    op.drop_table("refund_txids")


_FOUND = """
    INSERT INTO refund_txids (refund_id, txid, named_by, named_at, seen_at)
    SELECT min(r.id), a.txid, min(a.actor), min(a.at), max(a.at) FROM (
        SELECT at, actor, {refund} AS refund, {txid} AS txid FROM audit
        WHERE action = 'refund.sent'
    ) AS a JOIN refunds r ON CAST(r.id AS TEXT) = a.refund
    WHERE a.txid IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM refunds o WHERE o.asset = r.asset AND o.txid = a.txid
    )
    GROUP BY a.txid HAVING count(DISTINCT r.id) = 1 ORDER BY min(a.at)"""
EARLIER = {
    "sqlite": _FOUND.format(
        refund="json_extract(details, '$.refund')", txid="json_extract(details, '$.txid')"
    ),
    "postgresql": _FOUND.format(
        refund="CAST(details AS json) ->> 'refund'", txid="CAST(details AS json) ->> 'txid'"
    ),
}
"""Those that were sent and vanished: only the audit still has them. One that two refunds named, at
different times, is left out: which of them it paid nobody can tell.
"""
