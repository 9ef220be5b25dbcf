"""What may go wrong when somebody looks after people.

* ShopError
  + Barred
  + BarredCannotAnswer
  + RightGone
  + OwnBan
  + WorksHere
  + BanChanged
  + OwnCredit
  + OwnMessage
  + BadAmount
  + CreditShort
  + CreditMoved
  + AdjustedAlready
  + BadNote
  + TooManyNotes
  + BadTag
  + TooManyTags
"""

from models.errors import ShopError
from models.user import User


class Barred(ShopError):
    """They may not use the shop: asked within the transaction, for a press that was under way."""

    key = "error-banned"


def require_welcome(user: User) -> None:
    """Raises Barred."""
    if user.banned_at is not None:
        raise Barred


class BarredCannotAnswer(ShopError):
    """Nobody is asked who is not heard."""

    key = "error-barred-cannot-answer"


class RightGone(ShopError):
    """Their role was taken away or has ended since they pressed."""

    key = "error-right-gone"


class OwnBan(ShopError):
    key = "error-own-ban"


class WorksHere(ShopError):
    """The role goes first, which only who gives roles can take."""

    key = "error-works-here"


class BanChanged(ShopError):
    """Somebody else was faster."""

    key = "error-ban-changed"


class OwnCredit(ShopError):
    """Nobody gives themselves money."""

    key = "error-own-credit"


class OwnMessage(ShopError):
    key = "error-own-message"


class BadAmount(ShopError):
    """`why`: as services/goods/pricing.py says it, or `missing`."""

    key = "error-bad-amount"

    def __init__(self, why: str, example: str, digits: int = 2) -> None:
        super().__init__(why=why, example=example, digits=digits)


class CreditShort(ShopError):
    """No more is taken than can be spent. `left`: as it is told."""

    key = "error-credit-short"

    def __init__(self, left: str) -> None:
        super().__init__(left=left)


class CreditMoved(ShopError):
    """It is not what was shown any more."""

    key = "error-credit-moved"


class AdjustedAlready(ShopError):
    """This very message was counted before."""

    key = "error-adjusted-already"


class BadNote(ShopError):
    key = "error-bad-note"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooManyNotes(ShopError):
    key = "error-too-many-notes"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class BadTag(ShopError):
    key = "error-bad-tag"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class TooManyTags(ShopError):
    """`whose`: of the person, or of the whole shop."""

    key = "error-too-many-tags"

    def __init__(self, maximum: int, whose: str) -> None:
        super().__init__(maximum=maximum, whose=whose)
