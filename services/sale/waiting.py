"""How long a payment usually takes until it counts: the same words everywhere."""

import math

from utils.assets import ASSETS

BLOCK = {"BTC": 10.0, "LTC": 2.5}
"""Minutes between two blocks, on average; a payment waits that long for each confirmation."""
FINAL = {"ETH": 15.0, "SOL": 0.5}
"""Minutes until these networks call a block final, on average."""


def minutes(asset: str, confirmations: int) -> int:
    """Rounded up; 0: less than one."""
    if ASSETS[asset].finality == "depth":
        return math.ceil(BLOCK[asset] * confirmations)
    return int(FINAL[asset])
