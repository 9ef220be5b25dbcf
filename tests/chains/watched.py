"""Sound addresses without keys, as many as one likes; the first are far from any special one."""

from collections.abc import Callable

from solders.pubkey import Pubkey

from utils.wallets import eip55
from utils.wallets.segwit import encode

FIRST = 1 << 100
MAKERS: dict[str, Callable[[int], str]] = {
    "BTC": lambda number: encode("bcrt", 0, number.to_bytes(20, "big")),
    "LTC": lambda number: encode("rltc", 0, number.to_bytes(20, "big")),
    "ETH": lambda number: eip55.encode(number.to_bytes(20, "big")),
    "SOL": lambda number: str(Pubkey(number.to_bytes(32, "little"))),
}


def addresses(asset: str, count: int) -> list[str]:
    """On the local test network of that coin."""
    return [MAKERS[asset](FIRST + number) for number in range(count)]
