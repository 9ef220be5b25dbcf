"""The coins the shop can take, and how each counts."""

from dataclasses import dataclass
from typing import Literal

Finality = Literal["depth", "finalized"]


@dataclass(frozen=True, slots=True)
class Asset:
    """A coin: 10 ** `decimals` base units each.

    Amounts due are multiples of `step` (exchanges cannot send finer ones) and at least `minimum`,
    both in base units. `dust`: what is less no network carries, or no exchange can send; so small a
    rest is never asked for. `finality`: a payment counts after so many blocks ("depth"), or once
    the chain itself calls its block final ("finalized"), which is one confirmation: final or not.
    """

    symbol: str
    name: str
    network: str
    decimals: int
    step: int
    minimum: int
    dust: int
    finality: Finality = "depth"
    read_by_balance: bool = False
    """Whether what arrives is known by the balance, and has no transaction id of its own."""


# The minimums, and the sources they follow:
# BTC: dust is 294 sat for P2WPKH (Bitcoin Core, policy/policy.cpp); below a few times that,
#   spending the output costs more than it holds.
# LTC: 0.001, dust at Litecoin's relay fee with the same distance.
# ETH: sending it on costs 21,000 gas; five times that at 2 gwei, rounded down to a plain number.
# SOL: an account that holds nothing but lamports must end above 890,880 of them, the rent
#   exemption of 0 bytes of data, or the transfer fails on chain
#   (https://solana.com/docs/core/accounts#rent); rounded up to the step.
# The dust: 294 satoshi as above; 2,940 litoshi, the same output at Litecoin Core's tenfold rate;
#   elsewhere the step, since an account that exists may be sent anything.
BTC = Asset("BTC", "Bitcoin", "Bitcoin", 8, 1, 1_000, 294)
LTC = Asset("LTC", "Litecoin", "Litecoin", 8, 1, 100_000, 2_940)
ETH = Asset(
    "ETH", "Ethereum", "Ethereum", 18, 10**10, 2 * 10**14, 10**10, "finalized", read_by_balance=True
)
SOL = Asset("SOL", "Solana", "Solana", 9, 1_000, 891_000, 1_000, "finalized")
ASSETS = {asset.symbol: asset for asset in (BTC, LTC, ETH, SOL)}
