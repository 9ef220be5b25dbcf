"""What may go wrong when somebody chooses who hears of what.

* ShopError
  + NoticeFixed
  + NoticeChanged
  + BadHours
  + TooManyNoticeGroups
"""

from models.errors import ShopError


class NoticeFixed(ShopError):
    """That role or group may not see it, or it is told always and at once."""

    key = "error-notice-fixed"


class NoticeChanged(ShopError):
    """Somebody chose something else meanwhile."""

    key = "error-notice-changed"


class BadHours(ShopError):
    key = "error-bad-hours"


class TooManyNoticeGroups(ShopError):
    key = "error-too-many-notice-groups"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)
