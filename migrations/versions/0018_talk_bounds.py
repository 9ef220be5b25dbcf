"""From which message on a question is answered; what is handed on is bounded and stands behind."""

import sqlalchemy as sa
from alembic import op

revision = "0018_talk_bounds"
down_revision = "0016_setaside"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOTICE = sa.text("status = 'pending' AND importance < 5")
OF_USERS = ("asked_at", "asked_id", "heard_at", "heard_id")
OF_TALKS = ("edited_at", "settled_at")


def upgrade() -> None:
    for name in OF_USERS:
        op.add_column("users", sa.Column(name, BIG, nullable=True))
    for name in OF_TALKS:
        op.add_column("talks", sa.Column(name, BIG, nullable=True))
    op.create_index("ix_talks_user_id_edited_at", "talks", ["user_id", "edited_at"])
    op.create_index(
        "ix_outbox_notices",
        "outbox",
        ["chat_id", "id"],
        sqlite_where=NOTICE,
        postgresql_where=NOTICE,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_notices", "outbox")
    op.drop_index("ix_talks_user_id_edited_at", "talks")
    for name in reversed(OF_TALKS):
        op.drop_column("talks", name)
    for name in reversed(OF_USERS):
        op.drop_column("users", name)
