"""Questions before somebody is banned, or let in again."""

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import OpenPerson
from handlers.people_callbacks import BanNow, UnbanNow
from handlers.views.person import known
from handlers.views.screen import Screen, button, dated, paragraphs
from services.sale.ban import Barring
from utils.l10n import Translator
from utils.money import format_money


@dated
def ask(t: Translator, found: Barring, what: str) -> Screen:
    """Why? With what becomes of what is open."""
    asked = t("ask-ban", what=what)
    return Screen(paragraphs(known(t, found.user), _open(t, found), asked), [[_back(t, found)]])


def _open(t: Translator, found: Barring) -> str:
    return t(
        "ban-facts",
        waiting=found.waiting,
        paid=found.paid,
        credit=format_money(found.credit, found.currency, t.language),
    )


@dated
def check(t: Translator, found: Barring, reason: str, seen: str, what: str) -> Screen:
    """Before it counts."""
    action = UnbanNow if found.user.banned_at else BanNow
    confirm = action(user_id=found.user.id, seen=seen)
    text = paragraphs(
        known(t, found.user), _open(t, found), t("check-ban", what=what, reason=reason)
    )
    now = button(t("button-ban-now", what=what), confirm, style="danger")
    return Screen(text, [[now], [_back(t, found)]])


def _back(t: Translator, found: Barring) -> InlineKeyboardButton:
    return button(t("button-back"), OpenPerson(user_id=found.user.id, order_id=0))
