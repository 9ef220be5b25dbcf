"""Credit is passed on by a link, taken through it, and taken back."""

from handlers import gift_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.user.menu import Menu
from handlers.views import gift as views
from handlers.views.screen import Screen
from models.gift import Gift
from models.gift_errors import GiftGone, GiftMade, GiftNotFound, GiftRests, OwnGift
from services.money.gift import GiftService
from services.people.user import UserService


class GiftDesk:
    def __init__(self, gifts: GiftService, users: UserService, menu: Menu) -> None:
        self._gifts = gifts
        self._users = users
        self._menu = menu

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Gifts: self.listed,
                on.AskGift: self.ask,
                on.MakeGift: self.make,
                on.OpenGift: self.open,
                on.TakeGiftBack: self.take_back,
                on.ClaimGift: self.claim,
            },
            commands={"transfer": self.by_command},
            typed={"gift": self.typed},
        )

    async def listed(self, press: Press[on.Gifts]) -> None:
        await press.show(await self._list(press.who))

    async def _list(self, who: Visitor) -> Screen:
        account, terms = await self._gifts.account(who.id), self._gifts.terms
        return views.gifts(who.t, account, terms.currency, is_on=self._gifts.on)

    async def ask(self, press: Press[on.AskGift]) -> None:
        who, account = press.who, await self._gifts.account(press.who.id)
        if not self._gifts.on or not account.most:
            await press.show(await self._list(who))
            return
        await self._users.expect(who.id, "gift")
        await press.show(views.ask(who.t, account, self._gifts.terms.currency))

    async def typed(self, typed: Typed) -> None:
        """Shown before anything leaves."""
        screen = await self._confirm(typed.who, typed.text)
        await self._users.expect(typed.who.id, None)
        await typed.say(screen)

    async def _confirm(self, who: Visitor, text: str) -> Screen:
        amount = self._gifts.amount(text)
        account = await self._gifts.offer(who.id, amount)
        return views.confirm(who.t, amount, account, self._gifts.terms.currency)

    async def by_command(self, typed: Typed) -> None:
        """`/transfer 5.00`; alone it shows what may be passed on, and what waits."""
        if typed.subject.strip():
            await typed.say(await self._confirm(typed.who, typed.subject))
        else:
            await typed.say(await self._list(typed.who))

    async def make(self, press: Press[on.MakeGift]) -> None:
        """The link is read here once; who presses twice has one."""
        who, row = press.who, press.action
        try:
            gift, token = await self._gifts.make(who.id, row.amount, row.number, row.currency)
        except GiftMade as refusal:
            await press.tell(who.t(refusal.key))
            await press.show(await self._list(who))
        else:
            await press.show(views.made(who.t, gift, await link_of(who, token)))

    async def open(self, press: Press[on.OpenGift]) -> None:
        seen = await self._gifts.card(press.action.gift_id, press.who.id)
        await press.show(views.card(press.who.t, seen))

    async def take_back(self, press: Press[on.TakeGiftBack]) -> None:
        who, gift_id = press.who, press.action.gift_id
        try:
            seen = await self._gifts.take_back(gift_id, who.id)
        except GiftGone as refusal:
            await press.tell(who.t(refusal.key))
            seen = await self._gifts.card(gift_id, who.id)
        await press.show(views.card(who.t, seen))

    async def claim(self, press: Press[on.ClaimGift]) -> None:
        who = press.who
        try:
            seen = await self._gifts.claim(press.action.token, who.id)
        except (GiftGone, GiftNotFound, GiftRests, OwnGift) as refusal:
            await press.tell(who.t(refusal.key))
            await press.show(await self._menu.home(who))
        else:
            await press.show(await self._menu.home(who, taken(who, seen.gift)))


def taken(who: Visitor, gift: Gift) -> str:
    return who.t("gift-taken", amount=views.money(who.t, gift))


async def link_of(who: Visitor, token: str) -> str:
    name = (await who.bot.me()).username
    return f"https://t.me/{name}?start={views.START}{token}"
