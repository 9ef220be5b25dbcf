"""Why the coin of an order cannot be changed.

* ShopError
  + OrderReplaced
  + SwitchTooLate
  + TooManySwitches
  + SameCoin
  + PricesRose
  + GoodsInDoubt
  + PaymentDetected
    - PaymentSeen
  + CoinUnavailable
    - OtherCoinUnavailable
  + AddressUnavailable
    - OtherAddressUnavailable
"""

from models.errors import AddressUnavailable, CoinUnavailable, PaymentDetected, ShopError


class OrderReplaced(ShopError):
    """Its coin was changed: another order, `code`, took its place."""

    key = "error-order-replaced"

    def __init__(self, code: str) -> None:
        super().__init__(code=code)
        self.code = code


class SwitchTooLate(ShopError):
    """So little of its time is left that another invoice could hardly be paid."""

    key = "error-switch-too-late"


class TooManySwitches(ShopError):
    key = "error-too-many-switches"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class SameCoin(ShopError):
    """The order is to be paid in this coin already: its rate is not drawn again."""

    key = "error-same-coin"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class PricesRose(ShopError):
    """Its goods cost more today, or are not on sale any more: no new promise at the old prices."""

    key = "error-prices-rose"


class GoodsInDoubt(ShopError):
    """Since the database was restored nobody knows whether its goods are there: no new promise."""

    key = "error-goods-in-doubt"


class PaymentSeen(PaymentDetected):
    """Something arrived, or was on its way, at the address of the order."""

    key = "error-payment-seen"


class OtherCoinUnavailable(CoinUnavailable):
    """No trustworthy rate now: the order stays as it is."""

    key = "error-other-coin-unavailable"


class OtherAddressUnavailable(AddressUnavailable):
    """No address passed every check: the order stays as it is."""

    key = "error-other-address-unavailable"
