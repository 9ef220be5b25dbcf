"""The private key of one order's address, shown for a minute."""

from datetime import timedelta

from handlers import callbacks as on
from handlers.press import Press, Routes
from handlers.replies import say
from handlers.views import admin as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.keys.wallet import WalletService

KEY_LIFETIME = timedelta(seconds=60)


class KeyDesk:
    def __init__(self, wallets: WalletService) -> None:
        self._wallets = wallets

    def routes(self) -> Routes:
        return Routes(buttons={on.RevealKey: self.reveal}, needs=Permission.KEYS)

    async def reveal(self, press: Press[on.RevealKey]) -> None:
        """Into a message whose deletion is already queued, so that a crash cannot keep it."""
        who, order_id = press.who, press.action.order_id
        self._wallets.check_shown()
        text = who.t("key-placeholder", order=str(order_id))
        placeholder = await say(who.bot, who.id, Screen(text))
        key = await self._wallets.reveal(
            order_id, admin=who.id, message_id=placeholder.message_id, lifetime=KEY_LIFETIME
        )
        screen = views.key(who.t, "key", order_id, key)
        await placeholder.edit_text(screen.text, reply_markup=screen.keyboard)
