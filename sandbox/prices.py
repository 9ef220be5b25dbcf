"""What coins cost in the sandbox: each source a little different, all wandering with the clock."""

from decimal import Decimal

KRAKEN, COINBASE, BINANCE, MEMPOOL = "kraken", "coinbase", "binance", "mempool.space"
SOURCES = (KRAKEN, COINBASE, BINANCE, MEMPOOL)
PRICES = {"BTC": 64_250, "ETH": 3_120, "LTC": 86, "SOL": 148}
"""The US dollars around which the prices wander."""
CURRENCIES = {"USD": Decimal(1), "EUR": Decimal("0.92")}
MORE_CURRENCIES = {
    "GBP": Decimal("0.79"), "CAD": Decimal("1.39"), "CHF": Decimal("0.88"),
    "AUD": Decimal("1.53"), "JPY": Decimal("151.2"),
}  # fmt: skip
_MILLION = 1_000_000
_SWINGS = ((86_400, 12_000), (7_200, 3_000))
"""Seconds of a swing, and how far it goes, in millionths of the price."""
_OFFSETS = {KRAKEN: 0, COINBASE: 900, BINANCE: 400, MEMPOOL: 200}
_APART = (1_800, 300)
_CENT = Decimal("0.01")


def price(source: str, asset: str, at: int) -> Decimal:
    """US dollars at a moment in Unix seconds; the exchanges are never 0.3 % apart."""
    phase = 1_009 * sum(map(ord, asset))
    millionths = sum(_wave(at + phase, *swing) for swing in _SWINGS) + _OFFSETS[source]
    millionths += _wave(at + phase * len(source), *_APART)
    return (Decimal(PRICES[asset]) * (_MILLION + millionths) / _MILLION).quantize(_CENT)


def _wave(at: int, period: int, height: int) -> int:
    """A triangle between -height and height."""
    place = at % period
    return abs(4 * height * place // period - 2 * height) - height
