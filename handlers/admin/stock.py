"""Digital goods come in: pasted, as a list or as files; judged first, and added by a button."""

from dataclasses import replace

from aiogram.types import Document

from handlers import goods_callbacks as on
from handlers import replies
from handlers.admin.gathering import Gathering, fetched
from handlers.admin.shelves import Shelves
from handlers.admin.staged import CSV, FILES, LINES, Stage, Staged
from handlers.fetching import attached, fetch, is_list, is_table
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import stock as views
from handlers.views.screen import Screen
from models.permission import Permission
from models.product import ProductKind, Variant
from models.stock_errors import CannotRead, ChangedMeanwhile, StagedGone, WrongKind
from services.goods.files import FileIntakeService
from services.goods.intake import Delivery, IntakeService
from services.goods.keeping import KeepingService
from services.goods.lines import decoded
from services.people.user import UserService

AS_FILE = "file"
"""Words below a list that make it a good itself."""
PARTS = 3
"""Note, supplier and cost."""
NOTHING = ("", "-", "–", "—")
SLOW = 2_000
"""Lines from which it is said that they are being added."""


class StockDesk:
    def __init__(
        self,
        shelves: Shelves,
        intake: IntakeService,
        files: FileIntakeService,
        keeping: KeepingService,
        users: UserService,
        stage: Stage,
    ) -> None:
        self._shelves = shelves
        self._intake = intake
        self._files = files
        self._keeping = keeping
        self._users = users
        self._stage = stage
        self._gathering = Gathering(files, stage)

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OpenStock: self.card,
                on.AddStock: self.ask,
                on.StockNote: self.ask_note,
                on.AddNow: self.add,
            },
            typed={"goods-add": self.sent, "goods-note": self.noted},
            sent=frozenset({"goods-add"}),
            needs=Permission.GOODS,
            apart={on.OpenStock: Permission.SHELVES},
        )

    async def card(self, press: Press[on.OpenStock]) -> None:
        await press.show(await self._shelves.stock(press.who, press.action.variant_id))

    async def ask(self, press: Press[on.AddStock]) -> None:
        variant = await self._digital(press.action.variant_id)
        await self._users.expect(press.who.id, f"goods-add:{variant.id}")
        if await self._stage.find(press.who.id, variant.id, LINES, CSV, FILES):
            await self._stage.clear(press.who.id)
        await press.show(views.ask_goods(press.who.t, variant))

    async def _digital(self, variant_id: int) -> Variant:
        variant = await self._shelves.variant(variant_id)
        if variant.product.kind is not ProductKind.DIGITAL:
            raise WrongKind(variant.product.kind)
        return variant

    async def sent(self, typed: Typed) -> None:
        """Pasted lines, a list, or a file; another one takes the place of lines, files gather."""
        variant, who = await self._digital(int(typed.subject)), typed.who
        file = attached(typed.message)
        document = typed.message.document
        if file is None and typed.message.text is None:
            raise CannotRead("empty")
        if file is not None and not (document and await self._is_list(typed, variant, document)):
            staged = await self._gathering.take(who.id, who.bot, variant, file, typed.note)
            await self._show_files(typed, variant, staged)
            return
        if document and file:
            raw = await fetch(who.bot, file.file_id, file.size)
            staged = Staged(variant.id, CSV if is_table(document) else LINES, decoded(raw))
        else:
            staged = Staged(variant.id, LINES, typed.text)
        screen = await self._shown(who, variant, staged)  # refused before it is kept
        await self._stage.put(who.id, staged, typed.note)
        await typed.say(screen)

    async def _is_list(self, typed: Typed, variant: Variant, document: Document) -> bool:
        """One of several files is a file; so is what is sent while others wait."""
        as_file = (typed.message.caption or "").strip().lower() == AS_FILE
        if as_file or typed.message.media_group_id or not is_list(document):
            return False
        return await self._stage.find(typed.who.id, variant.id, FILES) is None

    async def _show_files(self, typed: Typed, variant: Variant, staged: Staged) -> None:
        """One screen for all of them, below the last one."""
        who, after = typed.who, typed.message.message_id
        screen = await self._shown(who, variant, staged)
        stamped = who.board.shown(who, screen)
        shown = await replies.keep_below(who.bot, who.id, staged.screen, after, stamped)
        if shown != staged.screen:
            await self._stage.put(who.id, replace(staged, screen=shown), typed.note)

    async def _shown(self, who: Visitor, variant: Variant, staged: Staged) -> Screen:
        currency = self._shelves.currency
        if staged.what == FILES:
            rows = await self._gathering.verdicts(staged)
            return views.files(who.t, variant, rows, staged.seal, staged.delivery, currency)
        judged = await self._intake.judge(await staged.lines())
        return views.verdict(who.t, variant, judged, staged.delivery, currency)

    async def ask_note(self, press: Press[on.StockNote]) -> None:
        variant_id = press.action.variant_id
        await self._users.expect(press.who.id, f"goods-note:{variant_id}")
        await press.show(views.ask_note(press.who.t, variant_id))

    async def noted(self, typed: Typed) -> None:
        """`note / supplier / cost`, each of which may be left out with a dash."""
        variant = await self._digital(int(typed.subject))
        staged = await self._stage.find(typed.who.id, variant.id, LINES, CSV, FILES)
        if staged is None:
            raise StagedGone
        delivery = self._delivery(typed.text)
        staged = await self._stage.note(typed.who.id, staged, delivery)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._shown(typed.who, variant, staged))

    def _delivery(self, text: str) -> Delivery:
        """Raises BadField, BadPrice."""
        parts = [part.strip() for part in text.replace("\n", " / ").split(" / ", PARTS - 1)]
        parts += [""] * (PARTS - len(parts))
        note, supplier, cost = (None if part in NOTHING else part for part in parts)
        price = self._keeping.price(cost) if cost else None
        return Delivery(note, supplier, price).proved()

    async def add(self, press: Press[on.AddNow]) -> None:
        """What was shown, and nothing else."""
        who, row = press.who, press.action
        staged = await self._stage.find(who.id, row.variant_id, LINES, CSV, FILES)
        if staged is None:
            raise StagedGone
        try:
            if staged.what == FILES:
                await self._add_files(press, staged)
            else:
                await self._add_lines(press, staged)
        except ChangedMeanwhile as error:
            await press.tell(await self._shelves.told(who, error))
            await press.show(await self._shelves.stock(who, row.variant_id))

    async def _add_lines(self, press: Press[on.AddNow], staged: Staged) -> None:
        who, lines = press.who, await staged.lines()
        if len(lines) >= SLOW:
            await press.show(views.adding(who.t, len(lines)))
        batch = await self._intake.add(
            staged.variant_id,
            lines,
            staged.delivery,
            seal=press.action.seal,
            actor=who.as_admin,
        )
        await self._stage.clear(who.id)
        await press.show(views.added(who.t, batch))

    async def _add_files(self, press: Press[on.AddNow], staged: Staged) -> None:
        """Fetched again: what is not what was shown is not taken. What came since is shown."""
        who = press.who
        if staged.seal != press.action.seal:
            variant = await self._digital(staged.variant_id)
            screen = await self._shown(who, variant, staged)
            await press.show(screen, who.t("files-changed-toast"))
            return
        fresh = await self._gathering.fresh(staged)
        await press.show(views.adding(who.t, len(fresh)))
        files = await fetched(who.bot, fresh)
        batch = await self._files.add(staged.variant_id, files, staged.delivery, actor=who.as_admin)
        await self._stage.clear(who.id)
        await press.show(views.added(who.t, batch))
