"""A page of a list is read in its order, however much stands on the shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0025_lists"
down_revision = "0024_notices"

INDEXES = {
    "ix_categories_shelf": (
        "categories",
        ["parent_id", "position", "id"],
        "shown = 1 AND total > 0",
    ),
    "ix_products_own": ("products", ["position", "id"], "choices > 0"),
    "ix_products_shelf_new": ("products", ["category_id", "created_at", "id"], "choices > 0"),
    "ix_products_shelf_price": ("products", ["category_id", "lowest", "id"], "choices > 0"),
    "ix_products_shelf_popular": ("products", ["category_id", "sold_lately", "id"], "choices > 0"),
}


def upgrade() -> None:
    for name, (table, columns, condition) in INDEXES.items():
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
