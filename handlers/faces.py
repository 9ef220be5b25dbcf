"""What an order shows to admins, as it is now: the same whether a button or the shop asks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.views import admin as views
from handlers.views import decision
from handlers.views import refund as refund_views
from handlers.views.screen import Screen
from models.errors import ShopError
from models.opened import Face
from models.refund import RefundState
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.refund import RefundService
from services.people.user import UserService
from services.sale.order import OrderService
from utils.l10n import Translator


@dataclass(frozen=True, slots=True)
class Faces:
    orders: OrderService
    wallets: WalletService
    decisions: DecisionService
    refunds: RefundService
    places: Destinations
    users: UserService

    async def draw(self, t: Translator, order_id: int, face: Face) -> Screen:
        """The card where there is nothing else to show any more. Raises OrderNotFound."""
        asked: dict[Face, Callable[[Translator, int], Awaitable[Screen]]] = {
            Face.CARD: self.card,
            Face.PAYMENT: self.payment,
            Face.DECISION: self.decision,
            Face.REFUND: self.refund,
        }
        try:
            return await asked[face](t, order_id)
        except ShopError:
            return await self.card(t, order_id)

    async def card(self, t: Translator, order_id: int) -> Screen:
        return views.order(t, await self.orders.card(order_id))

    async def payment(self, t: Translator, order_id: int) -> Screen:
        """Of an order that coins pay; the card of any other."""
        card = await self.orders.card(order_id)
        if card.invoice is None:
            return views.order(t, card)
        return views.payment(t, card, card.invoice, keys=self.wallets.shows_keys)

    async def decision(self, t: Translator, order_id: int) -> Screen:
        """Raises NothingToDecide."""
        choice = await self.decisions.choice(order_id)
        card = await self.orders.card(order_id)
        return decision.decide(t, choice, kept=card.kept)

    async def refund(self, t: Translator, order_id: int) -> Screen:
        """What is under way, or what could be. Raises why nothing can be."""
        return (await self.refunding(t, order_id))[0]

    async def refunding(self, t: Translator, order_id: int) -> tuple[Screen, str | None]:
        """And the topic of what may be typed next."""
        placed = (await self.orders.card(order_id)).order
        for card in await self.refunds.of(order_id):
            if refund_views.is_under_way(card.refund):
                waits = card.refund.state is RefundState.OPEN
                by = await self.named(card.refund.opened_by)
                screen = refund_views.under_way(t, placed.code, card, by)
                return screen, f"refund:{card.refund.id}" if waits else None
        offer, place = await self.refunds.offer(order_id), await self.places.of(order_id)
        return refund_views.offer(t, placed, offer, place), f"refund-to:{order_id}"

    async def named(self, actor: str) -> str:
        return await self.users.named(actor)
