"""What an order shows to admins, as it is now: the same whether a button or the shop asks."""

from dataclasses import dataclass, replace

from handlers.lists import Lists
from handlers.views import admin as views
from handlers.views import decision
from handlers.views import refund as refund_views
from handlers.views.screen import Follows, Screen
from models.errors import ShopError
from models.opened import Face
from models.refund import RefundState
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.refund import RefundService
from services.people.user import UserService
from services.sale.order import OrderCard, OrderService
from utils.l10n import Translator


@dataclass(frozen=True, slots=True)
class Faces:
    orders: OrderService
    wallets: WalletService
    decisions: DecisionService
    refunds: RefundService
    places: Destinations
    users: UserService
    lists: Lists

    async def draw(self, t: Translator, reader: int, what: Follows) -> Screen:
        """The card where there is nothing else to show any more. Raises OrderNotFound."""
        if what.order_id is None:
            return await self.lists.draw(t, what)
        try:
            return await self._face(t, reader, what.order_id, what.face)
        except ShopError:
            return await self.card(t, reader, what.order_id)

    async def _face(self, t: Translator, reader: int, order_id: int, face: Face) -> Screen:
        match face:
            case Face.PAYMENT:
                return await self.payment(t, reader, order_id)
            case Face.DECISION:
                return await self.decision(t, order_id)
            case Face.REFUND:
                return await self.refund(t, order_id)
        return await self.card(t, reader, order_id)

    async def facts(self, reader: int, order_id: int) -> OrderCard:
        """With who sees to it, as somebody of the shop reads it."""
        card = await self.orders.card(order_id)
        return replace(card, hands=await self.orders.taking.of(order_id, reader))

    async def card(self, t: Translator, reader: int, order_id: int) -> Screen:
        return views.order(t, await self.facts(reader, order_id))

    async def payment(self, t: Translator, reader: int, order_id: int) -> Screen:
        """Of an order that coins pay; the card of any other."""
        card = await self.orders.card(order_id)
        if card.invoice is None:
            return await self.card(t, reader, order_id)
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
