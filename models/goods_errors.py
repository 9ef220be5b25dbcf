"""What may go wrong with photos, discounts and wishes.

* ShopError
  + BadPhoto
  + BadDiscount
  + TooManyWishes
"""

from models.errors import ShopError


class BadPhoto(ShopError):
    """`why`: its kind, its size (at most that many MB), or how many there are (at most that)."""

    key = "error-bad-photo"

    def __init__(self, why: str, maximum: int) -> None:
        super().__init__(why=why, maximum=maximum)


class BadDiscount(ShopError):
    key = "error-bad-discount"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooManyWishes(ShopError):
    key = "error-too-many-wishes"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)
