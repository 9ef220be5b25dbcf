"""Who bought most, with medals and badges: for customers without a number of anybody's."""

from collections.abc import Sequence

from handlers import account_callbacks as mine
from handlers import number_callbacks as admin
from handlers.callbacks import Home
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from services.sale.badges import Badge, Badges, worn
from services.sale.leaderboard import WITHIN, Manner, Shown, Standing
from utils.l10n import Translator

NAME = 32
"""UTF-16 units of a name, as in reviews."""


def place(t: Translator, number: int) -> str:
    """A medal, or the number."""
    return t("place", place=number)


def icons(t: Translator, badges: Badges) -> str:
    """Beside a name; begins with a space when there are any."""
    return "".join(f" {t('badge-icon', badge=badge)}" for badge in worn(badges))


def own_badges(t: Translator, badges: Badges) -> str | None:
    told = [t("badge", badge=badge) for badge in badges]
    return t("account-badges", badges=", ".join(told)) if told else None


@dated
def board(t: Translator, rows: Sequence[Shown], own: Standing, reader: int) -> Screen:
    """As everybody sees it, and how its reader is shown."""
    told = [_row(t, number, row, reader) for number, row in enumerate(rows, 1)]
    text = paragraphs(
        t("leaderboard", days=WITHIN),
        lines(*told) if told else t("leaderboard-empty"),
        _legend(t, rows),
        t("manner-is", manner=own.manner) if own.manner else t("manner-staff"),
    )
    others = [each for each in Manner if own.manner and each is not own.manner]
    ways = [button(t("button-manner", manner=m), mine.ChooseManner(manner=m)) for m in others]
    account = button(t("button-account"), mine.OpenAccount())
    return Screen(text, [*column(ways), [account, button(t("button-home"), Home())]])


def _row(t: Translator, number: int, row: Shown, reader: int) -> str:
    name = t("review-customer") if row.name is None else cut(row.name, NAME)
    you = "yes" if row.user_id == reader else "no"
    facts = {"place": place(t, number), "badges": icons(t, row.badges)}
    return t("leaderboard-row", name=name, you=you, **facts)


def _legend(t: Translator, rows: Sequence[Shown]) -> str | None:
    """Of the badges that are seen."""
    seen = {badge for row in rows for badge in worn(row.badges)}
    return lines(*(t("badge", badge=each) for each in Badge if each in seen)) or None


def none(t: Translator) -> Screen:
    """The shop has none."""
    return Screen(t("leaderboard-none"), [[button(t("button-home"), Home())]])


@dated
def switch(t: Translator, *, on: bool) -> Screen:
    """Of an owner."""
    now = "yes" if on else "no"
    turn = button(t("button-leaderboard-switch", on=now), admin.SwitchLeaderboard(on=int(not on)))
    seen = [button(t("button-leaderboard"), mine.OpenLeaderboard())] if on else []
    back = button(t("button-back"), admin.OpenNumbers())
    return Screen(t("leaderboard-switch", on=now), [[turn], seen, [back]])
