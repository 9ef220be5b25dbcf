"""Store credit that is passed on, as its giver and who opens the link see it."""

from collections.abc import Mapping

from aiogram.types import InlineKeyboardButton

from handlers import gift_callbacks as on
from handlers.callbacks import Home
from handlers.views.moments import local
from handlers.views.screen import (
    Screen,
    button,
    column,
    copy_button,
    cut,
    dated,
    lines,
    paragraphs,
)
from models.gift import Gift, GiftState
from services.money.gift import LASTS, UNDOABLE_FOR
from services.money.gift_facts import Account, Seen
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units."""
START = "g_"
"""What a link begins with, after `?start=`."""


@dated
def gifts(t: Translator, account: Account, currency: str, *, is_on: bool) -> Screen:
    """What may be passed on, and what waits."""
    ask = [button(t("button-gift-new"), on.AskGift(), style="primary")]
    return Screen(
        paragraphs(
            t("gifts"),
            _room(t, account, currency) if is_on else t("error-gifts-off"),
            t("gifts-waiting", count=len(account.waiting)) if account.waiting else None,
        ),
        [
            *column(_label(t, gift) for gift in account.waiting),
            ask if is_on and account.most else [],
            [button(t("button-home"), Home())],
        ],
    )


def _room(t: Translator, account: Account, currency: str) -> str:
    def money(minor: int) -> str:
        return format_money(minor, currency, t.language)

    fresh = t("gifts-fresh", fresh=money(account.fresh), days=UNDOABLE_FOR.days)
    return lines(
        t("gifts-credit", credit=money(account.spendable)),
        fresh if account.fresh and account.spendable else None,
        t("gifts-most", most=money(account.most), left=money(account.left)),
    )


def _label(t: Translator, gift: Gift) -> InlineKeyboardButton:
    label = t("gift-button", amount=money(t, gift), number=gift.number)
    return button(label, on.OpenGift(gift_id=gift.id))


def money(t: Translator, gift: Gift) -> str:
    return format_money(gift.amount, gift.currency, t.language)


@dated
def ask(t: Translator, account: Account, currency: str) -> Screen:
    return Screen(
        paragraphs(t("ask-gift"), _room(t, account, currency)),
        [[button(t("button-back"), on.Gifts())]],
    )


@dated
def confirm(t: Translator, amount: int, account: Account, currency: str) -> Screen:
    """Nothing leaves before this is pressed."""
    words, rest = (
        format_money(minor, currency, t.language) for minor in (amount, account.spendable - amount)
    )
    make = on.MakeGift(amount=amount, number=account.number, currency=currency)
    return Screen(
        t("confirm-gift", amount=words, rest=rest, days=LASTS.days),
        [
            [button(t("button-gift-make", amount=words), make, style="success")],
            [button(t("button-back"), on.Gifts())],
        ],
    )


@dated
def made(t: Translator, gift: Gift, link: str) -> Screen:
    return Screen(
        t("gift-made", amount=money(t, gift), link=link, until=local(gift.expires_at)),
        [
            [copy_button(t("button-gift-copy"), link)],
            [button(t("button-gift-back", amount=money(t, gift)), _back(gift))],
            [button(t("button-home"), Home())],
        ],
    )


def _back(gift: Gift) -> on.TakeGiftBack:
    return on.TakeGiftBack(gift_id=gift.id)


@dated
def card(t: Translator, seen: Seen) -> Screen:
    """As its giver sees it."""
    gift, is_open = seen.gift, seen.gift.state is GiftState.OPEN
    facts = {"amount": money(t, gift), "number": gift.number}
    back = button(t("button-gift-back", amount=facts["amount"]), _back(gift))
    return Screen(
        paragraphs(t("gift-card", **facts), _stands(t, seen)),
        [[back] if is_open else [], [button(t("button-back"), on.Gifts())]],
    )


def _stands(t: Translator, seen: Seen) -> str:
    gift = seen.gift
    if gift.state is GiftState.CLAIMED and seen.claimer is not None:
        return t("gift-claimed", name=cut(seen.claimer.name, NAME))
    if gift.state is GiftState.RETURNED:
        return t("gift-returned", why=str(gift.why))
    return t("gift-open", until=local(gift.expires_at))


@dated
def question(t: Translator, seen: Seen, token: str) -> Screen:
    """To who opened the link; nothing moves before it is pressed."""
    facts = {"amount": money(t, seen.gift), "name": cut(seen.giver.name, NAME)}
    take = button(t("button-gift-take", **facts), on.ClaimGift(token=token), style="success")
    until = local(seen.gift.expires_at)
    return Screen(
        t("gift-question", until=until, **facts),
        [[take], [button(t("button-gift-leave"), Home())]],
    )


def told(t: Translator, args: Mapping[str, str], name: str) -> Screen:
    """What became of it, to its giver."""
    amount = format_money(int(args["amount"]), args["currency"], t.language)
    text = t("gift-told", what=args["what"], amount=amount, name=cut(name, NAME))
    return Screen(text, [[button(t("button-home"), Home())]])
