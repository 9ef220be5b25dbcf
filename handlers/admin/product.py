"""A product from one message: a photo with a caption, or words; shown, and made by its button."""

import hashlib

from handlers import goods_callbacks as on
from handlers.admin.shelves import INSIDE, Shelves
from handlers.fetching import fetch
from handlers.press import NotAnAnswer, Press, Routes, Typed
from handlers.views import newgoods as views
from models.errors import ProductNotFound, ShopError
from models.permission import Permission
from models.product import Category, ProductKind
from models.stock_errors import StagedGone
from services.goods.dashboard import DashboardService
from services.goods.gallery import Gallery, check_photo
from services.goods.keeping import KeepingService
from services.goods.sketch import Sketch
from services.people.draft import GOODS, DraftService
from services.people.user import UserService

SEAL = 12
KEPT = "product: "
"""What stands before a product that was typed: it is no goods; then its album and photos."""


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
                on.PickShelf: self.pick,
                on.CreateGoods: self.create,
            },
            typed={"goods-new": self.described, INSIDE: self.inside},
            sent=frozenset({"goods-new", INSIDE}),
            pictured=self.pictured,
            needs=Permission.GOODS,
        )

    async def ask(self, press: Press[on.NewGoods]) -> None:
        category_id = press.action.category_id
        await self._users.expect(press.who.id, f"goods-new:{category_id}")
        await press.show(views.new_product(press.who.t, category_id))

    async def described(self, typed: Typed) -> None:
        """Words, or a photo with them, or an album of which one has them."""
        if await self._gathered(typed):
            return
        text = typed.message.text or typed.message.caption or ""
        await self._check(typed, int(typed.subject), text, self._keeping.sketched(text))

    async def _check(self, typed: Typed, category_id: int, text: str, sketch: Sketch) -> None:
        """Shown before it is made. Raises ProductNotFound."""
        home = await self._home(category_id)
        await self._drafts.keep(typed.who.id, _kept(typed, text), typed.note, GOODS)
        shown = (sketch, self._shelves.currency, _seal(text), _photo(typed))
        await typed.say(views.check_product(typed.who.t, home, *shown))

    async def inside(self, typed: Typed) -> None:
        """What is sent while a category is looked into: a product goes there, all else means what
        it means anywhere. Raises NotAnAnswer.
        """
        if not typed.message.photo:
            raise NotAnAnswer
        if not await self._gathered(typed):
            text, sketch = await self._unasked(typed)
            await self._check(typed, int(typed.subject), text, sketch)

    async def pictured(self, typed: Typed) -> None:
        """A photo that nobody asked for: with `name / price / text` below it, it is a product.
        Raises NotAnAnswer.
        """
        if await self._gathered(typed):
            return
        text, sketch = await self._unasked(typed)
        await self._drafts.keep(typed.who.id, _kept(typed, text), typed.note, GOODS)
        place = views.Place(await self._dashboard.entrance(0), _seal(text))
        t, currency = typed.who.t, self._shelves.currency
        await typed.say(views.choose_shelf(t, sketch, currency, place))

    async def _unasked(self, typed: Typed) -> tuple[str, Sketch]:
        """What stands below a photo: one that answers a customer is no product, nor one without
        words, nor a change of one that is not waiting. Raises NotAnAnswer, BadCaption, BadPrice.
        """
        text = typed.message.caption or ""
        if not text.strip() or typed.message.reply_to_message or not await self._counts(typed):
            raise NotAnAnswer
        try:
            return text, self._keeping.sketched(text)
        except ShopError:  # its words may be put right where they stand
            await self._drafts.keep(typed.who.id, _kept(typed, ""), typed.note, GOODS)
            raise

    async def choose(self, press: Press[on.ChooseShelf]) -> None:
        """A look into categories; one without others inside is chosen."""
        who, row = press.who, press.action
        text, _ = await self._text(who.id, row.seal)
        at, rows = None, await self._dashboard.entrance(row.page)
        if row.category_id:
            sheet = await self._dashboard.category(row.category_id, row.page)
            at, rows = sheet.category, sheet.within
            if not (rows or row.page):
                await self._picked(press, at)
                return
        place = views.Place(rows, row.seal, at, row.page)
        sketch, currency = self._keeping.sketched(text), self._shelves.currency
        await press.show(views.choose_shelf(who.t, sketch, currency, place))

    async def pick(self, press: Press[on.PickShelf]) -> None:
        await self._picked(press, await self._home(press.action.category_id))

    async def _picked(
        self, press: Press[on.PickShelf] | Press[on.ChooseShelf], at: Category
    ) -> None:
        who, sealed = press.who, press.action.seal
        text, photos = await self._text(who.id, sealed)
        sketch, photo = self._keeping.sketched(text), photos[0] if photos else ""
        shown = (sketch, self._shelves.currency, sealed, photo)
        await press.show(views.check_product(who.t, at, *shown))

    async def _home(self, category_id: int) -> Category:
        """Raises ProductNotFound."""
        return (await self._dashboard.category(category_id, 0)).category

    async def create(self, press: Press[on.CreateGoods]) -> None:
        who, row = press.who, press.action
        if row.kind not in set(ProductKind):
            raise ProductNotFound
        text, photos = await self._text(who.id, row.seal)
        sketch = self._keeping.sketched(text)
        contents = [await fetch(who.bot, photo) for photo in photos]
        for content in contents:
            check_photo(content)  # before anything is made
        made = await self._keeping.add_product(
            row.category_id, sketch, ProductKind(row.kind), actor=who.as_admin
        )
        await self._drafts.drop(who.id)
        for content in contents:
            await self._gallery.add_to_product(made.id, content)
        toast = who.t("product-created-toast", kind=row.kind)
        await press.show(await self._shelves.product(who, made.id), toast)

    async def _text(self, user_id: int, sealed: str) -> tuple[str, list[str]]:
        """What was typed and shown, and its photos at Telegram; raises StagedGone."""
        draft = await self._drafts.find(user_id, GOODS)
        kept = draft.text.removeprefix(KEPT) if draft and draft.text.startswith(KEPT) else ""
        head, _, text = kept.partition("\n")
        if not text or _seal(text) != sealed:
            raise StagedGone
        return text, head.split(" ")[1:]

    async def _gathered(self, typed: Typed) -> bool:
        """Whether it is a further picture of the album that waits: it hangs behind the others."""
        album, photo, user_id = typed.note.album, _photo(typed), typed.who.id
        if not album or not photo or typed.message.caption or typed.edited:
            return False
        draft = await self._drafts.find(user_id, GOODS)
        if draft is None or not draft.text.startswith(f"{KEPT}{album} "):
            return False
        head, _, text = draft.text.partition("\n")
        if photo not in head.split(" ")[2:]:
            await self._drafts.keep(user_id, f"{head} {photo}\n{text}", draft.note, GOODS)
        return True

    async def _counts(self, typed: Typed) -> bool:
        """What is sent now; of changes, that of the message that waits."""
        if not typed.edited:
            return True
        draft = await self._drafts.find(typed.who.id, GOODS)
        return bool(draft and draft.note and draft.note.place == typed.note.place)


def _kept(typed: Typed, text: str) -> str:
    """`album photo photo`, and the words."""
    photo = _photo(typed)
    return f"{KEPT}{typed.note.album or '-'}{' ' if photo else ''}{photo}\n{text}"


def _photo(typed: Typed) -> str:
    """Telegram's name for the largest copy of it; empty when there is none."""
    return typed.message.photo[-1].file_id if typed.message.photo else ""


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SEAL]
