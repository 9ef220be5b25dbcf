"""A product from one message: a photo with a caption, or words; shown, and made by its button."""

import hashlib

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.fetching import fetch
from handlers.press import NotAnAnswer, Press, Routes, Typed
from handlers.views import newgoods as views
from models.errors import ProductNotFound
from models.permission import Permission
from models.product import ProductKind
from models.stock_errors import BadCaption, StagedGone
from services.goods.dashboard import DashboardService
from services.goods.gallery import Gallery
from services.goods.keeping import KeepingService
from services.people.draft import DraftService
from services.people.user import UserService

SEAL = 12
KEPT = "product: "
"""What stands before a product that was typed: it is no address, and no goods; then its photo."""


class NewProductDesk:
    def __init__(
        self,
        shelves: Shelves,
        dashboard: DashboardService,
        keeping: KeepingService,
        users: UserService,
        drafts: DraftService,
        gallery: Gallery,
    ) -> None:
        self._shelves = shelves
        self._dashboard = dashboard
        self._keeping = keeping
        self._users = users
        self._drafts = drafts
        self._gallery = gallery

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.NewGoods: self.ask,
                on.ChooseShelf: self.choose,
                on.CreateGoods: self.create,
            },
            typed={"goods-new": self.described},
            sent=frozenset({"goods-new"}),
            pictured=self.pictured,
            needs=Permission.GOODS,
        )

    async def ask(self, press: Press[on.NewGoods]) -> None:
        category_id = press.action.category_id
        await self._users.expect(press.who.id, f"goods-new:{category_id}")
        await press.show(views.new_product(press.who.t, category_id))

    async def described(self, typed: Typed) -> None:
        """Words, or a photo with them."""
        text = typed.message.text or typed.message.caption or ""
        sketch, who = self._keeping.sketched(text), typed.who
        await self._drafts.keep(who.id, _kept(typed, text), typed.note)
        currency = self._shelves.currency
        screen = views.check_product(who.t, int(typed.subject), sketch, currency, _seal(text))
        await typed.say(screen)

    async def pictured(self, typed: Typed) -> None:
        """A photo that nobody asked for: with `name / price / text` below it, it is a product.

        One that answers a customer is none. Raises NotAnAnswer.
        """
        text = typed.message.caption or ""
        if not text.strip() or typed.message.reply_to_message or typed.message.media_group_id:
            raise NotAnAnswer
        try:
            sketch = self._keeping.sketched(text)
        except BadCaption:
            raise NotAnAnswer from None
        await self._drafts.keep(typed.who.id, _kept(typed, text), typed.note)
        rows = await self._dashboard.entrance(0)
        t, currency = typed.who.t, self._shelves.currency
        await typed.say(views.choose_shelf(t, sketch, currency, rows, _seal(text)))

    async def choose(self, press: Press[on.ChooseShelf]) -> None:
        who, category_id = press.who, press.action.category_id
        text, _ = await self._text(who.id, press.action.seal)
        sketch = self._keeping.sketched(text)
        currency = self._shelves.currency
        await press.show(views.check_product(who.t, category_id, sketch, currency, _seal(text)))

    async def create(self, press: Press[on.CreateGoods]) -> None:
        who, row = press.who, press.action
        if row.kind not in set(ProductKind):
            raise ProductNotFound
        text, photo = await self._text(who.id, row.seal)
        sketch = self._keeping.sketched(text)
        content = await fetch(who.bot, photo) if photo else None
        made = await self._keeping.add_product(
            row.category_id, sketch, ProductKind(row.kind), actor=who.as_admin
        )
        await self._drafts.drop(who.id)
        if content:
            await self._gallery.add_to_product(made.id, content)
        await press.show(await self._shelves.product(who, made.id), who.t("product-created-toast"))

    async def _text(self, user_id: int, sealed: str) -> tuple[str, str]:
        """What was typed and shown, and its photo at Telegram; raises StagedGone."""
        draft = await self._drafts.find(user_id)
        kept = draft.text.removeprefix(KEPT) if draft and draft.text.startswith(KEPT) else ""
        photo, _, text = kept.partition("\n")
        if not text or _seal(text) != sealed:
            raise StagedGone
        return text, photo


def _kept(typed: Typed, text: str) -> str:
    return f"{KEPT}{_photo(typed)}\n{text}"


def _photo(typed: Typed) -> str:
    """Telegram's name for the largest copy of it; empty when there is none."""
    return typed.message.photo[-1].file_id if typed.message.photo else ""


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SEAL]
