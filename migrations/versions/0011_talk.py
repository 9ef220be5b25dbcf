"""What is typed waits, sealed, to be confirmed; what is written to the shop is handed on."""

import sqlalchemy as sa
from alembic import op

revision = "0011_talk"
down_revision = "0004_outbox"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _drafts()
    _talks()


def downgrade() -> None:
    op.drop_table("talks")
    op.drop_table("drafts")


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("written_at", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_drafts_expires_later")),
        sa.CheckConstraint(
            "(message_id IS NULL) = (written_at IS NULL)", name=op.f("ck_drafts_typed_or_not")
        ),
        sa.CheckConstraint("length(sealed) > 0", name=op.f("ck_drafts_sealed_not_empty")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_drafts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_drafts_expires_at"), "drafts", ["expires_at"])


def _talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("written_at", BIG, nullable=False),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("edits", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.CheckConstraint(
            "direction IN ('question', 'answer')", name=op.f("ck_talks_direction_known")
        ),
        sa.CheckConstraint("edits >= 0", name=op.f("ck_talks_edits_not_negative")),
        sa.CheckConstraint(
            "(direction = 'question') = (chat_id = user_id)",
            name=op.f("ck_talks_questions_are_the_customers"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_talks_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint(
            "chat_id",
            "message_id",
            "written_at",
            name=op.f("uq_talks_chat_id_message_id_written_at"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_talks_at"), "talks", ["at"])
    op.create_index("ix_talks_user_id_at", "talks", ["user_id", "at"])
