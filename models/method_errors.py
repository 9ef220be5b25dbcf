"""What may go wrong with ways to pay.

* ShopError
  + MethodBarred
    - MethodOff
    - BelowLeast
    - AboveMost
    - FeeUnknown
    - FeeAboveSum
  + FormulaWrong
  + LimitsCrossed
"""

from models.errors import ShopError
from utils.formula import Wrong


class MethodBarred(ShopError):
    """This sum cannot be paid in this way. `limit`: minor units, where there is one."""

    limit: int | None = None

    def __init__(self, method: str, limit: int | None = None, **fields: object) -> None:
        super().__init__(method=method, **fields)
        self.limit = limit


class MethodOff(MethodBarred):
    """The shop does not take it now."""

    key = "error-method-off"


class BelowLeast(MethodBarred):
    key = "error-method-least"


class AboveMost(MethodBarred):
    key = "error-method-most"


class FeeUnknown(MethodBarred):
    """Its fee cannot be worked out for this sum, as where that divides by nothing."""

    key = "error-method-fee"


class FeeAboveSum(MethodBarred):
    key = "error-method-dear"


class FormulaWrong(ShopError):
    key = "error-formula"

    def __init__(self, why: Wrong, maximum: int) -> None:
        super().__init__(why=why.value, maximum=maximum)


class LimitsCrossed(ShopError):
    """The least that may be paid is more than the most."""

    key = "error-limits-crossed"
