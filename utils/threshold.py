"""Amounts of money in settings: `500 EUR`, or a bare `500`, which means SHOP_CURRENCY."""

import re
from dataclasses import dataclass

from utils.currencies import size_of
from utils.money import minor_digits

NEVER = "never"
DEFAULT_IN = "USD"
AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12})(?:\s*(?P<currency>[A-Za-z]{3}))?", re.ASCII)
Tier = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole amount as it was written."""

    whole: int
    currency: str | None

    def minor(self, shop: str, *, default: bool = False) -> int:
        """In the shop's minor units. Raises ValueError for another currency than the shop's.

        `default`: ours and in dollars, so that it means about as much in any currency.
        """
        size = 1
        if default and self.currency == DEFAULT_IN:
            size = size_of(shop)
        elif self.currency not in (None, shop):
            raise ValueError(
                f"is in {self.currency}, but the shop sells in {shop}: write the amount in {shop}"
            )
        return self.whole * size * int(10 ** minor_digits(shop))


def parse_amount(text: str) -> Amount:
    """Raises ValueError."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError("a whole amount such as 500 or 500 EUR")
    currency = match["currency"]
    return Amount(int(match["whole"]), currency.upper() if currency else None)


def parse_optional(text: str) -> Amount | None:
    """The same, or None for the word never. Raises ValueError."""
    if text.strip().lower() == NEVER:
        return None
    try:
        return parse_amount(text)
    except ValueError:
        raise ValueError(
            f"a whole total in SHOP_CURRENCY such as 500 or 500 EUR, 0 for always, or {NEVER}"
        ) from None


def parse_tiers(text: str) -> tuple[tuple[Amount, int], ...]:
    """`1,3@500 EUR`: 1 confirmation, 3 for totals of 500 and more. Raises ValueError."""
    rows = []
    for part in text.split(","):
        count, at, least = part.strip().partition("@")
        if not re.fullmatch(r"[0-9]{1,3}", count, re.ASCII) or int(count) < 1:
            raise ValueError("confirmations such as 1 or 1,3@500 (3 from a total of 500 on)")
        rows.append((parse_amount(least) if at else Amount(0, None), int(count)))
    amounts = [amount.whole for amount, _ in rows]
    if amounts != sorted(set(amounts)) or amounts[0] != 0:
        raise ValueError("the first tier has no @, and each further one begins higher")
    return tuple(rows)


def tiers_in(text: str, shop: str, *, default: bool = False) -> tuple[Tier, ...]:
    """Ascending rows of (from this total in minor units, confirmations). Raises ValueError."""
    return tuple((a.minor(shop, default=default), count) for a, count in parse_tiers(text))
