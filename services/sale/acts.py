"""What is done with an order by hand, and what that rests on: one of each."""

from dataclasses import dataclass

from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.refund import RefundService
from services.money.reversal import ReversalService
from services.sale.intervention import InterventionService
from services.sale.order import OrderService
from services.sale.parcel import ParcelService


@dataclass(frozen=True, slots=True)
class Acts:
    """The services of those who act on orders."""

    orders: OrderService
    destinations: Destinations
    refunds: RefundService
    reversals: ReversalService
    hand: InterventionService
    parcels: ParcelService
    decisions: DecisionService
