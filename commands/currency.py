"""`currency`: the shop sells in another one from now on."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

from cyclopts import Parameter

from commands.shop import meant
from commands.terminal import AsJson, DryRun, Yes, confirm, say, say_json
from services.money.currency import CurrencyService, Exchange
from storage import database_of
from utils.clock import utc_now
from utils.money import format_money
from utils.proofs import fiat
from utils.refusal import CommandRefused

SHOWN = 30
LARGEST_RATE = Decimal(1_000_000)
Rate = Annotated[str, Parameter(help="How many of the new currency one of the old one is.")]


async def currency(
    new: str, *, rate: Rate, dry_run: DryRun = False, yes: Yes = False, json: AsJson = False
) -> None:
    """Sell in another currency: every price and all store credit is exchanged at RATE.

    Refused while the shop runs, and while orders wait for money at their old prices. Orders of the
    past keep their currency.

    Parameters
    ----------
    new
        The currency to sell in, such as EUR.
    """
    wanted, exact = known(new), positive(rate)
    async with database_of(meant()) as database:
        await database.migrate()
        service = CurrencyService(database.uow, utc_now)
        plan = await service.plan(wanted, exact)
        say_json(as_data(plan)) if json else describe(plan)
        if dry_run:
            return
        confirm("Customers see the new prices from the next start on.", wanted, yes=yes)
        await service.change(wanted, exact)
    if not json:
        say(f"done. Now set SHOP_CURRENCY={wanted}, and look at the amounts in your settings.")


def known(text: str) -> str:
    try:
        return fiat(text)
    except ValueError as error:
        raise CommandRefused(str(error)) from None


def positive(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or not 0 < value <= LARGEST_RATE:
        raise CommandRefused(f"--rate takes a number above 0, at most {LARGEST_RATE}")
    return value


def describe(plan: Exchange) -> None:
    say(f"{plan.old} -> {plan.new}, 1 {plan.old} = {plan.rate} {plan.new}")
    rows = [(row.title, row.before, row.after) for row in plan.prices]
    for title, before, after in rows[:SHOWN]:
        say(f"  {title}: {_money(before, plan.old)} -> {_money(after, plan.new)}")
    if len(rows) > SHOWN:
        say(f"  and {len(rows) - SHOWN} more prices")
    if plan.credit:
        before, after = (sum(getattr(r, n) for r in plan.credit) for n in ("before", "after"))
        say(
            f"  store credit of {len(plan.credit)} customers:"
            f" {_money(before, plan.old)} -> {_money(after, plan.new)}"
        )
    say(f"  money that still comes for orders of the past, in {plan.old}, waits for your decision")


def _money(minor: int, code: str) -> str:
    return format_money(minor, code, "en")


def as_data(plan: Exchange) -> dict[str, object]:
    return {
        "old": plan.old,
        "new": plan.new,
        "rate": str(plan.rate),
        "prices": [
            {"variant": row.variant_id, "title": row.title, "old": row.before, "new": row.after}
            for row in plan.prices
        ],
        "credit": [
            {"user": row.user_id, "old": row.before, "new": row.after} for row in plan.credit
        ],
    }
