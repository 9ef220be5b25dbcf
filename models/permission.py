"""What somebody may do beyond what every customer may."""

from enum import StrEnum


class Permission(StrEnum):
    ORDERS = "orders"
    """See every order, act on it and decide about its money."""
    KEYS = "keys"
    """Read the private keys of the shop's addresses."""
    TRUST = "trust"
    """Take an order for paid on one's own word: the owners' alone."""
    TALK = "talk"
    """Read what customers write to the shop, and answer them."""
    GOODS = "goods"
    """Change what is sold, and put goods on the shelves or take them off."""
