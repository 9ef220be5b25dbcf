"""What may be refused about a refund.

* ShopError
  + NotFound
    - RefundNotFound
  + RefundUnderWay
  + RefundMovedOn
  + RefundTooSmall
  + BadRefundAddress
  + NoRefundAddress
  + RefundUnseen
  + RefundTooLittle
  + RefundTooOld
  + RefundTransactionUsed
  + RefundCameBack
  + RefundNamed
  + TooManyTransactions
  + ChainSilent
  + ChainBlind
  + RefundUnasked
  + NothingReceived
  + OtherCurrency
"""

from datetime import datetime

from models.errors import NotFound, ShopError
from models.refund import MOST_NAMED
from utils.assets import ASSETS
from utils.uri import format_units


class RefundNotFound(NotFound):
    key = "error-refund-not-found"


class RefundUnderWay(ShopError):
    """One refund of an order at a time: it is sent, or withdrawn, first."""

    key = "error-refund-under-way"


class RefundMovedOn(ShopError):
    """It was sent or withdrawn meanwhile."""

    key = "error-refund-moved-on"


class RefundTooSmall(ShopError):
    """Fewer coins than the network carries."""

    key = "error-refund-too-small"

    def __init__(self, asset: str) -> None:
        coin = ASSETS[asset]
        super().__init__(asset=asset, minimum=format_units(coin.dust, coin.decimals))


class BadRefundAddress(ShopError):
    """No address of this coin and network, or one of the shop's own."""

    key = "error-bad-refund-address"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class NoRefundAddress(ShopError):
    """The customer was not asked, has not answered, or not confirmed."""

    key = "error-no-refund-address"


class RefundUnseen(ShopError):
    """The chain does not know the transaction, yet or at all."""

    key = "error-refund-unseen"


class RefundTooLittle(ShopError):
    """The transaction pays less to the customer's address than was agreed."""

    key = "error-refund-too-little"

    def __init__(self, asset: str, paid: int, agreed: int) -> None:
        decimals = ASSETS[asset].decimals
        super().__init__(
            asset=asset, paid=format_units(paid, decimals), agreed=format_units(agreed, decimals)
        )


class RefundTooOld(ShopError):
    """The transaction is in a block from before the refund was opened."""

    key = "error-refund-too-old"

    def __init__(self, mined_at: datetime, opened_at: datetime) -> None:
        mined, opened = (f"{each:%Y-%m-%d %H:%M} UTC" for each in (mined_at, opened_at))
        super().__init__(mined=mined, opened=opened)


class RefundCameBack(ShopError):
    """A transaction that was named earlier is known to the chain after all: it is the refund."""

    key = "error-refund-came-back"


class RefundNamed(ShopError):
    """A transaction was named for it while the others were looked up."""

    key = "error-refund-named"


class TooManyTransactions(ShopError):
    """So many were named for this refund that were seen, or may be, that no more are kept."""

    key = "error-too-many-transactions"

    def __init__(self) -> None:
        super().__init__(maximum=MOST_NAMED)


class RefundTransactionUsed(ShopError):
    """The transaction pays another refund already."""

    key = "error-refund-transaction-used"


class ChainSilent(ShopError):
    """The chain cannot be asked right now, or its sources disagree."""

    key = "error-chain-silent"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class ChainBlind(ShopError):
    """The chain's source is well, but cannot know this transaction, or when it was mined."""

    key = "error-chain-blind"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class RefundUnasked(ShopError):
    """Whether a transaction that was named has paid after all cannot be found out right now."""

    key = "error-refund-unasked"

    def __init__(self, asset: str) -> None:
        super().__init__(asset=asset)


class NothingReceived(ShopError):
    """Nothing came for this order that could be given back: a person took it for paid."""

    key = "error-nothing-received"


class OtherCurrency(ShopError):
    """It was paid in a currency that the shop sold in before: no such credit could be spent."""

    key = "error-other-currency"

    def __init__(self, currency: str) -> None:
        super().__init__(currency=currency)
