"""Counted goods come and go with a reason, digital ones are taken away, shared ones set."""

import re

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.admin.staged import Stage, Staged
from handlers.press import Press, Routes, Typed
from handlers.views import removal as views
from models.permission import Permission
from models.product import ProductKind, Variant
from models.stock_errors import BadCount, BadTake, StagedGone, StockHeld, WrongKind
from services.goods.lines import MOST_AT_ONCE, Line, read
from services.goods.removal import MOST, RemovalService, valid_reason
from services.people.user import UserService

COUNT, TAKE = "count", "take"
COUNTED = re.compile(r"([+\-−–])?\s*(\d{1,7})\s+(\S.*)", re.DOTALL)
TAKEN = re.compile(r"(\d{1,7}|all|alle)\s+(\S[^\n]*)", re.IGNORECASE)
"""How many and why; otherwise the first line is why, and those below it are the goods."""


class RemovalDesk:
    def __init__(
        self, shelves: Shelves, removal: RemovalService, users: UserService, stage: Stage
    ) -> None:
        self._shelves = shelves
        self._removal = removal
        self._users = users
        self._stage = stage

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.CountStock: self.ask_count,
                on.CountNow: self.count,
                on.TakeStock: self.ask_take,
                on.TakeNow: self.take,
            },
            typed={"goods-count": self.counted, "goods-take": self.named},
            needs=Permission.GOODS,
        )

    async def ask_count(self, press: Press[on.CountStock]) -> None:
        variant_id, who = press.action.variant_id, press.who
        shelf = await self._removal.shelf(variant_id)
        if not shelf.variant.product.kind.is_counted:
            raise WrongKind(shelf.variant.product.kind)
        await self._users.expect(who.id, f"goods-count:{variant_id}")
        await press.show(views.ask_count(who.t, shelf))

    async def counted(self, typed: Typed) -> None:
        """`+5 delivery`, `-2 broken`, or `12 counted`: what there is in all."""
        who, variant_id = typed.who, int(typed.subject)
        shelf = await self._removal.shelf(variant_id)
        pieces, reason = _pieces(typed.text, shelf.variant.stock_quantity)
        _refuse_held(shelf.variant, -pieces)
        body = f"{pieces} {reason}"
        staged = await self._stage.put(who.id, Staged(variant_id, COUNT, body), typed.note)
        await typed.say(views.check_count(who.t, shelf, pieces, reason, staged.seal))

    async def count(self, press: Press[on.CountNow]) -> None:
        who, row = press.who, press.action
        staged = await self._waiting(who.id, row.variant_id, COUNT, row.seal)
        pieces, _, reason = staged.body.partition(" ")
        await self._stage.clear(who.id)
        await self._shelves.act(
            press,
            self._removal.move(
                row.variant_id, int(pieces), reason, seen=row.seen, actor=who.as_admin
            ),
            self._shelves.stock(who, row.variant_id),
            "counted-toast",
        )

    async def ask_take(self, press: Press[on.TakeStock]) -> None:
        variant_id, who = press.action.variant_id, press.who
        shelf = await self._removal.shelf(variant_id)
        if shelf.variant.product.kind is not ProductKind.DIGITAL:
            raise WrongKind(shelf.variant.product.kind)
        await self._users.expect(who.id, f"goods-take:{variant_id}")
        await press.show(views.ask_take(who.t, shelf))

    async def named(self, typed: Typed) -> None:
        """`3 expired`, `all expired`, or why and then the goods themselves, one a line."""
        who, variant_id = typed.who, int(typed.subject)
        shelf = await self._removal.shelf(variant_id)
        reason, count, lines = _taken(typed.text, shelf.variant.spare)
        if lines:
            count = await self._removal.found(variant_id, lines)
        if not 0 < count <= MOST_AT_ONCE:
            why = "absent" if lines else "form"
            raise BadTake(why, min(MOST_AT_ONCE, shelf.variant.spare))
        _refuse_held(shelf.variant, count)
        staged = await self._stage.put(who.id, Staged(variant_id, TAKE, typed.text), typed.note)
        await typed.say(views.check_take(who.t, shelf, count, reason, staged.seal))

    async def take(self, press: Press[on.TakeNow]) -> None:
        who, row = press.who, press.action
        staged = await self._waiting(who.id, row.variant_id, TAKE, row.seal)
        free = (await self._removal.shelf(row.variant_id)).variant.spare
        reason, count, lines = _taken(staged.body, free)
        facts = {"seen": row.seen}
        work = (
            self._removal.take_these(row.variant_id, lines, reason, **facts, actor=who.as_admin)
            if lines
            else self._removal.take(row.variant_id, count, reason, **facts, actor=who.as_admin)
        )
        await self._stage.clear(who.id)
        await self._shelves.act(
            press, work, self._shelves.stock(who, row.variant_id), "taken-toast"
        )

    async def _waiting(self, user_id: int, variant_id: int, what: str, sealed: str) -> Staged:
        """Raises StagedGone."""
        staged = await self._stage.find(user_id, variant_id, what)
        if staged is None or staged.seal != sealed:
            raise StagedGone
        return staged


def _refuse_held(variant: Variant, less: int) -> None:
    """More than is free is not even asked about. Raises StockHeld."""
    if less > variant.spare:
        raise StockHeld(variant.reserved_quantity, variant.spare)


def _pieces(text: str, stock: int) -> tuple[int, str]:
    """How many more or fewer, and why. Raises BadCount, BadField."""
    found = COUNTED.fullmatch(text.strip())
    if found is None:
        raise BadCount("form", MOST, stock)
    sign, number, reason = found.groups()
    pieces = int(number)
    if sign is None:
        pieces -= stock
    elif sign != "+":
        pieces = -pieces
    if not 0 < abs(pieces) <= MOST:
        raise BadCount("form" if pieces or sign else "same", MOST, stock)
    return pieces, valid_reason(reason)


def _taken(text: str, free: int) -> tuple[str, int, list[Line]]:
    """Why, how many, and which if they are named. Raises BadTake, BadField, CannotRead."""
    text = text.strip()
    if found := TAKEN.fullmatch(text):
        number, reason = found.groups()
        count = int(number) if number.isdigit() else free
        return valid_reason(reason), count, []
    reason, _, body = text.partition("\n")
    if not body.strip():
        raise BadTake("form", min(MOST_AT_ONCE, free))
    return valid_reason(reason), 0, read(body)
