"""Somebody's store credit, as who decides about money sees it, and what they hear of it."""

from collections.abc import Mapping

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import OpenPerson
from handlers.people_callbacks import AskCredit, CreditNow, OpenPurse
from handlers.views.moments import local
from handlers.views.person import known
from handlers.views.screen import Screen, button, cut, dated, lines, paragraphs
from models.credit import CreditEntry
from models.user import User
from services.sale.purse import Adjustment, Purse
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units of a person's name."""


@dated
def purse(t: Translator, found: Purse) -> Screen:
    """What there is, where it came from, and the ways to change it."""
    user_id = found.user.id
    entries = [_entry(t, entry) for entry in found.entries]
    text = paragraphs(
        known(t, found.user),
        standing(t, found.balance, found.spendable, found.currency),
        lines(t("credit-entries"), *entries) if entries else t("credit-no-entries"),
    )
    return Screen(
        text,
        [
            [
                button(t("button-credit-give"), AskCredit(user_id=user_id, take=0)),
                button(t("button-credit-take"), AskCredit(user_id=user_id, take=1)),
            ],
            [button(t("button-back"), OpenPerson(user_id=user_id, order_id=0))],
        ],
    )


def standing(t: Translator, balance: int, spendable: int, currency: str) -> str:
    """In a line; in two where some of it cannot be spent."""
    said = t("person-credit", credit=format_money(balance, currency, t.language))
    if spendable == balance:
        return said
    return lines(said, t("credit-spendable", left=format_money(spendable, currency, t.language)))


def _entry(t: Translator, entry: CreditEntry) -> str:
    amount = format_money(abs(entry.amount), entry.currency, t.language)
    sign = "+" if entry.amount > 0 else "\u2212"
    why = t("credit-entry", reason=entry.reason.value)
    return t("credit-line", at=local(entry.created_at), amount=f"{sign}{amount}", why=why)


@dated
def ask(t: Translator, found: Purse, *, take: bool) -> Screen:
    now = standing(t, found.balance, found.spendable, found.currency)
    asked = t("ask-credit", how="take" if take else "give", name=cut(found.user.name, NAME))
    return Screen(paragraphs(asked, now), [[_back(t, found.user)]])


@dated
def check(t: Translator, found: Purse, change: Adjustment) -> Screen:
    """The sum, why, and what there will be: before it counts."""
    after, currency = found.balance + change.amount, found.currency
    text = t(
        "check-credit",
        how="give" if change.amount > 0 else "take",
        name=cut(found.user.name, NAME),
        amount=format_money(abs(change.amount), currency, t.language),
        now=format_money(found.balance, currency, t.language),
        then=format_money(after, currency, t.language),
        reason=change.reason,
    )
    confirm = CreditNow(user_id=found.user.id, seen=found.seal(change))
    barred = t("check-credit-barred") if found.user.banned_at else None
    return Screen(
        paragraphs(text, barred),
        [[button(t("button-credit-now"), confirm, style="danger")], [_back(t, found.user)]],
    )


def _back(t: Translator, user: User) -> InlineKeyboardButton:
    return button(t("button-back"), OpenPurse(user_id=user.id))


def told(t: Translator, facts: Mapping[str, str], left: int | None) -> Screen:
    """To whom it belongs. `left`: minor units that can be spent; None: they may not spend any."""
    amount, currency = int(facts["amount"]), facts["currency"]
    said = t("credit-adjusted", how=_how(amount), amount=_sum(t, amount, currency))
    rest = None if left is None else t("credit-left", left=_sum(t, left, currency))
    return Screen(lines(said, rest))


def news(t: Translator, facts: Mapping[str, str], user: User, by: str) -> Screen:
    """To everybody else who decides about money."""
    amount, name = int(facts["amount"]), cut(user.name, NAME)
    said = t(
        "admin-adjusted",
        how=_how(amount),
        by=cut(by, NAME),
        name=name,
        amount=_sum(t, amount, facts["currency"]),
    )
    who = button(t("button-person", name=name), OpenPerson(user_id=user.id, order_id=0))
    return Screen(said, [[who]])


def _how(amount: int) -> str:
    return "give" if amount > 0 else "take"


def _sum(t: Translator, amount: int, currency: str) -> str:
    return format_money(abs(amount), currency, t.language)
