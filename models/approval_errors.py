"""What may go wrong when two have to agree."""

from models.errors import NotFound, ShopError


class WaitsForSecond(ShopError):
    """It was asked for, and is done when another owner agrees."""

    key = "four-eyes-waits"


class NoSecondOwner(ShopError):
    """Nobody else may agree to it."""

    key = "error-no-second-owner"


class TooManyAsked(ShopError):
    key = "error-too-many-asked"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class ApprovalNotFound(NotFound):
    key = "error-approval-not-found"


class ApprovalOver(ShopError):
    """It was decided, or its time is up."""

    key = "error-approval-over"


class OwnApproval(ShopError):
    key = "error-own-approval"


class NotAnOwner(ShopError):
    key = "error-not-an-owner"


class AskerLacksRight(ShopError):
    """Who asked for it may not do it any more."""

    key = "error-asker-lacks-right"


class AskedAnew(ShopError):
    """It was asked for again, of what there is now."""

    key = "error-asked-anew"


class AskedChanged(ShopError):
    """It is not what it was; who tried it read how."""

    key = "error-asked-changed"
