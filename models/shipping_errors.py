"""What may go wrong with shipping and with questions to buyers.

* ShopError
  + NothingShips
  + ShippingUnchosen
  + AnswersMissing
  + BadAnswer
  + TooManyOptions
  + TooManyQuestions
  + ShipAlone
  + BadTracking
  + AddressChanged (of OfferChanged)
"""

from models.errors import OfferChanged, ShopError


class NothingShips(ShopError):
    """There are ways to ship, and none carries this weight. `weight`: grams."""

    key = "error-nothing-ships"

    def __init__(self, grams: int) -> None:
        super().__init__(weight=grams)


class ShippingUnchosen(ShopError):
    """Several ways fit: one is to be chosen first."""

    key = "error-shipping-unchosen"


class AnswersMissing(ShopError):
    """The shop asks something that was not answered."""

    key = "error-answers-missing"


class BadAnswer(ShopError):
    """`why`: empty, long, signs."""

    key = "error-bad-answer"

    def __init__(self, why: str, maximum: int) -> None:
        super().__init__(why=why, maximum=maximum)


class TooManyOptions(ShopError):
    key = "error-too-many-options"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooManyQuestions(ShopError):
    key = "error-too-many-questions"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class ShipAlone(ShopError):
    """It lacks goods: whoever ships it is asked about it alone."""

    key = "error-ship-alone"


class BadTracking(ShopError):
    """A parcel's number is one line."""

    key = "error-bad-tracking"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class AddressChanged(OfferChanged):
    """Where it goes was corrected since somebody saw it."""

    key = "error-address-changed"
