"""What works and what does not: providers, exchanges, messages set aside, people who wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import (
    FailedMessages,
    SendAgain,
    StockInDoubt,
    Unanswered,
)
from handlers.callbacks import AdminOrders, AdminSources
from handlers.method_callbacks import Methods
from handlers.notice_callbacks import Notices, PutAside
from handlers.views.alarm import unsent
from handlers.views.moments import local
from handlers.views.screen import Screen, bounded, button, cut, dated, lines, paragraphs
from handlers.views.thread import counted
from handlers.views.trouble import said
from handlers.voucher_callbacks import Vouchers
from models.outbox import OutboxMessage
from utils.health import Health
from utils.l10n import Translator

SHOWN_SOURCES = 4
SHOWN_PROBLEMS = 12
SHOWN_FAILED = 8
SOURCE = 32
REASON = 60
"""UTF-16 units of a provider's name, and of why something fails."""


@dataclass(frozen=True, slots=True)
class State:
    """`problems`: what is wrong, by asset; `sources`: by asset, who tells of its chain."""

    problems: Mapping[str, str]
    sources: Mapping[str, Sequence[Health]]
    exchanges: Sequence[Health]
    failed: Sequence[OutboxMessage]
    waiting: int
    """People who wait for an answer."""
    doubted: bool = False
    """Stock waits for a person to say that it is there."""


@dated
def state(t: Translator, shop: State) -> Screen:
    """Every source that is asked, how it is doing, and what waits for a person."""
    parts = [_sources(t, t("sources-asset", asset=a), known) for a, known in shop.sources.items()]
    prices = _sources(t, t("sources-prices"), shop.exchanges) if shop.exchanges else None
    text = paragraphs(t("sources"), health(t, shop.problems), prices, *parts)
    return Screen(
        text,
        [
            _row(t("button-failed", count=_many(t, shop.failed, SHOWN_FAILED)), FailedMessages())
            if shop.failed
            else [],
            _row(t("button-unanswered", count=counted(shop.waiting)), Unanswered())
            if shop.waiting
            else [],
            [button(t("button-doubted"), StockInDoubt())] if shop.doubted else [],
            [button(t("button-notices"), Notices()), button(t("button-methods"), Methods())],
            [button(t("button-vouchers"), Vouchers())],
            [
                button(t("button-refresh"), AdminSources()),
                button(t("button-back"), AdminOrders(page=0)),
            ],
        ],
    )


def _row(text: str, action: FailedMessages | Unanswered) -> list[InlineKeyboardButton]:
    return [button(text, action)]


def _many(t: Translator, rows: Sequence[object], most: int) -> str:
    return f"{most}+" if len(rows) > most else str(len(rows))


def _sources(t: Translator, title: str, known: Sequence[Health]) -> str:
    return lines(title, *bounded(t, [_source(t, health) for health in known], SHOWN_SOURCES))


def _source(t: Translator, health: Health) -> str:
    if health.ok or health.last_error is None:
        return t("source-ok", source=cut(health.source, SOURCE))
    facts = {"source": cut(health.source, SOURCE), "reason": said(t, health.last_error, REASON)}
    if health.retry_at is None:
        return t("source-bad", **facts)
    return t("source-resting", **facts, until=local(health.retry_at))


def health(t: Translator, problems: Mapping[str, str]) -> str:
    if not problems:
        return t("health-ok")
    told = [t("health-problem", asset=a, reason=said(t, r, REASON)) for a, r in problems.items()]
    return lines(*bounded(t, told, SHOWN_PROBLEMS))


@dated
def failed(t: Translator, rows: Sequence[OutboxMessage], codes: Mapping[int, str]) -> Screen:
    """What Telegram refuses for good, the oldest first, each with a button that tries again."""
    told = [unsent(t, row, codes) for row in rows]
    again = [
        [
            button(t("button-send-again", number=str(row.id)), SendAgain(message_id=row.id)),
            button(t("button-message-done", number=str(row.id)), PutAside(message_id=row.id)),
        ]
        for row in rows[:SHOWN_FAILED]
    ]
    text = t("failed") if rows else t("failed-none")
    back = [button(t("button-back"), AdminSources())]
    return Screen(paragraphs(text, lines(*bounded(t, told, SHOWN_FAILED)) or None), [*again, back])
