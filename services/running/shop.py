"""What the shop is called and counts in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    currency: str
    timeout_minutes: int
    exact_stock: bool = True
    """Whether customers read how many pieces are left, or only that there are few."""
