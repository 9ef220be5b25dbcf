"""What is gone is on no shelf, what comes in while in doubt is in doubt, low stock is found.

The guards say the former (`migrations/guards`); an index serves the loop that finds the latter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_doubted"
down_revision = "0019_batches"

UNTOLD = sa.text(
    "low_armed = 1 AND low_at IS NOT NULL AND stock_quantity - gone_quantity <= low_at"
)


def upgrade() -> None:
    op.create_index(
        "ix_variants_untold", "variants", ["id"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )


def downgrade() -> None:
    op.drop_index("ix_variants_untold", "variants")
