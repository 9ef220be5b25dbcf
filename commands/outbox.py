"""`outbox`: messages that wait, and those that were set aside; seen and sent again."""

from collections.abc import Sequence

from cyclopts import App

from commands.shop import meant
from commands.terminal import AsJson, say, say_json
from handlers.app import Doorbell
from letterbox import build_notifications
from models.outbox import OutboxMessage
from services.running.setting_aside import LISTED, SetAsideService
from storage import beside, number_of
from utils.clock import utc_now
from utils.refusal import CommandRefused

outbox = App(name="outbox")


@outbox.command(name="list")
async def list_(*, json: AsJson = False) -> int:
    """What Telegram refused for good, the oldest first; 1 when there is something."""
    settings = meant()
    notify = build_notifications(settings, utc_now, Doorbell(), number_of(settings))
    async with beside(settings) as database:
        service = SetAsideService(database.uow, utc_now, notify)
        rows = await service.failed()
    if json:
        say_json([_facts(row) for row in rows])
    else:
        _tell(rows)
    return 1 if rows else 0


def _facts(row: OutboxMessage) -> dict[str, object]:
    """Never a word of what it says."""
    since = row.closed_at.isoformat(timespec="seconds") if row.closed_at else None
    return {
        "id": row.id,
        "event": row.event,
        "order_id": row.order_id,
        "error": row.error,
        "since": since,
    }


def _tell(rows: Sequence[OutboxMessage]) -> None:
    for row in rows:
        facts = _facts(row)
        say(f"{row.id}  {row.event}: {row.error or 'no reason'}, since {facts['since']}")
    if len(rows) >= LISTED:
        say(f"the first {LISTED} are shown; there may be more")
    if not rows:
        say("nothing is set aside")


@outbox.command
async def retry(number: int, *, json: AsJson = False) -> None:
    """Queue a message that was set aside once more; a running shop sends it."""
    settings = meant()
    notify = build_notifications(settings, utc_now, Doorbell(), number_of(settings))
    async with beside(settings, writes=True) as database:
        service = SetAsideService(database.uow, utc_now, notify)
        if not await service.resend(number):
            raise CommandRefused(f"message {number} is not set aside")
    if json:
        say_json({"queued": number})
    else:
        say("done: it is queued again")
