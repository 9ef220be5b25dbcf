"""Digital goods at rest: sealed for their shelf, and known again wherever they turn up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db import Database, UnitOfWork
from models.stock import UNIT, StockUnit, UnitStatus, content_of, twin_binding, unit_binding
from repositories.sealed import SealedUnit
from utils.sealing import Sealer, Unsealable
from utils.spelling import normal, normal_before, trimmed

PAGE = 500
MARKED = "units"
BY_SHOP = "by spelling"
"""The fact that every digest is of the payload's normal form, wherever it lies in the shop.

"by shop", of older releases: of the payload as it was loaded.
"""


def digest(sealer: Sealer, payload: str) -> bytes:
    """Equal for equal goods in the whole shop, however they are spelled, so that none is on the
    shelves twice.
    """
    return sealer.digest(normal(payload).encode(), bound_to=UNIT)


def digest_before(sealer: Sealer, payload: str) -> bytes | None:
    """What a good has in the database that came in by a release which saw more in it."""
    form = normal_before(payload)
    return None if form is None else sealer.digest(form.encode(), bound_to=UNIT)


async def known(uow: UnitOfWork, sealer: Sealer, marks: Mapping[str, bytes]) -> set[bytes]:
    """Which of these the shop has or had, under a digest of before too. `marks`: by the good."""
    before = {
        mark: marks[text] for text in marks if (mark := digest_before(sealer, text)) is not None
    }
    found = await uow.stock.known([*set(marks.values()), *before])
    return {before.get(mark, mark) for mark in found}


def sealed_unit(sealer: Sealer, variant_id: int, payload: str, now: datetime) -> StockUnit:
    """It is delivered as it was loaded, without what files put around it."""
    bound_to = unit_binding(variant_id)
    return StockUnit(
        variant_id=variant_id,
        sealed=sealer.seal(trimmed(payload).encode(), bound_to=bound_to),
        digest=digest(sealer, payload),
        status=UnitStatus.AVAILABLE,
        created_at=now,
    )


@dataclass(frozen=True, slots=True)
class Doubles:
    """Goods that an older release let in although their like was there before."""

    taken_off: int = 0
    held: int = 0
    """Still on the shelves: orders hold them, so the next start has to look again."""
    sold: int = 0
    """Were sold although their like had been sold."""


async def mark_units(database: Database, sealer: Sealer) -> Doubles:
    """Once after an upgrade: digests of before told goods apart by their variant, or spelling.

    One that is on the shelves although another of its kind is there, or was sold, is taken off.
    Only for who has the database alone; cut short anywhere, it begins again at the next start.
    """
    async with database.uow.read() as uow:
        if await uow.vault.fact(MARKED) == BY_SHOP:
            return Doubles()
    async with database.unguarded() as uow:
        sold, shelved = await _mark_all(uow, sealer)
    async with database.uow() as uow:
        held = await uow.stock.take_off(shelved)
        if not held:
            await uow.vault.state(MARKED, BY_SHOP)
    return Doubles(len(shelved) - held, held, len(sold))


async def _mark_all(uow: UnitOfWork, sealer: Sealer) -> tuple[list[int], list[int]]:
    """Sold ones first: they are the ones that must not be sold again."""
    await _free_marks(uow, sealer)
    seen: set[bytes] = set()
    sold, shelved = list[int](), list[int]()
    for is_sold, doubles in ((True, sold), (False, shelved)):
        last = 0
        while units := await uow.sealed.units_of_status(last, PAGE, sold=is_sold):
            rows = [_marked(sealer, unit, seen, doubles) for unit in units]
            await uow.sealed.put_units([row for row in rows if row is not None])
            last = units[-1].id
    return sold, shelved


async def _free_marks(uow: UnitOfWork, sealer: Sealer) -> None:
    """Nobody has the digest that another one is about to get."""
    last = 0
    while units := await uow.sealed.units(last, PAGE):
        own = [sealer.digest(unit.digest, bound_to=twin_binding(unit.id)) for unit in units]
        rows = [
            {"id": unit.id, "sealed": unit.sealed, "digest": mark}
            for unit, mark in zip(units, own, strict=True)
        ]
        await uow.sealed.put_units(rows)
        last = units[-1].id


def _marked(
    sealer: Sealer, unit: SealedUnit, seen: set[bytes], doubles: list[int]
) -> dict[str, object] | None:
    """None: it is damaged, has no like, and is named by `doctor`; nobody's start waits for it."""
    try:
        plain = sealer.open(unit.sealed, bound_to=unit_binding(unit.variant_id))
    except Unsealable:
        return None
    content = content_of(plain, is_file=unit.file_id is not None)
    mark = sealer.digest(content, bound_to=UNIT)
    if mark in seen:
        doubles.append(unit.id)
        mark = sealer.digest(content, bound_to=twin_binding(unit.id))
    seen.add(mark)
    return {"id": unit.id, "sealed": unit.sealed, "digest": mark}
