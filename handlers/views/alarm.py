"""What admins read when something does not work, and when it works again."""

from collections.abc import Mapping, Sequence

from handlers.views.screen import Screen, lines, paragraphs
from models.outbox import OutboxMessage
from services.running.health import OutageState
from utils.l10n import Translator

SHOWN = 15
REASON = 160
"""Characters of a reason; a provider may be wordy."""


def alert(t: Translator, args: Mapping[str, str]) -> Screen:
    facts = {"asset": args["asset"], "reason": args["reason"][:REASON]}
    return Screen(t(f"alert-{args['topic']}", **facts))


def outage(t: Translator, state: OutageState) -> Screen:
    """Coins with the same trouble share a line."""
    since = f"{state.began_at:%H:%M} UTC"
    if state.ended_at is not None:
        over = t("outage-over", since=since, until=f"{state.ended_at:%H:%M} UTC")
        return Screen(lines(over, *_troubles(t, state, "outage-was")))
    return Screen(paragraphs(t("outage", since=since), lines(*_troubles(t, state, "outage"))))


def _troubles(t: Translator, state: OutageState, key: str) -> list[str]:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for what, reason in sorted(state.problems.items()):
        kind, _, asset = what.partition(":")
        by_reason.setdefault((kind, reason[:REASON]), []).append(asset)
    told: list[str] = [
        t(f"{key}-{kind}", assets=", ".join(assets), reason=reason)
        for (kind, reason), assets in by_reason.items()
    ]
    return _bounded(t, told)


def undelivered(t: Translator, rows: Sequence[OutboxMessage]) -> Screen:
    """Which messages, of which orders, and why."""
    told = [_undelivered(t, row) for row in rows]
    return Screen(paragraphs(t("undelivered"), lines(*_bounded(t, told))))


def _undelivered(t: Translator, row: OutboxMessage) -> str:
    what, number = t("undelivered-what", event=row.event), str(row.id)
    reason = (row.error or "")[:REASON]
    if row.order_id is None:
        return t("undelivered-line", what=what, number=number, reason=reason)
    order = str(row.order_id)
    return t("undelivered-order-line", what=what, order=order, number=number, reason=reason)


def _bounded(t: Translator, told: list[str]) -> list[str]:
    if len(told) <= SHOWN:
        return told
    return [*told[:SHOWN], t("invoice-lines-more", count=len(told) - SHOWN)]
