"""What may go wrong when somebody chooses who hears of what."""

from models.errors import ShopError


class NoticeFixed(ShopError):
    """That role may not see it, or it is told always and at once."""

    key = "error-notice-fixed"


class NoticeChanged(ShopError):
    """Somebody chose something else meanwhile."""

    key = "error-notice-changed"


class BadHours(ShopError):
    key = "error-bad-hours"
