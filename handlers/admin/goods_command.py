"""The shelves by commands, for those who like them: each shows how it is written when it is not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from handlers.admin.batch import send_table
from handlers.admin.product import NewProductDesk
from handlers.admin.removal import RemovalDesk
from handlers.admin.shelves import Shelves
from handlers.admin.stock import StockDesk
from handlers.press import Routes, Typed
from handlers.views import keeping as views
from handlers.views.screen import Screen, paragraphs
from models.discount import DiscountKind
from models.errors import NotFound, ProductNotFound
from models.permission import Permission
from models.product import Category
from services.goods.dashboard import DashboardService, Few
from services.goods.discount import DiscountService, NewDiscount
from services.goods.pricing import parse_price

LONGEST_ID = 18
"""Digits."""
NAMES = (
    *("add", "addstock", "del", "delstock", "delallstock", "editid", "editcategory"),
    *("disc", "discat", "exportstock", "stock"),
)


class Misused(Exception):
    """It is not written like this: an example is shown."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The desks that commands lead to."""

    product: NewProductDesk
    stock: StockDesk
    removal: RemovalDesk


class GoodsCommandDesk:
    """What follows a command is what its question would be answered with."""

    def __init__(
        self,
        shelves: Shelves,
        dashboard: DashboardService,
        discounts: DiscountService,
        doors: Doors,
    ) -> None:
        self._shelves = shelves
        self._dashboard = dashboard
        self._discounts = discounts
        self._product, self._stock = doors.product, doors.stock
        self._removal = doors.removal

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
        commands = {name: _Shown(name, work).open for name, work in works.items()}
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
        category = await self._category(name)
        message = typed.message.model_copy(update={"text": rest, "caption": None})
        await self._product.described(replace(typed, message=message, subject=str(category.id)))

    async def _addstock(self, typed: Typed) -> None:
        """`12` and the goods below it, or below a file; of counted ones `12 +5 delivery`."""
        variant_id, rest = _numbered(typed.subject)
        variant, sent = await self._shelves.variant(variant_id), typed.message.text is None
        if not rest and (variant.product.kind.is_counted or not sent):
            await typed.say(await self._shelves.stock(typed.who, variant_id))
            return
        words = {"caption": rest} if sent else {"text": rest}
        if variant.product.kind.is_counted:
            words = {"text": rest}
        message = typed.message.model_copy(update=words)
        about = replace(typed, message=message, subject=str(variant_id))
        if variant.product.kind.is_counted:
            await self._removal.counted(about)
        else:
            await self._stock.sent(about)

    async def _del(self, typed: Typed) -> None:
        """Its card, on which it is archived: nothing that was sold is deleted."""
        await self._editid(typed)

    async def _editid(self, typed: Typed) -> None:
        product_id, rest = _numbered(typed.subject)
        if rest:
            raise Misused
        await typed.say(await self._shelves.product(typed.who, product_id))

    async def _delstock(self, typed: Typed) -> None:
        """`12 3 expired`; or why, and the goods below it."""
        variant_id, rest = _numbered(typed.subject)
        if not rest:
            raise Misused
        await self._take(typed, variant_id, rest)

    async def _delallstock(self, typed: Typed) -> None:
        variant_id, reason = _numbered(typed.subject)
        if not reason:
            raise Misused
        await self._take(typed, variant_id, f"all {reason}")

    async def _take(self, typed: Typed, variant_id: int, text: str) -> None:
        message = typed.message.model_copy(update={"text": text})
        await self._removal.named(replace(typed, message=message, subject=str(variant_id)))

    async def _editcategory(self, typed: Typed) -> None:
        """By its name or number."""
        category = await self._category(typed.subject)
        await typed.say(await self._shelves.category(typed.who, category.id))

    async def _category(self, text: str) -> Category:
        """Raises Misused, ProductNotFound."""
        name = text.strip()
        if not name:
            raise Misused
        found = await self._dashboard.categories_named(name)
        if not found and _is_id(name):
            found = [(await self._dashboard.category(int(name), 0)).category]
        if len(found) != 1:
            raise ProductNotFound
        return found[0]

    async def _disc(self, typed: Typed) -> None:
        """`12 10%` or `12 1.50`, of a product."""
        product_id, rest = _numbered(typed.subject)
        sheet = await self._dashboard.product(product_id)
        new = NewDiscount(*self._amount(rest), product_id=product_id)
        await self._discounts.begin(new, typed.who.as_admin)
        t = typed.who.t
        told = t("discount-begun", name=sheet.product.name, amount=rest.strip())
        screen = await self._shelves.product(typed.who, product_id)
        await typed.say(Screen(paragraphs(told, screen.text), screen.rows))

    async def _discat(self, typed: Typed) -> None:
        """`Cups 10%`: of all that is in a category."""
        name, _, rest = typed.subject.strip().rpartition(" ")
        category = await self._category(name)
        new = NewDiscount(*self._amount(rest), category_id=category.id)
        await self._discounts.begin(new, typed.who.as_admin)
        t = typed.who.t
        told = t("discount-begun", name=category.name, amount=rest.strip())
        screen = await self._shelves.category(typed.who, category.id)
        await typed.say(Screen(paragraphs(told, screen.text), screen.rows))

    def _amount(self, text: str) -> tuple[DiscountKind, int]:
        """Raises Misused, BadPrice."""
        text = text.strip()
        if not text:
            raise Misused
        percent = text.removesuffix("%").strip()
        if text.endswith("%"):
            if not (percent.isascii() and percent.isdigit() and len(percent) <= 3):
                raise Misused
            return DiscountKind.PERCENT, int(percent)
        return DiscountKind.FIXED, parse_price(text, self._shelves.currency)

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
        variant_id, rest = _numbered(subject)
        if rest:
            raise Misused
        await typed.say(await self._shelves.stock(who, variant_id))


class _Shown:
    """One command; misused, it shows an example."""

    def __init__(self, name: str, work: Callable[[Typed], Awaitable[None]]) -> None:
        self._name = name
        self._work = work

    async def open(self, typed: Typed) -> None:
        try:
            await self._work(typed)
        except Misused:
            await typed.say(views.usage(typed.who.t, self._name))
        except NotFound as missing:
            told = typed.who.t(missing.key, **missing.fields)
            await typed.say(views.usage(typed.who.t, self._name, told))


def _numbered(text: str) -> tuple[int, str]:
    """A number, and what follows it. Raises Misused."""
    number, *rest = text.strip().split(maxsplit=1) or [""]
    number = number.removeprefix("#")
    if not _is_id(number):
        raise Misused
    return int(number), rest[0] if rest else ""


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
