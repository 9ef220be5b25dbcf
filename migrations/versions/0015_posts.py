"""Whether a pressed message is one that is kept up to date is asked at every press."""

from alembic import op

revision = "0015_posts"
down_revision = "0014_admin"


def upgrade() -> None:
    op.create_index("ix_posts_message", "posts", ["chat_id", "message_id"])


def downgrade() -> None:
    op.drop_index("ix_posts_message", "posts")
