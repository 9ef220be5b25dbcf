"""Home with what is going on, help and languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import OpenAccount
from handlers.callbacks import (
    AdminOrders,
    Catalogue,
    Help,
    Home,
    Languages,
    MyOrders,
    OpenCart,
    OpenOrder,
    SetLanguage,
    TalkToUs,
)
from handlers.gift_callbacks import Gifts
from handlers.goods_callbacks import GoodsHome
from handlers.views.moments import left
from handlers.views.screen import Screen, button, column, lines, paragraphs
from handlers.views.standing import Standing, coins
from handlers.views.texts import shown
from models.invoice import WATCHED, InvoiceState
from services.sale.facts import Underway
from services.sale.order import MOST_TASKS
from services.sale.quote import Quote
from utils.l10n import Translator
from utils.money import format_money

PARCELS = 3
"""Named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`credit` in minor units. `tasks`: (to ship, to decide), None for who sees no orders."""

    shop: str
    currency: str
    now: datetime
    cart: Quote
    credit: int = 0
    underway: Underway = field(default_factory=Underway)
    tasks: tuple[int, int] | None = None
    shelves: bool = False
    """Whether they may look at the stock."""
    gifts: bool = False
    """Whether some of their credit may be passed on, or is on its way."""

    @property
    def unpaid(self) -> Standing | None:
        """Where the order stands that is not paid."""
        found = self.underway
        if found.unpaid is None:
            return None
        return Standing(found.unpaid, found.bill, found.money, self.now)


def home(t: Translator, facts: Facts, note: str | None = None) -> Screen:
    """The main menu; `note` (already translated) stands in the place of the shop's name."""
    money = format_money(facts.credit, facts.currency, t.language)
    text = paragraphs(
        note or t("home-title", shop=facts.shop),
        t("home"),
        lines(*_going_on(t, facts)),
        t("home-credit", credit=money) if facts.credit else None,
    )
    return Screen(
        text,
        [
            _pay_now(t, facts.unpaid),
            [button(t("button-catalogue"), Catalogue(), style="primary")],
            *_own(t, facts),
            [
                button(t("button-account"), OpenAccount()),
                *([button(t("button-gifts"), Gifts())] if facts.gifts else []),
            ],
            [button(t("button-talk"), TalkToUs()), button(t("button-help"), Help())],
            _work(t, facts),
        ],
        dated=_says_something(facts),
    )


def _says_something(facts: Facts) -> bool:
    """More than where everything is: what can change while it is read."""
    going_on = facts.unpaid is not None or bool(facts.underway.packing)
    return going_on or bool(facts.credit or facts.cart.pieces or any(facts.tasks or ()))


def _going_on(t: Translator, facts: Facts) -> list[str]:
    """What the customer waits for, and what waits for the customer."""
    underway, said = facts.underway, list[str]()
    if of := facts.unpaid:
        time = left(t, of.order.expires_at, facts.now)
        said.append(t(f"home-{_where(of)}", code=of.order.code, left=time, **coins(of)))
    said += [t("home-packing", code=order.code) for order in underway.packing[:PARCELS]]
    if len(underway.packing) > PARCELS:
        said.append(t("home-packing-more", count=len(underway.packing) - PARCELS))
    return said


def _where(of: Standing) -> str:
    if of.asks:
        return "partial" if of.seen else "unpaid"
    return "checking" if of.state is InvoiceState.CHECKING else "seen"


def _pay_now(t: Translator, of: Standing | None) -> list[InlineKeyboardButton]:
    """As long as it asks for money, in whole or for the rest."""
    if of is None:
        return []
    key = "button-pay-now" if of.asks else "button-follow"
    return [button(t(key, code=of.order.code), OpenOrder(order_id=of.order.id), style="success")]


def _own(t: Translator, facts: Facts) -> list[list[InlineKeyboardButton]]:
    """A full cart says what is in it, and takes a row of its own for that."""
    cart, orders = _cart(t, facts), button(t("button-orders"), MyOrders(page=0))
    return [[cart], [orders]] if facts.cart.pieces else [[cart, orders]]


def _cart(t: Translator, facts: Facts) -> InlineKeyboardButton:
    if not facts.cart.pieces:
        return button(t("button-cart"), OpenCart())
    total = format_money(facts.cart.total, facts.currency, t.language)
    return button(t("button-cart-full", count=facts.cart.pieces, total=total), OpenCart())


def _work(t: Translator, facts: Facts) -> list[InlineKeyboardButton]:
    """Where who works for the shop begins."""
    if facts.tasks:
        return _shop(t, facts.tasks)
    return [button(t("button-goods-home"), GoodsHome(page=0))] if facts.shelves else []


def _shop(t: Translator, tasks: tuple[int, int]) -> list[InlineKeyboardButton]:
    ship, decide = tasks
    todo = [
        t(key, count=_counted(count))
        for key, count in (("shop-to-ship", ship), ("shop-to-decide", decide))
        if count
    ]
    label = t("button-shop-todo", todo=", ".join(todo)) if todo else t("button-shop")
    return [button(label, AdminOrders(page=0))]


def _counted(count: int) -> int | str:
    return f"{MOST_TASKS - 1}+" if count >= MOST_TASKS else count


def help_page(t: Translator, minutes: int, own: str | None = None) -> Screen:
    """`own`: the shop's own words for it, as they were typed."""
    return Screen(
        shown(own) if own else t("help", minutes=minutes, days=WATCHED.days),
        [
            [button(t("button-talk"), TalkToUs()), button(t("button-language"), Languages())],
            [button(t("button-home"), Home())],
        ],
    )


def languages(t: Translator, names: Mapping[str, str]) -> Screen:
    choices = column(button(name, SetLanguage(language=code)) for code, name in names.items())
    return Screen(t("languages"), [*choices, [button(t("button-home"), Home())]])
