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
    if state.ended_at is None:
        told = [
            t(f"outage-{kind}", assets=", ".join(assets), reason=reason)
            for (kind, reason), assets in _by_reason(state).items()
        ]
        return Screen(paragraphs(t("outage", since=since), lines(*_bounded(t, told))))
    over = t("outage-over", since=since, until=f"{state.ended_at:%H:%M} UTC")
    told = [
        t(f"outage-was-{kind}", assets=", ".join(assets))
        for (kind, _), assets in _by_reason(state).items()
    ]
    return Screen(lines(over, *_bounded(t, told)))


def _by_reason(state: OutageState) -> dict[tuple[str, str], list[str]]:
    """What is affected, by its kind and the reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for what, reason in sorted(state.problems.items()):
        kind, _, asset = what.partition(":")
        found.setdefault((kind, reason[:REASON]), []).append(asset)
    return found


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


def _bounded(t: Translator, told: Sequence[str]) -> list[str]:
    if len(told) <= SHOWN:
        return [*told]
    return [*told[:SHOWN], t("invoice-lines-more", count=len(told) - SHOWN)]
