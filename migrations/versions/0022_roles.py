"""Who works for the shop besides the owners that its settings name."""

import sqlalchemy as sa
from alembic import op

revision = "0022_roles"
down_revision = "0022_orderacts"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "roles"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=True),
        _check("role_known", "role IN ('owner', 'manager', 'stock', 'support', 'viewer')"),
        _check("ends_later", "ends_at > granted_at"),
        _check("given_by_somebody_else", "granted_by <> 'admin:' || CAST(user_id AS TEXT)"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("user_id", name=op.f("uq_roles_user_id")),
        sqlite_strict=True,
    )
    ends = sa.text("ends_at IS NOT NULL")
    op.create_index(
        "ix_roles_ends_at", TABLE, ["ends_at"], sqlite_where=ends, postgresql_where=ends
    )


def downgrade() -> None:
    """Nobody but the owners of the settings works for the shop any more."""
    op.drop_table(TABLE)


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))
