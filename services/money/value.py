"""What coins are worth: at the rate locked at checkout, today, and the lower of both. Pure.

See docs/adr/0012-value.md. The arithmetic is exact; each function rounds once, and never in favour
of giving more.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from utils.assets import ASSETS
from utils.money import minor_digits


@dataclass(frozen=True, slots=True)
class Prices:
    """Minor units per base unit. `today` None: there is no good price now, and none is guessed."""

    locked: Fraction
    today: Fraction | None = None

    @property
    def lower(self) -> Fraction | None:
        return None if self.today is None else min(self.locked, self.today)

    @property
    def higher(self) -> Fraction:
        return self.locked if self.today is None else max(self.locked, self.today)

    def credit(self, units: int) -> int | None:
        """Minor units that may be given for `units`; None while there is no price today."""
        return None if self.lower is None else floor(units * self.lower)

    def at_locked(self, units: int) -> int:
        """Minor units at the locked rate, rounded down."""
        return floor(units * self.locked)

    def stake(self, units: int) -> int:
        """Minor units that are lost if `units` prove to be nothing."""
        return ceil(units * self.higher)

    def late_for(self, due: int) -> int:
        """Base units that were not in time and pay `due` base units; 0 without a price."""
        return 0 if self.lower is None else ceil(due * self.locked / self.lower)

    def late(self, units: int) -> int:
        """Base units of what is due that `units` pay which were not in time; 0 without a price."""
        return 0 if self.lower is None else floor(units * self.lower / self.locked)


def prices(asset: str, currency: str, locked: Decimal, today: Decimal | None) -> Prices:
    """Both rates are shop currency per coin."""
    now = None if today is None else per_unit(asset, currency, today)
    return Prices(per_unit(asset, currency, locked), now)


def per_unit(asset: str, currency: str, rate: Decimal) -> Fraction:
    """Minor units per base unit."""
    minor, base = 10 ** minor_digits(currency), 10 ** ASSETS[asset].decimals
    return Fraction(rate) * Fraction(minor, base)
