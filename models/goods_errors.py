"""What may go wrong with photos, discounts and wishes.

* ShopError
  + BadPhoto
  + BadDiscount
  + BadPeriod
  + TooManyWishes
"""

from models.errors import ShopError


class BadPhoto(ShopError):
    """`why`: its kind, its size (at most that many MB), or how many there are (at most that)."""

    key = "error-bad-photo"

    def __init__(self, why: str, maximum: int) -> None:
        super().__init__(why=why, maximum=maximum)


class BadDiscount(ShopError):
    """`maximum`: percent; `example`: an amount of the shop's currency."""

    key = "error-bad-discount"

    def __init__(self, maximum: int, example: str = "1.50") -> None:
        super().__init__(maximum=maximum, example=example)


class BadPeriod(ShopError):
    """From when to when. `why`: one, form, day, far, past, over, backwards; `word`: what is meant;
    `example`: two days that can be typed.
    """

    key = "error-bad-period"

    def __init__(self, why: str, word: str, example: str) -> None:
        super().__init__(why=why, word=word, example=example)


class TooManyWishes(ShopError):
    key = "error-too-many-wishes"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)
