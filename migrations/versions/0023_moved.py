"""A version may stand with another product of its kind: only the guards change."""

revision = "0023_moved"
down_revision = "0022_roles"


def upgrade() -> None:
    """The guards are made anew after it."""


def downgrade() -> None:
    """The same."""
