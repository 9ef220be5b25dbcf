"""A private key in the chat, and the button that asks for it."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import RevealKey
from handlers.views.screen import Screen, button, copy_button
from utils.l10n import Translator
from utils.wallets.base import PrivateKey


def reveal_button(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-reveal"), RevealKey(order_id=order_id))


def key(t: Translator, name: str, code: str, secret: PrivateKey) -> Screen:
    """The text `name` with a private key under a spoiler, and a button that copies it."""
    text = t(
        name,
        code=code,
        path=secret.path,
        address=secret.address,
        form=secret.form,
        secret=secret.secret,
    )
    return Screen(text, [[copy_button(t("button-copy-key"), secret.secret)]])
