"""What admins read when something does not work, and when it works again."""

from collections.abc import Mapping, Sequence

from handlers.admin_callbacks import FailedMessages, StockInDoubt
from handlers.views.moments import local
from handlers.views.screen import Screen, bounded, button, cut, lines, paragraphs
from handlers.views.trouble import said
from models.outbox import OutboxMessage
from services.running.health import OutageState
from utils.l10n import Translator

SHOWN = 10
AFFECTED = 100
REASON = 160
"""UTF-16 units of what is affected, and of why; a provider may be wordy."""


def alert(t: Translator, args: Mapping[str, str]) -> Screen:
    about_stock = args["topic"].startswith("stock-")  # whose reason is a key, or names of goods
    reason = cut(args["reason"], REASON) if about_stock else said(t, args["reason"], REASON)
    text = t(f"alert-{args['topic']}", asset=args["asset"], reason=reason)
    rows = [[button(t("button-doubted"), StockInDoubt())]] if about_stock else []
    return Screen(text, rows)


def outage(t: Translator, state: OutageState, codes: Mapping[int, str]) -> Screen:
    """Coins with the same trouble share a line. `codes`: of the orders, by id."""
    since, found = local(state.began_at), _by_reason(t, state, codes)
    if state.ended_at is None:
        told = [
            t(f"outage-{kind}", assets=cut(", ".join(assets), AFFECTED), reason=reason)
            for (kind, reason), assets in found.items()
        ]
        return Screen(paragraphs(t("outage", since=since), lines(*bounded(t, told, SHOWN))))
    over = t("outage-over", since=since, until=local(state.ended_at))
    told = [
        t(f"outage-was-{kind}", assets=cut(", ".join(assets), AFFECTED))
        for (kind, _), assets in found.items()
    ]
    return Screen(lines(over, *bounded(t, told, SHOWN)))


def _by_reason(
    t: Translator, state: OutageState, codes: Mapping[int, str]
) -> dict[tuple[str, str], list[str]]:
    """What is affected, by its kind and the reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for what, reason in sorted(state.problems.items()):
        kind, _, asset = what.partition(":")
        if kind == "order" and asset.isdigit():
            asset = codes.get(int(asset), asset)
        found.setdefault((kind, said(t, reason, REASON)), []).append(asset)
    return found


def undelivered(t: Translator, rows: Sequence[OutboxMessage], codes: Mapping[int, str]) -> Screen:
    """Which messages, of which orders, and why."""
    told = [unsent(t, row, codes) for row in rows]
    text = paragraphs(t("undelivered"), lines(*bounded(t, told, SHOWN)))
    return Screen(text, [[button(t("button-failed-open"), FailedMessages())]])


def unsent(t: Translator, row: OutboxMessage, codes: Mapping[int, str]) -> str:
    """One of them in a line."""
    what, number = t("undelivered-what", event=row.event), str(row.id)
    reason = cut(row.error or "", REASON)
    if row.order_id is None or row.order_id not in codes:
        return t("undelivered-line", what=what, number=number, reason=reason)
    code = codes[row.order_id]
    return t("undelivered-order-line", what=what, code=code, number=number, reason=reason)
