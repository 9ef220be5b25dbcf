"""What a chain's sources note about an address is kept, for what no chain tells afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0005_chain_memory"
down_revision = "0007_refunds"


def upgrade() -> None:
    with op.batch_alter_table("invoices", table_kwargs={"sqlite_strict": True}) as invoices:
        invoices.add_column(sa.Column("chain_memory", sa.Text(), nullable=True))
        invoices.create_check_constraint(
            op.f("ck_invoices_chain_memory_bounded"), "length(chain_memory) <= 4000"
        )


def downgrade() -> None:
    with op.batch_alter_table("invoices", table_kwargs={"sqlite_strict": True}) as invoices:
        invoices.drop_constraint(op.f("ck_invoices_chain_memory_bounded"), type_="check")
        invoices.drop_column("chain_memory")
