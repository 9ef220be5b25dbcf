"""What may go wrong with vouchers.

* ShopError
  + VoucherUnknown
  + VoucherRests
  + VoucherGone
  + OwnVoucher
  + VoucherNotFound
  + VoucherKept
  + VoucherNeedsLimits
  + VoucherWithoutCodes
  + TooManyCodes
  + TooManyVouchers
  + BadVoucher
  + CodeTaken
  + BadCode
"""

from models.errors import NotFound, ShopError


class VoucherUnknown(ShopError):
    """No such code, or not for them, not now, not any more: one answer for all of it."""

    key = "error-voucher-unknown"


class VoucherRests(ShopError):
    """Too many wrong codes: nothing is looked up for a while."""

    key = "error-voucher-rests"

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)


class VoucherGone(ShopError):
    """An ended order cannot be delivered: its voucher was used otherwise meanwhile."""

    key = "error-voucher-gone"


class OwnVoucher(ShopError):
    """Who made a code that gives store credit does not give it to themselves."""

    key = "error-own-voucher"


class VoucherNotFound(NotFound):
    key = "error-voucher-not-found"


class VoucherKept(ShopError):
    """Its codes are out: what they say is not changed."""

    key = "error-voucher-kept"


class VoucherNeedsLimits(ShopError):
    """Codes that give store credit say how often each may be used."""

    key = "error-voucher-needs-limits"


class VoucherWithoutCodes(ShopError):
    key = "error-voucher-without-codes"


class TooManyCodes(ShopError):
    key = "error-too-many-codes"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class TooManyVouchers(ShopError):
    key = "error-too-many-vouchers"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class BadVoucher(ShopError):
    """`why`: percent, count, name, period, dates, scopes, scope, credit-on."""

    key = "error-bad-voucher"

    def __init__(self, why: str, most: int = 0) -> None:
        super().__init__(why=why, most=most)


class CodeTaken(ShopError):
    key = "error-code-taken"


class BadCode(ShopError):
    """It is not what a code can look like; of store credit none is chosen by a person."""

    key = "error-bad-code"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
