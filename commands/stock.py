"""`stock`: what is in doubt since the database was restored, and releasing it."""

from typing import Annotated

from cyclopts import Parameter

from assembly import build_lifecycle
from commands.shop import meant
from commands.terminal import AsJson, Yes, confirm, say, say_json
from services.running.notification import Notifications
from services.sale.doubt import Doubt, DoubtService
from storage import for_work
from utils.clock import utc_now

SHOWN = 100
"""Lines; the rest is counted."""
Release = Annotated[bool, Parameter(negative="", help="Sell everything again that is in doubt.")]


async def stock(*, release: Release = False, yes: Yes = False, json: AsJson = False) -> None:
    """Show what is in doubt since the database was restored; it is not sold until released.

    A good of it may have been delivered before: take off what you know to be sold, count what lies
    on real shelves and correct it with `load`, then release it.
    """
    settings = meant()
    async with for_work(settings) as database:
        notify = Notifications(sorted(settings.admin_ids), utc_now, lambda: None)
        service = DoubtService(database.uow, utc_now, build_lifecycle(settings, notify))
        found = await service.standing()
        say_json(as_data(found)) if json else describe(found)
        if not release or not found.waits:
            return
        confirm("What was delivered before may reach a second customer.", "release", yes=yes)
        await service.release(None, "operator")
    if not json:
        say("done: it is on sale again")


def describe(found: Doubt) -> None:
    for row in found.variants[:SHOWN]:
        say(f"{row.title}: {row.stock_quantity - row.gone_quantity} by the books, in doubt")
    if len(found.variants) > SHOWN:
        say(f"and {len(found.variants) - SHOWN} more")
    if found.unknown:
        say("what is loaded now is in doubt as well (stock --release)")
    if found.gone:
        say(f"known to be delivered, and never sold again: {found.gone}")
    if not found.waits:
        say("no stock is in doubt")


def as_data(found: Doubt) -> dict[str, object]:
    titles = [row.title for row in found.variants]
    return {"doubted": titles, "unknown": found.unknown, "gone": found.gone}
