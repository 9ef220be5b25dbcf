"""What admins read when something does not work, and when it works again."""

from collections.abc import Mapping, Sequence

from handlers.views.screen import Screen, bounded, cut, lines, paragraphs
from models.outbox import OutboxMessage
from services.running.health import OutageState
from utils.l10n import Translator

SHOWN = 10
AFFECTED = 100
REASON = 160
"""UTF-16 units of what is affected, and of why; a provider may be wordy."""


def alert(t: Translator, args: Mapping[str, str]) -> Screen:
    facts = {"asset": args["asset"], "reason": cut(args["reason"], REASON)}
    return Screen(t(f"alert-{args['topic']}", **facts))


def outage(t: Translator, state: OutageState) -> Screen:
    """Coins with the same trouble share a line."""
    since = f"{state.began_at:%H:%M} UTC"
    if state.ended_at is None:
        told = [
            t(f"outage-{kind}", assets=cut(", ".join(assets), AFFECTED), reason=reason)
            for (kind, reason), assets in _by_reason(state).items()
        ]
        return Screen(paragraphs(t("outage", since=since), lines(*bounded(t, told, SHOWN))))
    over = t("outage-over", since=since, until=f"{state.ended_at:%H:%M} UTC")
    told = [
        t(f"outage-was-{kind}", assets=cut(", ".join(assets), AFFECTED))
        for (kind, _), assets in _by_reason(state).items()
    ]
    return Screen(lines(over, *bounded(t, told, SHOWN)))


def _by_reason(state: OutageState) -> dict[tuple[str, str], list[str]]:
    """What is affected, by its kind and the reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for what, reason in sorted(state.problems.items()):
        kind, _, asset = what.partition(":")
        found.setdefault((kind, cut(reason, REASON)), []).append(asset)
    return found


def undelivered(t: Translator, rows: Sequence[OutboxMessage]) -> Screen:
    """Which messages, of which orders, and why."""
    told = [_undelivered(t, row) for row in rows]
    return Screen(paragraphs(t("undelivered"), lines(*bounded(t, told, SHOWN))))


def _undelivered(t: Translator, row: OutboxMessage) -> str:
    what, number = t("undelivered-what", event=row.event), str(row.id)
    reason = cut(row.error or "", REASON)
    if row.order_id is None:
        return t("undelivered-line", what=what, number=number, reason=reason)
    order = str(row.order_id)
    return t("undelivered-order-line", what=what, order=order, number=number, reason=reason)
