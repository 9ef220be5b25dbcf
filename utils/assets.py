"""The coins the shop can take, and how each counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asset:
    """A coin: 10 ** `decimals` base units each.

    Amounts due are multiples of `step` (exchanges cannot send finer ones) and at least `minimum`,
    both in base units.
    """

    symbol: str
    name: str
    network: str
    decimals: int
    step: int
    minimum: int


BTC = Asset("BTC", "Bitcoin", "Bitcoin", 8, 1, 1_000)
ASSETS = {asset.symbol: asset for asset in (BTC,)}
