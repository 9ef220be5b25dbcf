"""What a voucher does to a cart."""

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """Why a voucher takes nothing off."""

    GONE = "gone"
    """It cannot be used, or not any more: nobody is told which."""
    LEAST = "least"
    """The goods come to too little."""
    OUTSIDE = "outside"
    """It is for other goods."""
    PRODUCT = "product"
    """What would be free is not in the cart."""
    LITTLE = "little"
    """Its part of these goods is less than the smallest unit."""


@dataclass(frozen=True, slots=True)
class Applied:
    """`off`: minor units that it takes off; with nothing, `lack` says why. `missing`: minor units
    of goods up to where it holds.
    """

    code_id: int
    voucher_id: int = 0
    off: int = 0
    lack: Lack | None = None
    missing: int = 0
