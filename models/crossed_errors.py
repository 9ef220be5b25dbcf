"""What of two that meet at one row hears whom the database did not let go on."""

from models.errors import ShopError


class Crossed(ShopError):
    """Each waited for the other, or the row went while it was changed: nothing of it is there."""

    key = "error-crossed"
