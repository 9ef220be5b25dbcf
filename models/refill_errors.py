"""What may go wrong when somebody refills their store credit.

* ShopError
  + RefillsOff
  + RefillOutOfRange
  + RefillNotTheirs
  + OrderAlreadyOpen
    - RefillAlreadyOpen
"""

from models.errors import OrderAlreadyOpen, ShopError


class RefillsOff(ShopError):
    key = "error-refills-off"


class RefillOutOfRange(ShopError):
    """`least`, `most`: as they are typed, with their currency."""

    key = "error-refill-range"

    def __init__(self, least: str, most: str) -> None:
        super().__init__(least=least, most=most)


class RefillNotTheirs(ShopError):
    """A link that was made for somebody else."""

    key = "error-refill-not-theirs"


class RefillAlreadyOpen(OrderAlreadyOpen):
    """One refill at a time; what is bought stands beside it."""

    def __init__(self, order_id: int, code: str, state: str) -> None:
        super().__init__(order_id, code, state)
        self.key = "error-refill-already-open"
