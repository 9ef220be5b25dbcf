"""What every buyer of something shared gets: set, replaced for everybody, endless or capped."""

import hashlib

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.admin.staged import FILES, TEXT, Sent, Stage, Staged
from handlers.fetching import attached, fetch
from handlers.press import Press, Routes, Typed
from handlers.views import removal as views
from models.permission import Permission
from models.product import ProductKind, Variant
from models.stock_errors import BadNumber, CannotRead, StagedGone, WrongKind
from services.goods.files import Content, SharingService
from services.goods.filing import Incoming
from services.goods.lines import LONGEST
from services.goods.removal import MOST
from services.people.user import UserService


class SharingDesk:
    def __init__(
        self, shelves: Shelves, sharing: SharingService, users: UserService, stage: Stage
    ) -> None:
        self._shelves = shelves
        self._sharing = sharing
        self._users = users
        self._stage = stage

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.ShareGoods: self.ask,
                on.ShareNow: self.share,
                on.MakeEndless: self.endless,
                on.CapGoods: self.ask_cap,
            },
            typed={"goods-share": self.sent, "goods-cap": self.cap},
            sent=frozenset({"goods-share"}),
            needs=Permission.GOODS,
        )

    async def ask(self, press: Press[on.ShareGoods]) -> None:
        variant = await self._shared(press.action.variant_id)
        await self._users.expect(press.who.id, f"goods-share:{variant.id}")
        now = await self._sharing.now(variant.id)
        await press.show(views.ask_share(press.who.t, variant, now))

    async def _shared(self, variant_id: int) -> Variant:
        variant = await self._shelves.variant(variant_id)
        if variant.product.kind is not ProductKind.SHARED:
            raise WrongKind(variant.product.kind)
        return variant

    async def sent(self, typed: Typed) -> None:
        """A text, or a file; shown again before it is everybody's."""
        variant, who = await self._shared(int(typed.subject)), typed.who
        file = attached(typed.message)
        if file is not None:
            raw = await fetch(who.bot, file.file_id, file.size)
            sha256 = hashlib.sha256(raw).hexdigest()
            kept = Sent(file.file_id, file.name, file.type, len(raw), sha256, file.kind)
            staged, what = Staged(variant.id, FILES, files=(kept,)), file.name
        elif typed.message.text is None:
            raise CannotRead("empty")
        elif len(typed.text) > LONGEST:
            raise CannotRead("long", maximum=LONGEST)
        else:
            staged, what = Staged(variant.id, TEXT, typed.text), typed.text
        await self._stage.put(who.id, staged, typed.note)
        now = await self._sharing.now(variant.id)
        seen = now.id if now else 0
        await typed.say(views.check_share(who.t, variant, what, seen, staged.seal))

    async def share(self, press: Press[on.ShareNow]) -> None:
        who, row = press.who, press.action
        staged = await self._stage.find(who.id, row.variant_id, TEXT, FILES)
        if staged is None or staged.seal != row.seal:
            raise StagedGone
        content = await self._content(press, staged)
        await self._stage.clear(who.id)
        await self._shelves.act(
            press,
            self._sharing.put(row.variant_id, content, seen=row.seen, actor=who.as_admin),
            self._shelves.stock(who, row.variant_id),
            "shared-toast",
        )

    async def _content(self, press: Press[on.ShareNow], staged: Staged) -> Content:
        if staged.what == TEXT:
            return Content(staged.body)
        [file] = staged.files
        raw = await fetch(press.who.bot, file.file_id, file.size)
        incoming = Incoming(file.name, file.type, raw, file.kind)
        if incoming.sha256 != file.sha256:
            raise StagedGone
        return Content(file=incoming)

    async def endless(self, press: Press[on.MakeEndless]) -> None:
        who, variant_id, seen = press.who, press.action.variant_id, press.action.seen
        await self._shelves.act(
            press,
            self._sharing.make_endless(variant_id, seen=seen, actor=who.as_admin),
            self._shelves.stock(who, variant_id),
            "endless-toast",
        )

    async def ask_cap(self, press: Press[on.CapGoods]) -> None:
        variant = await self._shared(press.action.variant_id)
        await self._users.expect(press.who.id, f"goods-cap:{variant.id}:{press.action.seen}")
        await press.show(views.ask_cap(press.who.t, variant))

    async def cap(self, typed: Typed) -> None:
        text, who = typed.text.strip(), typed.who
        number, _, seen = typed.subject.partition(":")
        variant_id = int(number)
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST))):
            raise BadNumber(0, MOST)
        await self._shelves.typed(
            typed,
            self._sharing.cap(variant_id, int(text), seen=seen, actor=who.as_admin),
            self._shelves.stock(who, variant_id),
        )
