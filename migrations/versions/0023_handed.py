"""What a person delivered by hand does not go back on the shelf: a guard says more."""

revision = "0023_handed"
down_revision = "0023_reviews"


def upgrade() -> None:
    """The guards are created anew after it."""


def downgrade() -> None:
    """The guards are those of the release that goes back."""
