"""`load`: what the shelves hold, brought to what a catalogue file says."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from sqlalchemy.exc import IntegrityError

from commands.shop import meant
from commands.terminal import AsJson, DryRun, Yes, confirm, progress, say, say_json
from services.goods.catalogue import doubles, read
from services.goods.lines import MOST_AT_ONCE
from services.goods.loader import UNCLEAR, Loader, Plan, Row
from storage import beside, display_of, for_work, sealer_of
from utils.clock import utc_now
from utils.money import format_money
from utils.refusal import CommandRefused

MEANWHILE = "the shop has sold or got something of this meanwhile: try again"
MOST_BESIDE = MOST_AT_ONCE
"""Goods and changes that are written beside a running shop."""
SHOWN = 100
"""Lines of a difference; the rest is counted."""
Hide = Annotated[
    bool, Parameter(name="--hide-missing", negative="", help="Take off sale what FILE leaves out.")
]

Keep = Annotated[
    bool,
    Parameter(name="--keep-missing", negative="", help="What FILE leaves out is there as well."),
]


async def load(
    file: Path,
    *,
    hide_missing: Hide = False,
    keep_missing: Keep = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Bring the shelves to what a catalogue file says, beside the running shop too.

    Prices, texts and the stock of physical goods become the file's; digital goods and photos that
    the shop never had are added. It shows what changes, and asks when it was there already.

    Parameters
    ----------
    file
        A catalogue like demo/catalogue.toml.
    """
    refuse_both(hide=hide_missing, keep=keep_missing)
    settings = meant()
    spec = read(file, currency := settings.shop_currency)
    async with (beside if dry_run else for_work)(settings) as database:
        loader = Loader(database.uow, utc_now, sealer_of(settings), currency)
        plan, again = await loader.plan(spec, hide=hide_missing, keep=keep_missing), doubles(spec)
        say_json(as_data(plan, again)) if json else describe(plan, currency, again)
        if dry_run:
            return
        refuse_unfit(plan, alone=database.exclusive)
        if plan.asks:
            confirm("Customers see it at once.", "load", yes=yes)
        try:
            with progress("loading"):
                if not plan.empty:
                    await loader.apply(spec, hide=hide_missing, keep=keep_missing, agreed=plan)
                await display_of(settings, database, utc_now).dress(spec, file.parent)
        except IntegrityError:
            raise CommandRefused(MEANWHILE) from None
    if not (json or plan.empty):
        say("done")


def refuse_both(*, hide: bool, keep: bool) -> None:
    if hide and keep:
        raise CommandRefused("say --hide-missing or --keep-missing, not both")


def refuse_unfit(plan: Plan, *, alone: bool) -> None:
    """What is unclear; and too much at once: nobody else writes meanwhile."""
    if plan.unclear:
        raise CommandRefused(UNCLEAR)
    refuse_many(sum(row.fresh + (row.new or row.changes) for row in plan.rows), alone=alone)


def refuse_many(writes: int, *, alone: bool) -> None:
    """Nobody else writes while they are written."""
    if not alone and writes > MOST_BESIDE:
        raise CommandRefused(
            f"{writes} new goods and changes at once would keep the running shop from its customers"
            f" for too long: divide the file into parts of at most {MOST_BESIDE}, or stop the shop"
        )


def describe(plan: Plan, currency: str, again: int = 0) -> None:
    """`again`: goods that the file has a second time."""
    lines = [f"{old} -> {new}: the same goods, renamed" for old, new in plan.renamed]
    lines += [line for row in plan.rows if (line := _line(row, currency))]
    lines += plan.unclear
    lines += [f"{name}: the text changes" for name in plan.texts]
    lines += [f"shipping: {name}: new, or another price or weight" for name in plan.shipping]
    word = "taken off sale" if plan.hide else "not in the file, stays on sale (--hide-missing)"
    lines += [f"{name}: {word}" for name in plan.absent]
    for line in lines[:SHOWN]:
        say(line)
    if len(lines) > SHOWN:
        say(f"and {len(lines) - SHOWN} lines more")
    fresh, known = (sum(getattr(row, name) for row in plan.rows) for name in ("fresh", "known"))
    if fresh or known:
        say(f"digital goods: {fresh} new, {known - again} that the shop has or had already")
    if again:
        say(f"goods that stand in the file more than once, and count once: {again} lines too many")
    if plan.renamed:
        say("what is renamed keeps its stock (--keep-missing if it is something else)")
    if plan.doubted:
        say("stock is in doubt since a restore (python bot.py stock): what gets new digital goods")
        say("is not sold until it is released; leave out what was sold before")
    if plan.empty:
        say("nothing to do: the shelves are as the file says")


def _line(row: Row, currency: str) -> str:
    """`Games / Star Sailor: price $24.90 -> $19.90, 3 new`; nothing where nothing changes."""
    parts = []
    if row.new:
        parts.append(f"new, at {_money(row.at, currency)}")
    if row.price:
        was, becomes = (_money(minor, currency) for minor in row.price)
        parts.append(f"price {was} -> {becomes}")
    if row.stock:
        before, after = row.stock
        parts.append(f"stock {before} -> {after} ({after - before:+d})")
    if row.weight:
        parts.append("weight {} g -> {} g".format(*row.weight))
    if row.shown:
        parts.append("on sale again")
    if row.fresh:
        parts.append(f"goods +{row.fresh}")
    if row.known and (row.fresh or row.new):
        parts.append(f"{row.known} known already")
    return f"{row.title}: {', '.join(parts)}" if parts else ""


def _money(minor: int, currency: str) -> str:
    return format_money(minor, currency, "en")


def as_data(plan: Plan, again: int = 0) -> dict[str, object]:
    return {**asdict(plan), "asks": plan.asks, "empty": plan.empty, "twice": again}
