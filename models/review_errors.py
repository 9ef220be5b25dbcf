"""What may go wrong with a review.

* ShopError
  + NotBought
  + BadWords
  + ReviewChanged
  + ReviewStands
"""

from models.errors import NotFound, ShopError


class NotBought(NotFound):
    """Who has not bought it, has not got it yet, or got their money back, says nothing of it."""

    key = "error-not-bought"


class BadWords(ShopError):
    """`why`: empty, long, link."""

    key = "error-bad-words"

    def __init__(self, why: str, maximum: int) -> None:
        super().__init__(why=why, maximum=maximum)


class ReviewChanged(ShopError):
    """It says something else than what was shown to who decides about it."""

    key = "error-review-changed"


class ReviewStands(ShopError):
    """It is of an order that was refunded since: it stays as it is, or is taken back."""

    key = "error-review-stands"
