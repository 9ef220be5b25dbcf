"""Owners make vouchers: a rule, its codes, on and off."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Any

from handlers import voucher_callbacks as on
from handlers.admin.numbering import Misused, Numbering
from handlers.numbered import CATEGORY, PRODUCT, VERSION, numbered
from handlers.press import Press, Routes, Typed, Visitor
from handlers.sending import Chat, Draft
from handlers.views import vouchers as views
from handlers.views.screen import Screen
from handlers.views.voucher import START
from handlers.views.vouchers import Part
from models.approval_errors import WaitsForSecond
from models.errors import NotFound
from models.goods_errors import BadPeriod
from models.permission import Permission
from models.stock_errors import ChangedMeanwhile, NoSuchNumber
from models.voucher import LONGEST_NAME, MOST_CODES, MOST_USES, VoucherKind
from models.voucher_errors import BadVoucher
from services.goods.fields import NONE
from services.goods.period import Period, parse_period
from services.goods.pricing import parse_price
from services.people.user import UserService
from services.sale.group import GroupService
from services.sale.voucher_making import Sheet, VoucherMaking
from utils.clock import Clock
from utils.printable import is_seen, legible
from utils.qr import png
from utils.spreadsheet import MARK, line

COLUMNS = ("code", "link")


class VoucherMakingDesk:
    def __init__(
        self,
        making: VoucherMaking,
        numbers: Numbering,
        groups: GroupService,
        users: UserService,
        clock: Clock,
    ) -> None:
        self._making = making
        self._numbers = numbers
        self._groups = groups
        self._users = users
        self._clock = clock

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Vouchers: self.listed,
                on.NewVoucher: self.ask_new,
                on.OpenVoucher: self.open,
                on.EditVoucher: self.ask,
                on.WidenVoucher: self.widen,
                on.DrawCode: self.draw,
                on.AskCodes: self.ask_codes,
                on.SwitchVoucher: self.switch,
            },
            typed={
                "voucher-new": self.new,
                "voucher-part": self.edited,
                "voucher-many": self.many,
                "voucher-own": self.own,
            },
            needs=Permission.METHODS,
        )

    async def listed(self, press: Press[on.Vouchers]) -> None:
        page = press.action.page
        rows, more = await self._making.listed(page)
        await press.show(views.listed(press.who.t, rows, page, more=more))

    async def ask_new(self, press: Press[on.NewVoucher]) -> None:
        """Which kind, then how much."""
        who, word = press.who, press.action.kind
        if not word:
            await press.show(views.ask_kind(who.t))
            return
        kind = _kind(word)
        await self._users.expect(who.id, f"voucher-new:{kind.value}")
        await press.show(views.ask_amount(who.t, kind))

    async def new(self, typed: Typed) -> None:
        """Raises BadVoucher, BadPrice, NoSuchNumber, SeveralVersions: asked again."""
        who, kind, variant_id = typed.who, _kind(typed.subject), None
        if kind is VoucherKind.PERCENT:
            amount = _whole(typed.text.replace("%", ""), 100, "percent")
        elif kind is VoucherKind.PRODUCT:
            amount, variant_id = 1, await self._version(typed.text)
        else:
            amount = parse_price(typed.text, self._making.currency)
        made = await self._making.new(kind, amount, who.as_admin, variant_id)
        await self._done(typed, made)

    async def _version(self, text: str) -> int:
        try:
            variant, _ = await self._numbers.version(text)
        except Misused:
            raise NoSuchNumber(text.strip()[:LONGEST_NAME], VERSION) from None
        return variant.id

    async def open(self, press: Press[on.OpenVoucher]) -> None:
        await press.show(await self._card(press.who, press.action.voucher_id))

    async def ask(self, press: Press[on.EditVoucher]) -> None:
        part, who = _part(press.action.part), press.who
        sheet = await self._making.sheet(press.action.voucher_id)
        await self._users.expect(who.id, f"voucher-part:{part}:{sheet.voucher.id}")
        await press.show(views.ask(who.t, sheet.voucher, part))

    async def edited(self, typed: Typed) -> None:
        """Raises BadPrice, BadPeriod, BadVoucher, VoucherKept, and what names of goods raise."""
        name, number = typed.subject.split(":")
        part, actor = _part(name), typed.who.as_admin
        if part is Part.SCOPE:
            await self._making.limit_to(int(number), actor, **await self._scope(typed.text))
        else:
            await self._making.change(int(number), actor, **self._values(part, typed.text))
        await self._done(typed, int(number))

    def _values(self, part: Part, text: str) -> dict[str, Any]:
        none = text.strip() in NONE
        if part is Part.PERIOD:
            now = self._clock()
            period = _period("" if none else text, now)
            return {"starts_at": period.starts_at or now, "ends_at": period.ends_at}
        if part in (Part.CAP, Part.LEAST):
            return {part.value: None if none else parse_price(text, self._making.currency)}
        if part in (Part.MOST, Part.EACH):
            return {part.value: None if none else _whole(text, MOST_USES, "count")}
        said = legible(text.strip())
        if not is_seen(said) or len(said) > LONGEST_NAME:
            raise BadVoucher("name", LONGEST_NAME)
        return {"name": said}

    async def _scope(self, text: str) -> dict[str, int]:
        """`p12`, `c3`, or what a group of customers is called. Raises NotFound, NoSuchNumber."""
        row = numbered(text)
        if row is not None and row.letter == CATEGORY:
            return {"category_id": (await self._numbers.category(text)).id}
        if row is not None and row.letter == PRODUCT:
            return {"product_id": (await self._numbers.product(text))[0].product.id}
        try:
            return {"group_id": (await self._groups.named(text.strip())).id}
        except NotFound:
            raise BadVoucher("scope") from None

    async def widen(self, press: Press[on.WidenVoucher]) -> None:
        who, number = press.who, press.action.voucher_id
        await self._making.limit_to_nothing(number, who.as_admin)
        await press.show(await self._card(who, number))

    async def draw(self, press: Press[on.DrawCode]) -> None:
        """Shown once, below; who presses twice has one."""
        who, row = press.who, press.action
        try:
            codes = await self._making.draw(row.voucher_id, 1, who.as_admin, seen=row.seen)
        except ChangedMeanwhile as refusal:
            await self._stale(press, row.voucher_id, refusal)
            return
        await press.toast()
        await self._tell(who, row.voucher_id, codes)

    async def ask_codes(self, press: Press[on.AskCodes]) -> None:
        who, row = press.who, press.action
        sheet = await self._making.sheet(row.voucher_id)
        topic = "voucher-many" if row.many else "voucher-own"
        await self._users.expect(who.id, f"{topic}:{row.voucher_id}:{row.seen}")
        await press.show(views.ask_codes(who.t, sheet, many=bool(row.many)))

    async def many(self, typed: Typed) -> None:
        """As a file. Raises BadVoucher, TooManyCodes."""
        number, seen = typed.subject.split(":")
        count = _whole(typed.text, MOST_CODES, "count")
        work = self._making.draw(int(number), count, typed.who.as_admin, seen=seen)
        await self._made(typed, int(number), work)

    async def own(self, typed: Typed) -> None:
        """Raises BadCode, CodeTaken, TooManyCodes."""
        number, seen = typed.subject.split(":")
        work = self._making.choose(int(number), typed.text, typed.who.as_admin, seen=seen)
        await self._made(typed, int(number), work)

    async def _made(self, typed: Typed, number: int, work: Awaitable[list[str]]) -> None:
        """What was asked for on a card that has changed since is not asked again."""
        who = typed.who
        try:
            codes = await work
        except ChangedMeanwhile as refusal:
            await self._users.expect(who.id, None)
            await typed.tell(who.t(refusal.key, **refusal.fields), waits=False)
            await typed.say(await self._card(who, number))
            return
        await self._users.expect(who.id, None)
        await self._tell(who, number, codes)

    async def switch(self, press: Press[on.SwitchVoucher]) -> None:
        """Who comes second sees how it stands, and is told."""
        row, who = press.action, press.who
        toast = who.t("voucher-on-toast" if row.on else "voucher-out-toast")
        try:
            await self._making.switch(
                row.voucher_id, on=bool(row.on), seen=row.seen, actor=who.as_admin
            )
        except (ChangedMeanwhile, WaitsForSecond) as refusal:
            toast = who.t(refusal.key, **refusal.fields)
        await press.show(await self._card(who, row.voucher_id), toast)

    async def _stale(self, press: Press[Any], number: int, refusal: ChangedMeanwhile) -> None:
        toast = press.who.t(refusal.key, **refusal.fields)
        await press.show(await self._card(press.who, number), toast)

    async def _tell(self, who: Visitor, number: int, codes: Sequence[str]) -> None:
        """One with its picture, many as a file; then the voucher as it is now."""
        sheet, name = await self._making.sheet(number), (await who.bot.me()).username
        links = [f"https://t.me/{name}?start={START}{code}" for code in codes]
        if len(codes) == 1:
            screen = views.code(who.t, sheet.voucher, codes[0], links[0])
            draft = Draft(screen, screen.text, photo=png(links[0]))
        else:
            caption = who.t("voucher-file", count=len(codes))
            rows = b"".join(line(row) for row in (COLUMNS, *zip(codes, links, strict=True)))
            file = f"vouchers-{number}.csv", MARK + rows
            draft = Draft(Screen(caption), caption, file=file, long=True)
        await Chat(who.bot, who.id).send(draft)
        await who.board.say(who, await self._card(who, number))

    async def _done(self, typed: Typed, number: int) -> None:
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, number))

    async def _card(self, who: Visitor, number: int) -> Screen:
        """Raises VoucherNotFound."""
        sheet: Sheet = await self._making.sheet(number)
        return views.card(who.t, sheet, await self._making.product(sheet.voucher))


def _kind(word: str) -> VoucherKind:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if word not in set(VoucherKind):
        raise NotFound
    return VoucherKind(word)


def _part(word: str) -> Part:
    if word not in set(Part):
        raise NotFound
    return Part(word)


def _period(text: str, now: datetime) -> Period:
    """Raises BadVoucher."""
    try:
        return parse_period(text, now)
    except BadPeriod:
        raise BadVoucher("dates") from None


def _whole(text: str, most: int, why: str) -> int:
    """Raises BadVoucher."""
    digits = text.strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0
    if not 1 <= number <= most:
        raise BadVoucher(why, most)
    return number
