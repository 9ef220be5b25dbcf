"""Which ways to ship carry a weight, and for how much. Pure: cart, checkout and charge ask here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.shipping import HEAVIEST, ShippingOption


@dataclass(frozen=True, slots=True)
class Fitting:
    """A way to ship that carries what is to be shipped. `price`: minor units."""

    id: int
    name: str
    price: int


@dataclass(frozen=True, slots=True)
class Postage:
    """How an order with something physical in it can be shipped.

    `chosen`: by the customer, or the only one there is. `blocked`: there are ways to ship, and none
    carries it. Neither, and nothing `fitting`: the shop ships for nothing.
    """

    weight: int = 0
    fitting: tuple[Fitting, ...] = ()
    chosen: Fitting | None = None
    blocked: bool = False

    @property
    def is_open(self) -> bool:
        """Whether one is to be chosen."""
        return self.chosen is None and bool(self.fitting)

    @property
    def price(self) -> int:
        """Minor units; nothing as long as none is chosen."""
        return self.chosen.price if self.chosen else 0


FREE = Postage()


def cost(option: ShippingOption, grams: int) -> int:
    """Minor units: each further step that is begun costs more."""
    if not option.step or grams <= option.step:
        return option.price
    return option.price + option.step_price * (-(-grams // option.step) - 1)


def carries(option: ShippingOption, grams: int) -> bool:
    return grams <= (option.up_to or HEAVIEST)


def postage(options: Sequence[ShippingOption], grams: int, wanted: int = 0) -> Postage:
    """`options`: those that are on offer; `wanted`: the id of the one that was chosen, or 0."""
    fitting = tuple(
        Fitting(row.id, row.name, cost(row, grams)) for row in options if carries(row, grams)
    )
    return Postage(grams, fitting, _chosen(fitting, wanted), bool(options) and not fitting)


def _chosen(fitting: Sequence[Fitting], wanted: int) -> Fitting | None:
    if len(fitting) == 1:
        return fitting[0]
    return next((each for each in fitting if each.id == wanted), None)


def weight_of(pieces: Iterable[tuple[int, int]]) -> int:
    """Grams; each (grams of one, how many)."""
    return sum(grams * quantity for grams, quantity in pieces)
