"""What may go wrong around questions of customers and goods that they complain of.

* ShopError
  + NothingWaits
  + TakenMeanwhile
  + NeedsNobody
  + TakesTooMany
  + CannotComplain
  + ComplaintDecided
  + StartFirst
"""

from models.errors import ShopError


class NothingWaits(ShopError):
    """The question was answered or closed by somebody else."""

    key = "error-nothing-waits"


class TakenMeanwhile(ShopError):
    """`name`: who has the question or order now; empty: nobody has."""

    key = "error-taken-meanwhile"

    def __init__(self, name: str) -> None:
        super().__init__(name=name, had="yes" if name else "no")


class NeedsNobody(ShopError):
    """The order was seen to, or needs nobody any more."""

    key = "error-needs-nobody"


class TakesTooMany(ShopError):
    """`most`: orders that one person may see to at once."""

    key = "error-takes-too-many"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class CannotComplain(ShopError):
    """`why`: off, late, again, open, state, unit. `days`: the limit."""

    key = "error-cannot-complain"

    def __init__(self, why: str, days: int) -> None:
        super().__init__(why=why, days=days)


class ComplaintDecided(ShopError):
    """`how`: granted or refused by somebody else, or ended with a refund."""

    key = "error-complaint-decided"

    def __init__(self, how: str) -> None:
        super().__init__(how=how)


class StartFirst(ShopError):
    """They have no chat with the bot, in which alone it is shown."""

    key = "error-start-first"
