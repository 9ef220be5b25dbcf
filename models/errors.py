"""Everything that may go wrong for a person using the shop; refunds have theirs beside it.

* ShopError
  + NotFound
    - OrderNotFound
    - ProductNotFound
  + OrderAlreadyOpen
  + CartEmpty
  + CartFull
  + NothingLeft
  + BadQuantity
  + BadDelivery
  + MustWait
    - TooManyTimeouts
    - TooManyCancelled
  + SellingStopped
  + CoinUnavailable
  + TotalTooSmall
  + AddressUnavailable
  + PaymentDetected
  + PaymentUnconfirmed
  + WrongOrderState
  + HeldLongEnough
  + NothingToDecide
  + CreditGone
  + StockGone
  + GoodsOffSale
  + TooLateToHonour
  + OfferChanged
  + BadTransactionId
  + KeyHidden
  + QuoteChanged
  + OnlyLeft
  + BadReason
  + TooMuchTalk
"""

from datetime import timedelta

from utils.assets import ASSETS
from utils.uri import format_units

UNITS = (
    (timedelta(days=1), "days"),
    (timedelta(hours=1), "hours"),
    (timedelta(minutes=1), "minutes"),
)


class ShopError(Exception):
    """An expected refusal. `key` names its text in l10n; the fields fill the placeholders."""

    key: str

    def __init__(self, **fields: object) -> None:
        super().__init__(self.key, fields)
        self.fields = fields


class NotFound(ShopError):
    """Also the answer to somebody else's id: a stranger learns nothing."""

    key = "error-not-found"


class OrderNotFound(NotFound):
    key = "error-order-not-found"


class ProductNotFound(NotFound):
    key = "error-product-not-found"


class OrderAlreadyOpen(ShopError):
    """One order at a time. `state`: of the invoice of one that is not paid; None: it is paid."""

    def __init__(self, order_id: int, code: str, state: str | None = None) -> None:
        self.key = "error-order-already-open" if state else "error-order-under-way"
        super().__init__(code=code, **({"state": state} if state else {}))
        self.order_id = order_id


class CartEmpty(ShopError):
    key = "error-cart-empty"


class CartFull(ShopError):
    key = "error-cart-full"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class NothingLeft(ShopError):
    """Everything in the cart is sold out."""

    key = "error-nothing-left"


class BadQuantity(ShopError):
    key = "error-bad-quantity"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum, example=str(min(2, maximum)))


class BadDelivery(ShopError):
    key = "error-bad-delivery"

    def __init__(self, maximum: int, minimum: int = 5) -> None:
        super().__init__(minimum=minimum, maximum=maximum)


class MustWait(ShopError):
    """`left` is told in the largest unit that is not too coarse, rounded up: never too early."""

    def __init__(self, count: int, left: timedelta) -> None:
        size, unit = next((s, u) for s, u in UNITS if left >= 2 * s or u == "minutes")
        super().__init__(count=count, wait=-(-left // size), unit=unit)


class TooManyTimeouts(MustWait):
    key = "error-too-many-timeouts"


class TooManyCancelled(MustWait):
    key = "error-too-many-cancelled"


class SellingStopped(ShopError):
    """The books or the file contradict themselves; nothing new is sold until that is understood."""

    key = "error-selling-stopped"


class CoinUnavailable(ShopError):
    """No trustworthy rate now, or the shop does not take this coin."""

    key = "error-coin-unavailable"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)
        self.asset = asset


class TotalTooSmall(ShopError):
    """Below the coin's minimum: dust, a fee larger than the amount, or a Solana account's rent."""

    key = "error-total-too-small"

    def __init__(self, asset: str) -> None:
        coin = ASSETS[asset]
        super().__init__(asset=asset, minimum=format_units(coin.minimum, coin.decimals))


class AddressUnavailable(ShopError):
    """No address passed every check; the checkout is refused rather than doubtful."""

    key = "error-address-unavailable"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)
        self.asset = asset


class PaymentLost(ShopError):
    """Coins that paid for the order, or for the credit it used, are in no block any more."""

    key = "error-payment-lost"


class GoodsOwed(ShopError):
    """Goods of the order were paid for and are not with its customer, and nobody said so."""

    key = "error-goods-owed"

    def __init__(self, count: int) -> None:
        super().__init__(count=count)
        self.count = count


class PaymentDetected(ShopError):
    key = "error-payment-detected"


class PaymentUnconfirmed(ShopError):
    """Money was seen that is in no block: an admin may cancel all the same, knowing that."""

    key = "error-payment-unconfirmed"

    def __init__(self, asset: str, units: int) -> None:
        super().__init__(asset=asset, seen=format_units(units, ASSETS[asset].decimals))


class WrongOrderState(ShopError):
    """A button from before the order moved on."""

    key = "error-wrong-order-state"


class HeldLongEnough(ShopError):
    """Goods are not held for longer, whoever asks."""

    key = "error-held-long-enough"

    def __init__(self, hours: int) -> None:
        super().__init__(hours=hours)


class NothingToDecide(ShopError):
    """No store credit came from this order, or it was decided on already."""

    key = "error-nothing-to-decide"


class CreditGone(ShopError):
    """The customer has spent the store credit that the decision is about."""

    key = "error-credit-gone"


class StockGone(ShopError):
    """What the order held is sold, or its customer has another open order."""

    key = "error-stock-gone"


class GoodsOffSale(ShopError):
    """Something of the order is not on sale any more: there is no price to deliver it at."""

    key = "error-goods-off-sale"


class TooLateToHonour(ShopError):
    """An order that ended long ago is no option on its goods."""

    key = "error-too-late-to-honour"

    def __init__(self, days: int) -> None:
        super().__init__(days=days)


class OfferChanged(ShopError):
    """What is decided on is not what was shown any more."""

    key = "error-offer-changed"


class BadTransactionId(ShopError):
    """No transaction id of this coin."""

    key = "error-bad-transaction-id"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class KeyHidden(ShopError):
    """`ADMIN_KEY_DELIVERY=never`, or not a private chat."""

    key = "error-key-hidden"


class QuoteChanged(ShopError):
    """Stock, prices, fees or store credit are not what the customer saw when they agreed."""

    key = "error-quote-changed"


class OnlyLeft(ShopError):
    """No more of it can be had than the cart holds already."""

    key = "error-only-left"

    def __init__(self, left: int) -> None:
        super().__init__(left=left)


class BadReason(ShopError):
    key = "error-bad-reason"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooMuchTalk(ShopError):
    """So many messages to the shop in a short time: this one is not sent; `left` until the next
    one, rounded up. `album`: pictures of it may have been sent.
    """

    key = "error-too-much-talk"

    def __init__(self, left: timedelta, *, album: bool = False) -> None:
        minutes = max(1, -(-left // timedelta(minutes=1)))
        super().__init__(minutes=minutes, what="album" if album else "message")
