"""Categories, products and variants: created, renamed, moved, archived and put in order."""

from collections.abc import Callable
from typing import Any

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.numbered import PRODUCT, numbered, product_no
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import keeping as views
from handlers.views import newgoods
from models.errors import ProductNotFound
from models.permission import Permission
from models.shipping import HEAVIEST_PIECE
from models.stock_errors import BadNumber, ChangedMeanwhile, NoSuchNumber
from services.goods.dashboard import DashboardService
from services.goods.fields import NONE
from services.goods.keeping import Field, KeepingService, Moved, seal
from services.goods.removal import MOST
from services.goods.shipping import grams
from services.people.user import UserService
from utils.money import format_money

TYPED = (
    *(Field.CATEGORY_NAME, Field.NAME, Field.TEXT, Field.NOTE, Field.VARIANT_NAME),
    *(Field.PRICE, Field.LOW, Field.COST, Field.WEIGHT),
    Field.VARIANT_HOME,
)
"""What is changed by words; the rest is pressed."""
MONEY = (Field.PRICE, Field.COST)


class KeepingDesk:
    def __init__(
        self,
        shelves: Shelves,
        dashboard: DashboardService,
        keeping: KeepingService,
        users: UserService,
    ) -> None:
        self._shelves = shelves
        self._dashboard = dashboard
        self._keeping = keeping
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            commands={"goods": self.open},
            buttons={
                on.GoodsHome: self.home,
                on.OpenShelf: self.category,
                on.OpenGoods: self.product,
                on.NewShelf: self.ask_category,
                on.NewVariant: self.ask_variant,
                on.EditField: self.ask_field,
                on.SetPrice: self.price,
                on.Toggle: self.toggle,
                on.ChooseHome: self.choose,
                on.PutInto: self.put,
                on.Reorder: self.reorder,
            },
            typed={
                "goods-cat": self.new_category,
                "goods-variant": self.new_variant,
                "goods-edit": self.edited_field,
            },
            needs=Permission.GOODS,
            apart=dict.fromkeys(
                ("goods", on.GoodsHome, on.OpenShelf, on.OpenGoods), Permission.SHELVES
            ),
        )

    async def open(self, typed: Typed) -> None:
        await typed.say(await self._shelves.home(typed.who))

    async def home(self, press: Press[on.GoodsHome]) -> None:
        await press.show(await self._shelves.home(press.who, press.action.page))

    async def category(self, press: Press[on.OpenShelf]) -> None:
        where = press.action
        await press.show(await self._shelves.category(press.who, where.category_id, where.page))

    async def product(self, press: Press[on.OpenGoods]) -> None:
        await press.show(await self._shelves.product(press.who, press.action.product_id))

    async def ask_category(self, press: Press[on.NewShelf]) -> None:
        await self._users.expect(press.who.id, f"goods-cat:{press.action.category_id}")
        await press.show(newgoods.new_category(press.who.t, press.action.category_id))

    async def new_category(self, typed: Typed) -> None:
        inside, who = int(typed.subject) or None, typed.who
        made = await self._keeping.add_category(typed.text, inside, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._shelves.category(who, made.id))

    async def ask_variant(self, press: Press[on.NewVariant]) -> None:
        product_id, who = press.action.product_id, press.who
        sheet = await self._dashboard.product(product_id)
        await self._users.expect(who.id, f"goods-variant:{product_id}")
        await press.show(newgoods.new_variant(who.t, sheet))

    async def new_variant(self, typed: Typed) -> None:
        """`name / price`."""
        product_id, who = int(typed.subject), typed.who
        sketch = self._keeping.sketched(typed.text)
        await self._keeping.add_variant(product_id, sketch.name, sketch.price, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._shelves.product(who, product_id))

    async def ask_field(self, press: Press[on.EditField]) -> None:
        """What is typed next is compared with what is shown now, and shown where the card was."""
        who, row_id = press.who, press.action.row_id
        field = _field(press.action.field, *TYPED)
        now = await self._keeping.value(field, row_id)
        await self._users.expect(
            who.id, f"goods-edit:{field}:{row_id}:{seal(now)}:{press.message_id}"
        )
        await press.show(views.ask(who.t, field, row_id, self._spelt(who, field, now)))

    def _spelt(self, who: Visitor, field: Field, now: Any) -> str:
        """As it would be typed."""
        if field in MONEY and now is not None:
            return format_money(now, self._shelves.currency, who.t.language)
        if field is Field.VARIANT_HOME:
            return product_no(now)
        return "" if now is None else str(now)

    async def edited_field(self, typed: Typed) -> None:
        """A price is shown again, and counts by a button; anything else can be typed anew."""
        name, row, seen, *at = typed.subject.split(":")
        field, row_id, who = _field(name, *TYPED), int(row), typed.who
        card_at = int(at[0]) if at else 0  # none: it was asked by an earlier release
        if field is Field.PRICE:
            await self._check_price(typed, row_id, seen, card_at)
            return
        read = self._keeping.cost if field is Field.COST else READ.get(field, str)
        value = read(typed.text)
        change = self._keeping.change(field, row_id, value, seen=seen, actor=who.as_admin)
        await self._shelves.typed(typed, change, self._shelves.of(who, field, row_id), card_at)

    async def _check_price(self, typed: Typed, variant_id: int, seen: str, card_at: int) -> None:
        who, price = typed.who, self._keeping.price(typed.text)
        variant = await self._shelves.variant(variant_id)
        if seal(variant.price) != seen:
            changed = ChangedMeanwhile(Field.PRICE, variant.price)
            await typed.tell(await self._shelves.told(who, changed))
            return
        await typed.show(views.check_price(who.t, variant, price, self._shelves.currency), card_at)

    async def price(self, press: Press[on.SetPrice]) -> None:
        who, row = press.who, press.action
        await self._shelves.act(
            press,
            self._keeping.change(
                Field.PRICE, row.variant_id, _positive(row.price), seen=row.seen, actor=who.as_admin
            ),
            self._shelves.stock(who, row.variant_id),
            "price-set-toast",
        )

    async def toggle(self, press: Press[on.Toggle]) -> None:
        who, row = press.who, press.action
        field = _field(row.field, Field.SHOWN, Field.VARIANT_SHOWN, Field.CATEGORY_SHOWN)
        await self._shelves.act(
            press,
            self._keeping.change(
                field, row.row_id, bool(row.on), seen=row.seen, actor=who.as_admin
            ),
            self._shelves.of(who, field, row.row_id),
            "restored-toast" if row.on else "archived-toast",
        )

    async def choose(self, press: Press[on.ChooseHome]) -> None:
        """Where to put it: a look into the categories."""
        who, row = press.who, press.action
        field = _field(row.field, Field.HOME, Field.CATEGORY_HOME)
        seen = seal(await self._keeping.value(field, row.row_id))
        if row.at:
            rows = (await self._dashboard.category(row.at, row.page)).within
        else:
            rows = await self._dashboard.entrance(row.page)
        moving = newgoods.Moving(field, row.row_id, row.at, row.page, seen)
        await press.show(newgoods.choose_home(who.t, moving, rows))

    async def put(self, press: Press[on.PutInto]) -> None:
        who, row = press.who, press.action
        field = _field(row.field, Field.HOME, Field.CATEGORY_HOME)
        into = row.into or None
        if into is None and field is Field.HOME:
            raise ProductNotFound
        await self._shelves.act(
            press,
            self._keeping.change(field, row.row_id, into, seen=row.seen, actor=who.as_admin),
            self._shelves.of(who, field, row.row_id),
            "moved-toast",
        )

    async def reorder(self, press: Press[on.Reorder]) -> None:
        who, row = press.who, press.action
        which = Moved(row.which) if row.which in set(Moved) else Moved.PRODUCT
        steps = 1 if row.down else -1
        field = SHOWN_ON[which]
        await self._shelves.act(
            press,
            self._keeping.reorder(which, row.row_id, steps, seen=row.seen, actor=who.as_admin),
            self._shelves.of(who, field, row.row_id),
            "moved-toast",
        )


def _field(name: str, *allowed: Field) -> Field:
    """Callback data is forged until it is looked at. Raises ProductNotFound."""
    if name not in set(Field) or (allowed and Field(name) not in allowed):
        raise ProductNotFound
    return Field(name)


def _number(text: str) -> int | None:
    """A threshold; `-` is none. Raises BadNumber."""
    text = text.strip()
    if text in NONE:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST))):
        raise BadNumber(0, MOST, "never")
    return int(text)


def _product(text: str) -> int:
    """`p12` or `12`. Raises NoSuchNumber."""
    found = numbered(text)
    if found is None or found.rest:
        raise NoSuchNumber(text.strip(), PRODUCT)
    return found.only(PRODUCT).number


def _weight(text: str) -> int:
    """Grams; `-` is none. Raises BadWeight."""
    return 0 if text.strip() in NONE else grams(text, 0, HEAVIEST_PIECE, "weight")


SHOWN_ON = {
    Moved.CATEGORY: Field.CATEGORY_NAME,
    Moved.PRODUCT: Field.NAME,
    Moved.VARIANT: Field.VARIANT_NAME,
}
"""A field of the screen that what is moved has."""
READ: dict[Field, Callable[[str], Any]] = {
    Field.LOW: _number,
    Field.WEIGHT: _weight,
    Field.VARIANT_HOME: _product,
}
"""How what is typed is read, where it is no text."""


def _positive(price: int) -> int:
    """Raises ProductNotFound for what no button of ours says."""
    if price <= 0:
        raise ProductNotFound
    return price
