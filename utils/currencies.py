"""The currencies a shop can price in: those that at least two of our sources quote coins in."""

from dataclasses import dataclass

KRAKEN, COINBASE, BINANCE = "kraken", "coinbase", "binance"


@dataclass(frozen=True, slots=True)
class Quoted:
    """`size`: about how many make a dollar, for the defaults of amounts and nothing else."""

    size: int
    sources: frozenset[str]


_EVERYWHERE = frozenset({KRAKEN, COINBASE, BINANCE})
_WEST = frozenset({KRAKEN, COINBASE})
_EAST = frozenset({COINBASE, BINANCE})
QUOTED = {
    "USD": Quoted(1, _EVERYWHERE),
    "EUR": Quoted(1, _EVERYWHERE),
    "GBP": Quoted(1, _WEST),
    "CHF": Quoted(1, _WEST),
    "CAD": Quoted(1, _WEST),
    "AUD": Quoted(1, _WEST),
    "JPY": Quoted(150, _EVERYWHERE),
    "BRL": Quoted(5, _EAST),
    "PLN": Quoted(5, _EAST),
    "RON": Quoted(5, _EAST),
    "CZK": Quoted(20, _EAST),
    "MXN": Quoted(20, _EAST),
    "ZAR": Quoted(20, _EAST),
    "TRY": Quoted(40, _EAST),
    "UAH": Quoted(40, _EAST),
    "ARS": Quoted(1500, _EAST),
    "COP": Quoted(4000, _EAST),
    "IDR": Quoted(15000, _EAST),
}
"""Kraken's and Binance's markets of bitcoin, besides Coinbase, who quotes nearly everything.
Whether each coin has a price, `doctor` asks the sources themselves.
"""


def size_of(currency: str) -> int:
    """By how much a default amount in dollars is multiplied to mean about the same."""
    return QUOTED[currency].size
