"""Putting digital goods on a shelf: a verdict for every line, then all that is new at once."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import ProductKind, Variant
from models.stock import Batch, StockUnit
from models.stock_errors import ChangedMeanwhile, NothingNew, WrongKind
from services.goods.lines import Fault, Line
from services.goods.sketch import one_line
from services.goods.unit import digest, known, sealed_unit
from utils.clock import Clock
from utils.sealing import Sealer

LONGEST_NOTE = 200
"""Characters of a note, and of a supplier's name."""
SEAL = 12
"""Hexadecimal digits, against what changes by itself."""
STEP = 250
Tell = Callable[[int, int], None]
"""(done, of how many)"""


def silent(_done: int, _whole: int) -> None:
    """Nobody waits for it."""


class Says(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    TWICE = "twice"
    """It stands further up in the same list."""
    KNOWN = "known"
    """The shop has it, or had it."""
    EMPTY = "empty"
    TOO_LONG = "too-long"
    FORMULA = "formula"
    TOO_LARGE = "too-large"
    """A file."""
    NO_ROOM = "no-room"
    """The files before it are as much as one batch takes."""


SAID = {Fault.EMPTY: Says.EMPTY, Fault.TOO_LONG: Says.TOO_LONG, Fault.FORMULA: Says.FORMULA}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`like`: of one that stands twice, the line it is like."""

    number: int
    says: Says
    like: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Every line's verdict, and the goods that would come in."""

    verdicts: tuple[Verdict, ...]
    fresh: tuple[str, ...] = field(repr=False)
    marks: tuple[bytes, ...] = field(repr=False)
    """The digests of those."""

    @property
    def counts(self) -> Counter[Says]:
        return Counter(verdict.says for verdict in self.verdicts)

    def seal(self, variant_id: int) -> str:
        """Of what was shown: these goods for this shelf."""
        told = hashlib.sha256(str(variant_id).encode())
        for mark in self.marks:
            told.update(mark)
        return told.hexdigest()[:SEAL]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is noted of a batch. `cost`: minor units of the shop's currency for all of it."""

    note: str | None = None
    supplier: str | None = None
    cost: int | None = None

    def proved(self) -> "Delivery":
        """In words that are seen, each in one line. Raises BadField."""
        note = None if self.note is None else one_line(self.note, "note", LONGEST_NOTE)
        supplier = self.supplier
        if supplier is not None:
            supplier = one_line(supplier, "supplier", LONGEST_NOTE)
        return replace(self, note=note, supplier=supplier)


class IntakeService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._currency = currency

    async def judge(self, lines: Sequence[Line]) -> Judged:
        """Nothing is written. Long lists are worked on beside the loop."""
        marks = await asyncio.to_thread(self._marks, lines)
        async with self._uow.read() as uow:
            texts = {line.text: marks[line.number] for line in lines if not line.fault}
            found = await known(uow, self._sealer, texts)
        return await asyncio.to_thread(judged, lines, marks, found)

    def _marks(self, lines: Sequence[Line]) -> dict[int, bytes]:
        """By the line's number."""
        return {line.number: digest(self._sealer, line.text) for line in lines if not line.fault}

    async def add(
        self,
        variant_id: int,
        lines: Sequence[Line],
        delivery: Delivery,
        *,
        seal: str,
        actor: str,
        tell: Tell = silent,
    ) -> Batch:
        """All that is new, or none: raises ProductNotFound, WrongKind, NothingNew, and
        ChangedMeanwhile when it is not what was shown any more.
        """
        delivery = delivery.proved()
        found = await self.judge(lines)
        units = await asyncio.to_thread(self._sealed, variant_id, found.fresh)
        async with self._uow() as uow:
            await uow.batches.one_intake_at_a_time()
            await stocked_by_units(uow, variant_id)
            there = await uow.stock.known(list(found.marks))
            if there or found.seal(variant_id) != seal:
                raise ChangedMeanwhile("goods", len(found.fresh) - len(there))
            if not units:
                raise NothingNew
            batch = await self._begin(uow, variant_id, len(units), delivery, actor)
            await shelve(uow, batch, units, tell)
        return batch

    def _sealed(self, variant_id: int, texts: Sequence[str]) -> list[StockUnit]:
        now = self._clock()
        return [sealed_unit(self._sealer, variant_id, text, now) for text in texts]

    async def _begin(
        self, uow: UnitOfWork, variant_id: int, quantity: int, delivery: Delivery, actor: str
    ) -> Batch:
        return await begin(
            uow,
            Batch(
                variant_id=variant_id,
                quantity=quantity,
                note=delivery.note or None,
                supplier=delivery.supplier or None,
                cost=delivery.cost,
                currency=self._currency if delivery.cost is not None else None,
                actor=actor,
                created_at=self._clock(),
            ),
        )


async def stocked_by_units(uow: UnitOfWork, variant_id: int) -> Variant:
    """Locked. Raises ProductNotFound, WrongKind."""
    variant = await uow.batches.variant(variant_id, lock=True)
    if variant is None:
        raise ProductNotFound
    if variant.product.kind is not ProductKind.DIGITAL:
        raise WrongKind(variant.product.kind)
    return variant


async def begin(uow: UnitOfWork, batch: Batch) -> Batch:
    """And its entry in the audit."""
    await uow.batches.add(batch)
    details = {"batch": batch.id, "quantity": batch.quantity, "cost": batch.cost}
    uow.audit.add(
        AuditEntry(
            at=batch.created_at,
            actor=batch.actor,
            action="stock.received",
            subject=f"variant:{batch.variant_id}",
            details=details,
        )
    )
    return batch


async def shelve(uow: UnitOfWork, batch: Batch, units: Sequence[StockUnit], tell: Tell) -> None:
    """A step at a time: whoever waits is told, and the loop is free in between."""
    for start in range(0, len(units), STEP):
        some = units[start : start + STEP]
        for unit in some:
            unit.batch_id = batch.id
        await uow.stock.add_units(some)
        tell(start + len(some), len(units))
        await asyncio.sleep(0)


def judged(lines: Sequence[Line], marks: dict[int, bytes], had: set[bytes]) -> Judged:
    """Pure: what becomes of each line. `had`: marks of what the shop has, or had."""
    first: dict[bytes, int] = {}
    verdicts, fresh, taken = [], [], []
    for line in lines:
        if line.fault:
            verdicts.append(Verdict(line.number, SAID[line.fault]))
            continue
        mark = marks[line.number]
        if mark in first:
            verdicts.append(Verdict(line.number, Says.TWICE, first[mark]))
            continue
        first[mark] = line.number
        if mark in had:
            verdicts.append(Verdict(line.number, Says.KNOWN))
            continue
        verdicts.append(Verdict(line.number, Says.NEW))
        fresh.append(line.text)
        taken.append(mark)
    return Judged(tuple(verdicts), tuple(fresh), tuple(taken))
