"""The shelves by commands, for those who like them: each shows how it is written when it is not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from handlers.admin.batch import send_table
from handlers.admin.discount import DiscountDesk, about
from handlers.admin.numbering import Misused, Numbering
from handlers.admin.product import NewProductDesk
from handlers.admin.removal import RemovalDesk
from handlers.admin.shelves import Shelves
from handlers.admin.stock import StockDesk
from handlers.press import Routes, Typed
from handlers.views import keeping as views
from handlers.views.screen import Screen
from models.errors import ShopError
from models.permission import Permission
from services.goods.dashboard import DashboardService, Few
from services.goods.discount import Owner

NAMES = (
    *("add", "addstock", "del", "delstock", "delallstock", "editid", "editcategory"),
    *("disc", "discat", "exportstock", "stock"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """The desks that commands lead to."""

    product: NewProductDesk
    stock: StockDesk
    removal: RemovalDesk
    discounts: DiscountDesk


class GoodsCommandDesk:
    """What follows a command is what its question would be answered with."""

    def __init__(
        self,
        shelves: Shelves,
        dashboard: DashboardService,
        doors: Doors,
    ) -> None:
        self._shelves = shelves
        self._dashboard = dashboard
        self._numbers = Numbering(shelves, dashboard)
        self._product, self._stock = doors.product, doors.stock
        self._removal, self._discounts = doors.removal, doors.discounts

    def routes(self) -> Routes:
        works: dict[str, Callable[[Typed], Awaitable[None]]] = {
            "add": self._add,
            "addstock": self._addstock,
            "del": self._del,
            "delstock": self._delstock,
            "delallstock": self._delallstock,
            "editid": self._editid,
            "editcategory": self._editcategory,
            "disc": self._disc,
            "discat": self._discat,
            "exportstock": self._exportstock,
            "stock": self._show_stock,
        }
        commands = {name: Shown(name, work).open for name, work in works.items()}
        return Routes(
            commands=commands,
            needs=Permission.GOODS,
            apart=dict.fromkeys(("exportstock", "stock"), Permission.SHELVES),
        )

    async def _add(self, typed: Typed) -> None:
        """`Cups / Harbour Mug / 12.50 / Holds 0.3 l`."""
        name, _, rest = typed.subject.partition(" / ")
        if not name.strip() or not rest.strip():
            raise Misused
        category = await self._numbers.category(name)
        message = typed.message.model_copy(update={"text": rest, "caption": None})
        await self._product.described(replace(typed, message=message, subject=str(category.id)))

    async def _addstock(self, typed: Typed) -> None:
        """`v12` and the goods below it, or below a file; of counted ones `v12 +5 delivery`."""
        variant, rest = await self._numbers.version(typed.subject)
        is_counted, sent = variant.product.kind.is_counted, typed.message.text is None
        if not rest and (is_counted or not sent):
            raise Misused
        words = {"caption": rest} if sent else {"text": rest}
        if is_counted:
            words = {"text": rest}
        message = typed.message.model_copy(update=words)
        about = replace(typed, message=message, subject=str(variant.id))
        await (self._removal.counted(about) if is_counted else self._stock.sent(about))

    async def _del(self, typed: Typed) -> None:
        """Its card, on which it is archived: nothing that was sold is deleted."""
        await self._editid(typed)

    async def _editid(self, typed: Typed) -> None:
        sheet, rest = await self._numbers.product(typed.subject)
        if rest:
            raise Misused
        await typed.say(await self._shelves.product(typed.who, sheet.product.id))

    async def _delstock(self, typed: Typed) -> None:
        """`v12 3 expired`; or why, and the goods below it."""
        await self._take(typed, "")

    async def _delallstock(self, typed: Typed) -> None:
        await self._take(typed, "all ")

    async def _take(self, typed: Typed, much: str) -> None:
        variant, reason = await self._numbers.version(typed.subject)
        if not reason:
            raise Misused
        message = typed.message.model_copy(update={"text": f"{much}{reason}"})
        await self._removal.named(replace(typed, message=message, subject=str(variant.id)))

    async def _editcategory(self, typed: Typed) -> None:
        """By its name or number."""
        category = await self._numbers.category(typed.subject)
        await typed.say(await self._shelves.category(typed.who, category.id))

    async def _disc(self, typed: Typed) -> None:
        """`p12 10%` or `p12 1.50 2026-12-01 2026-12-24`, of a product."""
        sheet, rest = await self._numbers.product(typed.subject, whole=True)
        if not rest:
            raise Misused
        await self._reduce(typed, Owner(of_category=False, row_id=sheet.product.id), rest)

    async def _discat(self, typed: Typed) -> None:
        """`Cups 10%`: of all that is in a category."""
        category, rest = await self._numbers.category_before(typed.subject)
        if not rest:
            raise Misused
        await self._reduce(typed, Owner(of_category=True, row_id=category.id), rest)

    async def _reduce(self, typed: Typed, owner: Owner, text: str) -> None:
        message = typed.message.model_copy(update={"text": text})
        await self._discounts.new(replace(typed, message=message, subject=about(owner)))

    async def _exportstock(self, typed: Typed) -> None:
        if typed.subject.strip():
            raise Misused
        await send_table(typed.who, self._dashboard, self._shelves.currency)

    async def _show_stock(self, typed: Typed) -> None:
        """A variant by its number; without one, what is to be restocked."""
        who, subject = typed.who, typed.subject.strip()
        if not subject:
            rows = await self._dashboard.few(Few.LOW, 0)
            await typed.say(views.few(who.t, Few.LOW, 0, rows))
            return
        variant, rest = await self._numbers.version(subject)
        if rest:
            raise Misused
        await typed.say(await self._shelves.stock(who, variant.id))


class Shown:
    """One command; misused, it shows an example."""

    def __init__(self, name: str, work: Callable[[Typed], Awaitable[None]]) -> None:
        self._name = name
        self._work = work

    async def open(self, typed: Typed) -> None:
        try:
            await self._work(typed)
        except Misused:
            await typed.say(self._usage(typed))
        except ShopError as refusal:
            told = typed.who.t(refusal.key, **refusal.fields)
            await typed.say(self._usage(typed, told))

    def _usage(self, typed: Typed, told: str | None = None) -> Screen:
        return views.usage(typed.who.t, self._name, typed.message.date, told)
