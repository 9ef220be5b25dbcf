"""What stands for a coin in a button: one of ours, or none."""

from typing import Annotated

from pydantic import Field

from utils.assets import ASSETS

CREDIT = "CREDIT"
"""What stands for a coin when store credit pays for everything."""
Coin = Annotated[str, Field(pattern=f"^({'|'.join([*ASSETS, CREDIT])})$")]
