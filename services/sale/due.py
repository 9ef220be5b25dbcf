"""What an amount of money is in coins, when that is enough to be sent."""

from models.errors import TotalTooSmall
from services.money.rate import Price
from utils.money import due_units


def due_of(to_pay: int, currency: str, price: Price) -> int:
    """Base units for so many minor units; raises TotalTooSmall."""
    asset = price.asset
    due = due_units(to_pay, currency, price.rate, asset.decimals, asset.step)
    if due < asset.minimum:
        raise TotalTooSmall(asset.symbol)
    return due
