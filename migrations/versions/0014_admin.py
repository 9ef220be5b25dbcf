"""Why the shop cancelled an order, sealed; people are found by their @name."""

import sqlalchemy as sa
from alembic import op

revision = "0014_admin"
down_revision = "0009_growth"


def upgrade() -> None:
    op.add_column("orders", sa.Column("cancel_reason", sa.LargeBinary(), nullable=True))
    op.create_index("ix_users_username", "users", ["username"])


def downgrade() -> None:
    op.drop_index("ix_users_username", "users")
    op.drop_column("orders", "cancel_reason")
