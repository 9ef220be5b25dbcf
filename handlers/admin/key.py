"""The private key of one order's address, asked for twice, shown for a minute."""

from datetime import timedelta

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes
from handlers.replies import say
from handlers.views import decision
from handlers.views import key as keys
from handlers.views.screen import Screen
from models.permission import Permission
from services.keys.wallet import WalletService
from services.money.approval import ApprovalService

KEY_LIFETIME = timedelta(seconds=60)


class KeyDesk:
    def __init__(self, cards: Cards, wallets: WalletService, approvals: ApprovalService) -> None:
        self._cards = cards
        self._wallets = wallets
        self._approvals = approvals

    def routes(self) -> Routes:
        return Routes(
            buttons={on.RevealKey: self.ask, act.RevealNow: self.reveal}, needs=Permission.KEYS
        )

    async def ask(self, press: Press[on.RevealKey]) -> None:
        self._wallets.check_shown()
        await press.show(decision.ask_reveal(press.who.t, press.action.order_id))

    async def reveal(self, press: Press[act.RevealNow]) -> None:
        """Into a message whose deletion is already queued, so that a crash cannot keep it."""
        who, order_id = press.who, press.action.order_id
        self._wallets.check_shown()
        await self._approvals.require_key(order_id, who.id)
        code = (await self._cards.facts(order_id)).order.code
        placeholder = await say(who.bot, who.id, Screen(who.t("key-placeholder", code=code)))
        key = await self._wallets.reveal(
            order_id, admin=who.id, message_id=placeholder.message_id, lifetime=KEY_LIFETIME
        )
        screen = keys.key(who.t, "key", code, key)
        await placeholder.edit_text(screen.text, reply_markup=screen.keyboard)
        await press.show(await self._cards.payment(who, order_id))
