"""Sealing everything again with another SECRET_KEY, in one transaction that reads it back first.

What is sealed: the vault, digital goods (their digests are keyed too), what is shared, delivery
addresses, answers, why orders were cancelled, notes and where refunds go. A file of goods has a key
of its own, which is among these: its pieces stay as they are.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from db import Database, UnitOfWork
from models.account import detail_binding
from models.audit import AuditEntry
from models.order import delivery_binding, reason_binding
from models.person import note_binding
from models.question import answer_binding
from models.refund import TARGET, address_binding
from models.stock import UNIT, contents_of, shared_binding, twin_binding, unit_binding
from repositories.sealed import (
    SealedAnswer,
    SealedDelivery,
    SealedDetail,
    SealedRefund,
    SealedShared,
    SealedUnit,
)
from utils.clock import Clock
from utils.refusal import StartRefused
from utils.sealing import Sealer, Unsealable

PAGE = 500
OTHER_KEY = "key"


class RekeyRefused(StartRefused):
    """Something does not open with the old key. Nothing was changed."""


async def rekey(database: Database, old: Sealer, new: Sealer, clock: Clock) -> int:
    """Seal everything with `new`; how many values there were. Raises RekeyRefused.

    Either all of it is committed or none. Nobody else may use the database meanwhile.
    """
    try:
        async with database.unguarded() as uow:
            await uow.drafts.drop_all()  # what was typed within the hour is typed again
            if await uow.stock.knows_gone():  # by digests that fit nothing under the new key
                await uow.tallies.doubt(OTHER_KEY)
            work = _Resealing(uow, old, new)
            changed = await work.change()
            if await work.read_back() != changed:
                raise Unsealable("what was written is not what is there")
            details = {"values": str(changed), "from": old.key_id, "to": new.key_id}
            uow.audit.add(
                AuditEntry(at=clock(), actor="operator", action="secret.rekeyed", details=details)
            )
    except Unsealable as problem:
        raise RekeyRefused(f"{problem}. Nothing was changed.") from problem
    return changed


class _Resealing:
    def __init__(self, uow: UnitOfWork, old: Sealer, new: Sealer) -> None:
        self._sealed = uow.sealed
        self._old = old
        self._new = new

    async def change(self) -> int:
        count = 0
        for name, sealed in await self._sealed.vault():
            await self._sealed.put_vault([{"name": name, "sealed": self._moved(sealed, name)}])
            count += 1
        async for units in pages(self._sealed.units):
            await self._sealed.put_units([self._unit(unit) for unit in units])
            count += len(units)
        async for shared in pages(self._sealed.shared):
            await self._sealed.put_shared([self._shared(row) for row in shared])
            count += len(shared)
        async for refunds in pages(self._sealed.refunds):
            await self._sealed.put_refunds([self._refund(refund) for refund in refunds])
            count += len(refunds)
        async for places in pages(self._sealed.destinations):
            await self._sealed.put_destinations([self._destination(place) for place in places])
            count += len(places)
        async for asked in pages(self._sealed.asked):
            await self._sealed.put_asked([self._asked(each) for each in asked])
            count += len(asked)
        return count + await self._change_words()

    async def _change_words(self) -> int:
        """What people wrote: addresses, answers, reasons and notes."""
        count = 0
        async for orders in pages(self._sealed.deliveries):
            await self._sealed.put_deliveries([self._delivery(order) for order in orders])
            count += len(orders)
        async for answers in pages(self._sealed.answers):
            await self._sealed.put_answers([self._answer(each) for each in answers])
            count += len(answers)
        async for reasons in pages(self._sealed.reasons):
            await self._sealed.put_reasons([self._reason(each) for each in reasons])
            count += len(reasons)
        async for notes in pages(self._sealed.notes):
            await self._sealed.put_notes([self._note(each) for each in notes])
            count += len(notes)
        async for details in pages(self._sealed.details):
            await self._sealed.put_details([self._detail(each) for each in details])
            count += len(details)
        return count

    def _unit(self, unit: SealedUnit) -> dict[str, object]:
        bound_to = unit_binding(unit.variant_id)
        plain = self._opened(unit.sealed, bound_to)
        marks = {_digest(self._old, *each): each for each in _bound(unit, plain)}
        if unit.digest not in marks:
            raise Unsealable(f"unit {unit.id} is not the one that was put on this shelf")
        return {
            "id": unit.id,
            "sealed": self._new.seal(plain, bound_to=bound_to),
            "digest": _digest(self._new, *marks[unit.digest]),
        }

    def _shared(self, row: SealedShared) -> dict[str, object]:
        return {"id": row.id, "sealed": self._moved(row.sealed, shared_binding(row.variant_id))}

    def _delivery(self, order: SealedDelivery) -> dict[str, object]:
        bound_to = delivery_binding(order.user_id)
        return {"id": order.id, "delivery": self._moved(order.sealed, bound_to)}

    def _answer(self, row: SealedAnswer) -> dict[str, object]:
        return {"id": row.id, "sealed": self._moved(row.sealed, bound_answer(row))}

    def _detail(self, row: SealedDetail) -> dict[str, object]:
        sealed = self._moved(row.sealed, detail_binding(row.user_id, row.detail))
        return {"user_id": row.user_id, "detail": row.detail, "sealed": sealed}

    def _reason(self, order: SealedDelivery) -> dict[str, object]:
        return {
            "id": order.id,
            "cancel_reason": self._moved(order.sealed, reason_binding(order.id)),
        }

    def _note(self, note: SealedDelivery) -> dict[str, object]:
        return {"id": note.id, "sealed": self._moved(note.sealed, note_binding(note.user_id))}

    def _asked(self, row: SealedDelivery) -> dict[str, object]:
        """Where a refund goes that waits for a second owner; `user_id` is its order."""
        return {"id": row.id, "sealed": self._moved(row.sealed, address_binding(row.user_id))}

    def _refund(self, refund: SealedRefund) -> dict[str, object]:
        bound_to = address_binding(refund.order_id)
        plain = self._opened(refund.sealed, bound_to)
        return {
            "id": refund.id,
            "sealed": self._new.seal(plain, bound_to=bound_to),
            "target": self._new.digest(plain, bound_to=TARGET),
        }

    def _destination(self, place: SealedDelivery) -> dict[str, object]:
        sealed = self._moved(place.sealed, address_binding(place.id))
        return {"order_id": place.id, "sealed": sealed}

    def _moved(self, sealed: bytes, bound_to: str) -> bytes:
        return self._new.seal(self._opened(sealed, bound_to), bound_to=bound_to)

    def _opened(self, sealed: bytes, bound_to: str) -> bytes:
        if self._new.sealed(sealed):
            raise Unsealable("it is sealed with the new key already: set it as SECRET_KEY")
        return self._old.open(sealed, bound_to=bound_to)

    async def read_back(self) -> int:
        """Open every value with the new key, as the database has it now; how many there are."""
        count = 0
        for name, sealed in await self._sealed.vault():
            self._new.open(sealed, bound_to=name)
            count += 1
        async for orders in pages(self._sealed.deliveries):
            for order in orders:
                self._new.open(order.sealed, bound_to=delivery_binding(order.user_id))
                count += 1
        async for answers in pages(self._sealed.answers):
            for answer in answers:
                self._new.open(answer.sealed, bound_to=bound_answer(answer))
                count += 1
        async for orders in pages(self._sealed.reasons):
            for order in orders:
                self._new.open(order.sealed, bound_to=reason_binding(order.id))
                count += 1
        count += await self._read_back_notes() + await self._read_back_details()
        return count + await self._read_back_goods() + await self._read_back_refunds()

    async def _read_back_notes(self) -> int:
        count = 0
        async for notes in pages(self._sealed.notes):
            for note in notes:
                self._new.open(note.sealed, bound_to=note_binding(note.user_id))
                count += 1
        return count

    async def _read_back_details(self) -> int:
        count = 0
        async for details in pages(self._sealed.details):
            for row in details:
                self._new.open(row.sealed, bound_to=detail_binding(row.user_id, row.detail))
                count += 1
        return count

    async def _read_back_goods(self) -> int:
        count = 0
        async for units in pages(self._sealed.units):
            for unit in units:
                bound_to = unit_binding(unit.variant_id)
                plain = self._new.open(unit.sealed, bound_to=bound_to)
                count += unit.digest in [_digest(self._new, *each) for each in _bound(unit, plain)]
        async for shared in pages(self._sealed.shared):
            for row in shared:
                self._new.open(row.sealed, bound_to=shared_binding(row.variant_id))
                count += 1
        return count

    async def _read_back_refunds(self) -> int:
        count = 0
        async for refunds in pages(self._sealed.refunds):
            for refund in refunds:
                plain = self._new.open(refund.sealed, bound_to=address_binding(refund.order_id))
                count += self._new.digest(plain, bound_to=TARGET) == refund.target
        async for places in pages(self._sealed.destinations):
            for place in places:
                self._new.open(place.sealed, bound_to=address_binding(place.id))
                count += 1
        async for asked in pages(self._sealed.asked):
            for each in asked:
                self._new.open(each.sealed, bound_to=address_binding(each.user_id))
                count += 1
        return count


def bound_answer(row: SealedAnswer) -> str:
    return answer_binding(row.user_id, row.variant_id, row.position)


def marks_of(unit: SealedUnit) -> tuple[str, str]:
    """What its digest may be bound to."""
    return UNIT, twin_binding(unit.id)


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_Numbered)


async def pages(
    ask: Callable[[int, int], Awaitable[Sequence[Row]]],
) -> AsyncIterator[Sequence[Row]]:
    """Every row, a page at a time."""
    last = 0
    while rows := await ask(last, PAGE):
        yield rows
        last = rows[-1].id


def _bound(unit: SealedUnit, plain: bytes) -> list[tuple[bytes, str]]:
    """What its digest may be of, and bound to."""
    contents = contents_of(plain, is_file=unit.file_id is not None)
    return [(content, mark) for content in contents for mark in marks_of(unit)]


def _digest(sealer: Sealer, content: bytes, mark: str) -> bytes:
    return sealer.digest(content, bound_to=mark)
