"""What an admin types about an order, as its customer will read it."""

from models.errors import BadReason
from models.order import LONGEST_TRACKING
from models.shipping_errors import BadTracking

LONGEST_REASON = 300
"""Characters of what the shop tells a customer of why it cancelled."""


def valid_reason(text: str) -> str:
    """As it is told to the customer; raises BadReason."""
    text = text.strip()
    if not text or len(text) > LONGEST_REASON:
        raise BadReason(LONGEST_REASON)
    return text


def valid_tracking(text: str) -> str:
    """A parcel's number, in one line that can be read; raises BadTracking."""
    text = " ".join(text.split())
    if not text.isprintable() or not 1 <= len(text) <= LONGEST_TRACKING:
        raise BadTracking(LONGEST_TRACKING)
    return text
