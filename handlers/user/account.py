"""The customer's account: what is told and stored, erased, and the receipt of an order."""

from handlers import account_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.sending import Chat, Draft
from handlers.user.menu import Menu
from handlers.views import account as views
from handlers.views import slip
from handlers.views.screen import Screen
from models.account import Detail
from models.account_errors import ErasureChanged
from models.errors import NotFound, OrderNotFound
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.account import Accounts
from services.sale.leaderboard import LeaderboardService, Manner
from services.sale.order import OrderService
from services.sale.refill import RefillService

NEWCOMER, OTHERWISE = "new", "own"
"""Whether the shop asks, or somebody wants to tell."""


def topic_of(detail: Detail, *, newcomer: bool) -> str:
    return f"told-{detail.value}:{NEWCOMER if newcomer else OTHERWISE}"


def asked_of(expecting: str | None) -> Detail | None:
    """What a newcomer is asked, if that is what waits."""
    whole = {topic_of(one, newcomer=True): one for one in Detail}
    return whole.get(expecting or "")


class AccountDesk:
    def __init__(
        self,
        accounts: Accounts,
        users: UserService,
        menu: Menu,
        shop: Shop,
        leaderboard: LeaderboardService,
        refills: RefillService,
    ) -> None:
        self._accounts = accounts
        self._users = users
        self._menu = menu
        self._shop = shop
        self._leaderboard = leaderboard
        self._refills = refills

    def routes(self) -> Routes:
        return Routes(
            commands={"account": self.open, "skip": self.skip_typed},
            buttons={
                on.OpenAccount: self.account,
                on.CreditHistory: self.history,
                on.Stored: self.stored,
                on.EditDetail: self.ask,
                on.DropDetail: self.drop,
                on.SkipDetail: self.skip,
                on.LeaveAlone: self.leave_alone,
                on.HideMe: self.hide,
                on.AskErase: self.ask_erase,
                on.EraseNow: self.erase,
            },
            typed={
                "told-name": self.tell_name,
                "told-contact": self.tell_contact,
                "told-email": self.tell_email,
            },
        )

    async def open(self, typed: Typed) -> None:
        await typed.say(await self._card(typed.who))

    async def account(self, press: Press[on.OpenAccount]) -> None:
        await press.show(await self._card(press.who))

    async def _card(self, who: Visitor) -> Screen:
        card = await self._accounts.cards.card(who.id)
        own = await self._leaderboard.standing(who.id)
        asked = self._accounts.profiles.asked
        return views.account(who.t, card, asked, own, refills=self._refills.terms.on)

    async def hide(self, press: Press[on.HideMe]) -> None:
        who = press.who
        await self._leaderboard.choose(who.id, Manner.HIDDEN)
        toast = who.t("manner-toast", manner=Manner.HIDDEN)
        await press.show(await self._card(who), toast)

    async def leave_alone(self, press: Press[on.LeaveAlone]) -> None:
        who, quiet = press.who, bool(press.action.quiet)
        await self._accounts.cards.leave_alone(who.id, quiet=quiet)
        await press.show(await self._card(who), who.t("quiet-toast" if quiet else "asked-toast"))

    async def history(self, press: Press[on.CreditHistory]) -> None:
        page, who = press.action.page, press.who
        rows = await self._accounts.cards.history(who.id, page)
        card = await self._accounts.cards.card(who.id)
        await press.show(views.history(who.t, card, page, rows))

    async def stored(self, press: Press[on.Stored]) -> None:
        await press.show(await self._stored(press.who))

    async def _stored(self, who: Visitor) -> Screen:
        card = await self._accounts.cards.card(who.id)
        plan = await self._accounts.erasure.plan(who.id, card.currency)
        return views.stored(who.t, card, plan)

    async def ask(self, press: Press[on.EditDetail]) -> None:
        """Only what the shop asks for, or has. Raises NotFound."""
        detail, who, profiles = press.action.detail, press.who, self._accounts.profiles
        if detail not in profiles.asked and detail not in await profiles.told(who.id):
            raise NotFound
        await self._users.expect(who.id, topic_of(detail, newcomer=False))
        await press.show(views.ask_detail(who.t, detail, self._shop.name, newcomer=False))

    async def drop(self, press: Press[on.DropDetail]) -> None:
        who = press.who
        await self._accounts.profiles.forget(who.id, press.action.detail)
        await press.show(await self._stored(who), who.t("detail-dropped-toast"))

    async def tell_name(self, typed: Typed) -> None:
        await self._tell(typed, Detail.NAME)

    async def tell_contact(self, typed: Typed) -> None:
        await self._tell(typed, Detail.CONTACT)

    async def tell_email(self, typed: Typed) -> None:
        await self._tell(typed, Detail.EMAIL)

    async def _tell(self, typed: Typed, detail: Detail) -> None:
        who = typed.who
        await self._accounts.profiles.tell(who.id, detail, typed.text)
        if typed.subject == NEWCOMER:
            await typed.say(await self._next(who, detail))
        else:
            await self._users.expect(who.id, None)
            await typed.say(await self._card(who))

    async def _next(self, who: Visitor, detail: Detail) -> Screen:
        """What a newcomer is asked after this, or that this was all."""
        following = self._accounts.profiles.after(detail)
        if following is None:
            await self._users.expect(who.id, None)
            return views.welcomed(who.t)
        await self._users.expect(who.id, topic_of(following, newcomer=True))
        return views.ask_detail(who.t, following, self._shop.name, newcomer=True)

    async def skip(self, press: Press[on.SkipDetail]) -> None:
        await press.show(await self._next(press.who, press.action.detail))

    async def skip_typed(self, typed: Typed) -> None:
        """The command has ended whatever question waited; what it was is still known here."""
        who = typed.who
        if detail := asked_of(who.user.expecting):
            await typed.say(await self._next(who, detail))
        else:
            await typed.say(views.skipped_nothing(who.t, asked=who.user.expecting is not None))

    async def ask_erase(self, press: Press[on.AskErase]) -> None:
        await press.show(await self._asked_to_erase(press.who))

    async def _asked_to_erase(self, who: Visitor) -> Screen:
        card = await self._accounts.cards.card(who.id)
        plan = await self._accounts.erasure.plan(who.id, card.currency)
        return views.ask_erase(who.t, card, plan)

    async def erase(self, press: Press[on.EraseNow]) -> None:
        who = press.who
        try:
            until = await self._accounts.erasure.erase(who.id, seen=press.action.seen)
        except ErasureChanged as changed:
            await press.show(await self._asked_to_erase(who), who.t(changed.key))
        else:
            await press.show(views.erased(who.t, until))


class ReceiptDesk:
    def __init__(self, orders: OrderService, shop: Shop) -> None:
        self._orders = orders
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(buttons={on.Receipt: self.receipt})

    async def receipt(self, press: Press[on.Receipt]) -> None:
        """As a file, below. Raises OrderNotFound, also for what was never paid."""
        who = press.who
        card = await self._orders.card(press.action.order_id, owner=who.id)
        if card.order.paid_at is None:
            raise OrderNotFound
        code = card.order.code
        file = (f"{code}.txt", slip.receipt(who.t, card, self._shop.name).encode())
        screen = Screen(who.t("receipt-sent", code=code))
        draft = Draft(screen, as_file=screen.text, file=file, long=True)
        await Chat(who.bot, who.id).send(draft)
        await press.toast()
