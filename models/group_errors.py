"""What may go wrong with groups of customers.

* ShopError
  + TooManyGroups
  + TooManyGroupPrices
  + WhichGroup
"""

from models.errors import ShopError


class TooManyGroups(ShopError):
    key = "error-too-many-groups"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooManyGroupPrices(ShopError):
    key = "error-too-many-group-prices"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class WhichGroup(ShopError):
    """There are several, and none was named."""

    key = "error-which-group"

    def __init__(self, names: str) -> None:
        super().__init__(names=names)
