"""Home, help and languages."""

from collections.abc import Mapping

from handlers.callbacks import Catalogue, Help, Home, Languages, MyOrders, OpenCart, SetLanguage
from handlers.views.screen import Screen, button, column, paragraphs
from utils.l10n import Translator
from utils.money import format_money


def home(t: Translator, shop: str, credit: int, currency: str, note: str | None = None) -> Screen:
    """The main menu; `note` (already translated) comes first."""
    money = format_money(credit, currency, t.language)
    text = paragraphs(
        note, t("home", shop=shop), t("home-credit", credit=money) if credit else None
    )
    return Screen(
        text,
        [
            [button(t("button-catalogue"), Catalogue(), style="primary")],
            [button(t("button-cart"), OpenCart()), button(t("button-orders"), MyOrders(page=0))],
            [button(t("button-language"), Languages()), button(t("button-help"), Help())],
        ],
    )


def help_page(t: Translator, minutes: int) -> Screen:
    return Screen(t("help", minutes=minutes), [[button(t("button-home"), Home())]])


def languages(t: Translator, names: Mapping[str, str]) -> Screen:
    choices = column(button(name, SetLanguage(language=code)) for code, name in names.items())
    return Screen(t("languages"), [*choices, [button(t("button-home"), Home())]])
