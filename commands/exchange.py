"""`catalogue`: the shelves out into a file, and back from one that was changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TypeVar

from cyclopts import App
from sqlalchemy.exc import IntegrityError

from commands.catalogue import Hide, Keep, load, refuse_both, refuse_many
from commands.files import new_file
from commands.shop import meant
from commands.terminal import AsJson, Drawn, DryRun, Yes, confirm, progress, say, say_json
from services.goods import archive
from services.goods.comparing import Change
from services.goods.exchange import (
    LARGEST,
    from_csv,
    from_json,
    to_csv,
    to_json,
)
from services.goods.gallery import Gallery
from services.goods.sheet import BadExchange, Catalogue, plain
from services.goods.transfer import TransferService
from storage import beside, for_work, gallery_of
from utils.clock import utc_now
from utils.refusal import CommandRefused

Table = TypeVar("Table")
SHOWN = 100
"""Lines of a difference; the rest is counted."""
WRITERS = {".json": to_json, ".csv": to_csv}
READERS = {".json": from_json, ".csv": from_csv}
ZIP = ".zip"
"""With photos."""
catalogue = App(name="catalogue")


@catalogue.command
async def export(file: Path, *, dry_run: DryRun = False, json: AsJson = False) -> None:
    """Write categories, products and versions into FILE, as JSON or CSV by its name; with their
    photos into a .zip.

    Goods themselves are not in it. A file that is there is not overwritten.

    Parameters
    ----------
    file
        What to write: a name that ends in .json, .csv or .zip.
    """
    settings, with_photos = meant(), file.suffix.lower() == ZIP
    write = None if with_photos else _of(WRITERS, file)
    async with beside(settings) as database:
        service = TransferService(database.uow, utc_now, settings.shop_currency)
        with progress("exporting") as drawn:
            found, hung = await service.export_hung()
            if write and not dry_run:
                _written(file, write(found))
            elif not dry_run:
                await _packed(file, found, hung, gallery_of(settings, database, utc_now), drawn)
    facts = {
        name: len(getattr(found, name))
        for name in ("categories", "products", "variants", "shipping")
    }
    if with_photos:
        facts["photos"] = len({sha256 for photos in hung.values() for sha256 in photos})
    if json:
        say_json(facts | {"file": None if dry_run else str(file)})
    else:
        said = ", ".join(f"{count} {name}" for name, count in facts.items())
        say(f"{said}: {'would go' if dry_run else 'written'} into {file}")


async def _packed(
    file: Path, found: Catalogue, hung: archive.Hung, gallery: Gallery, drawn: Drawn
) -> None:
    whole, done = len({sha256 for photos in hung.values() for sha256 in photos}), count(1)

    async def read(sha256: str) -> bytes | None:
        drawn(next(done), whole)
        return await gallery.read(sha256)

    with new_file(file) as out:
        await archive.write(out, found, hung, read)


def _written(file: Path, content: bytes) -> None:
    with new_file(file) as out:
        out.write(content)


@catalogue.command(name="import")
async def import_(
    file: Path,
    *,
    hide_missing: Hide = False,
    keep_missing: Keep = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Bring categories, products and versions to what FILE says, all of it or nothing.

    It shows the difference first. What FILE does not mention stays as it is.

    Parameters
    ----------
    file
        What `catalogue export` wrote (.json, .csv, .zip), or a .toml as for `load`.
    """
    if file.suffix.lower() == ".toml":
        missing = {"hide_missing": hide_missing, "keep_missing": keep_missing}
        await load(file, **missing, dry_run=dry_run, yes=yes, json=json)
        return
    refuse_both(hide=hide_missing, keep=keep_missing)
    if hide_missing:
        raise CommandRefused("--hide-missing is for .toml files; say on_sale no in this one")
    settings = meant()
    packed, wanted, photos = _unpacked(file, settings.shop_currency)
    async with (beside if dry_run else for_work)(settings) as database:
        service = TransferService(database.uow, utc_now, settings.shop_currency)
        changes = await service.plan(wanted, photos)
        say_json([asdict(c) for c in changes]) if json else describe(changes, wanted.currency)
        if dry_run or not changes:
            return
        _agree(changes, yes=yes, alone=database.exclusive)
        with progress("importing"), _unchanged():
            if packed:
                await _keep(packed, gallery_of(settings, database, utc_now))
            await service.take_in(wanted, changes, photos, keep=keep_missing)
    if not json:
        say("done")


def _agree(changes: Sequence[Change], *, yes: bool, alone: bool) -> None:
    refuse_many(len({change.title for change in changes}), alone=alone)
    if any(change.field for change in changes):
        confirm("Customers see it at once.", "import", yes=yes)


Unpacked = tuple[archive.Archive | None, Catalogue, archive.Photos | None]
"""What a file has, all of it where it is a .zip."""


@contextmanager
def _unchanged() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise CommandRefused("the shop has changed meanwhile: try again") from None


def _unpacked(file: Path, currency: str) -> Unpacked:
    if file.suffix.lower() != ZIP:
        return None, _read(file, currency), None
    try:
        packed = archive.read(file, currency)
    except BadExchange as refusal:
        raise BadExchange(f"{file}: {refusal}") from None
    return packed, packed.catalogue, packed.photos


async def _keep(packed: archive.Archive, gallery: Gallery) -> None:
    """The files are there before anything speaks of them; without that they are in nobody's way."""
    for sha256 in packed.entries:
        await gallery.kept(packed.content(sha256))


def _of(table: dict[str, Table], file: Path) -> Table:
    found = table.get(file.suffix.lower())
    if found is None:
        raise CommandRefused(f"{file}: its name must end in {', '.join((*table, ZIP))}")
    return found


def _read(file: Path, currency: str) -> Catalogue:
    read = _of(READERS, file)
    try:
        with file.open("rb") as source:
            raw = source.read(LARGEST + 1)
    except OSError as error:
        raise CommandRefused(f"{file} cannot be read: {error.strerror}") from None
    try:
        return read(raw, currency)
    except BadExchange as refusal:
        raise BadExchange(f"{file}: {refusal}") from None


def describe(changes: list[Change], currency: str) -> None:
    for change in changes[:SHOWN]:
        say(_line(change, currency))
    if len(changes) > SHOWN:
        say(f"and {len(changes) - SHOWN} lines more")
    if not changes:
        say("nothing to do: the shelves are as the file says")


def _line(change: Change, currency: str) -> str:
    if not change.field:
        return f"{change.title}: new"
    name = {
        "active": "on sale",
        "description": "text",
        "low_at": "warn at",
        "stock_quantity": "stock",
        "up_to": "carries at most",
        "step_price": "price of a step",
    }.get(change.field, change.field)
    if change.field in ("description", "note", "questions"):
        what = {"description": "text changes", "note": "note changes"}
        return f"{change.title}: the {what.get(change.field, 'questions change')}"
    before, after = (_shown(change.field, v, currency) for v in (change.before, change.after))
    return f"{change.title}: {name} {before} -> {after}"


def _shown(field: str, value: object, currency: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in ("price", "step_price") and isinstance(value, int):
        return f"{plain(value, currency)} {currency}"
    if field == "photos" and isinstance(value, list):
        return f"{len(value)} ({', '.join(value)})" if value else "none"
    return "nothing" if value is None else str(value)
