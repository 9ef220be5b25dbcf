"""Versions of a product stand in an order of the shop's own."""

import sqlalchemy as sa
from alembic import op

revision = "0022_places"
down_revision = "0022_groups"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """All at the same place: they stand as they came, until somebody moves one."""
    with op.batch_alter_table("variants", table_kwargs=STRICT) as variants:
        variants.add_column(sa.Column("position", BIG, nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("variants", table_kwargs=STRICT) as variants:
        variants.drop_column("position")
