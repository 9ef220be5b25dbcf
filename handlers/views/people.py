"""Lists of people, and the search for somebody."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import people_callbacks as on
from handlers.admin_callbacks import OpenPerson
from handlers.callbacks import AdminOrders
from handlers.views.moments import day
from handlers.views.screen import Screen, button, column, cut, dated, named, paragraphs
from models.base import EPOCH, MILLISECOND
from models.crowd import Listed, People, Place
from models.person import Tag
from models.user import User
from services.sale.crowd import LATELY, CrowdPage
from utils.l10n import Translator
from utils.money import format_money

NAME = 40
"""UTF-16 units of a name on a button."""
TYPED = 64
"""UTF-16 units of what was looked for, when it is repeated."""
MOST_KEY = 10**15
"""What fits behind a button; no list of ours comes so far."""


@dated
def crowd(t: Translator, page: CrowdPage) -> Screen:
    """One page, the ways to those beside it, and the other lists."""
    title = t(
        "people-title",
        which=page.which.value,
        days=LATELY.days,
        tag=page.tag.name if page.tag else "",
    )
    rows = column(_row(t, page, row) for row in page.rows)
    tag_id = page.tag.id if page.tag else 0
    turns = [
        button(t(label), _at(page.which, place, tag_id))
        for label, place in (("button-less", page.before), ("button-more", page.after))
        if place is not None
    ]
    return Screen(
        paragraphs(title, None if page.rows else t("people-none")),
        [*rows, turns, *_lists(t, page.which), _ways(t)],
    )


def _at(which: People, place: Place, tag_id: int) -> on.OpenPeople:
    turn = on.BACK if place.back else on.ONWARD
    key = min(place.key, MOST_KEY)
    return on.OpenPeople(which=which, turn=turn, key=key, user_id=place.user_id, tag_id=tag_id)


def _row(t: Translator, page: CrowdPage, row: Listed) -> InlineKeyboardButton:
    facts = {"worth": _worth(t, page, row), "banned": _yes(row.user)}
    shown = named(t, "people-row", _called(row.user), **facts)
    return button(shown, OpenPerson(user_id=row.user.id, order_id=0))


def _called(user: User) -> str:
    return cut(f"{user.name} @{user.username}" if user.username else user.name, NAME)


def _worth(t: Translator, page: CrowdPage, row: Listed) -> str:
    """What puts them where they are on the list."""
    if page.which is People.TIMEOUTS:
        return f"⏰ {row.key}"
    if page.which is People.TURNOVER:
        return format_money(row.key, page.currency, t.language)
    moment = EPOCH + row.key * MILLISECOND if page.which is People.BANNED else row.user.created_at
    return day(t.language, moment)


def _lists(t: Translator, shown: People) -> list[list[InlineKeyboardButton]]:
    others = [
        button(t("button-people-list", which=which.value), on.OpenPeople(which=which))
        for which in People
        if which not in (shown, People.TAGGED)
    ]
    others.append(button(t("button-people-list", which=People.TAGGED.value), on.ByTag()))
    return [others[start : start + 2] for start in range(0, len(others), 2)]


def _ways(t: Translator) -> list[InlineKeyboardButton]:
    find = button(t("button-find-person"), on.FindPerson(), style="primary")
    return [find, button(t("button-back"), AdminOrders(page=0))]


def _back(t: Translator) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), on.OpenPeople(which=People.NEWEST))]


@dated
def by_tag(t: Translator, tags: Sequence[Tag]) -> Screen:
    ways = [
        button(f"# {tag.name}", on.OpenPeople(which=People.TAGGED, tag_id=tag.id)) for tag in tags
    ]
    pairs = [ways[start : start + 2] for start in range(0, len(ways), 2)]
    return Screen(t("people-tags") if tags else t("people-no-tags"), [*pairs, _back(t)])


def ask(t: Translator) -> Screen:
    return Screen(t("ask-find-person"), [_back(t)])


@dated
def found(t: Translator, word: str, rows: Sequence[User]) -> Screen:
    """Several fit."""
    ways = column(
        button(
            named(t, "people-row", _called(user), worth=str(user.id), banned=_yes(user)),
            OpenPerson(user_id=user.id, order_id=0),
        )
        for user in rows
    )
    return Screen(t("people-found", word=cut(word, TYPED)), [*ways, _back(t)])


def _yes(user: User) -> str:
    return "yes" if user.banned_at else "no"


def usage(t: Translator, command: str, told: str | None = None) -> Screen:
    """How a command is written, below what was wrong with it."""
    people = button(t("button-people"), on.OpenPeople(which=People.NEWEST))
    return Screen(paragraphs(told, t(f"usage-{command}")), [[people]])
