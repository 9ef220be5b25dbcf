"""Store credit by hand: typed with a reason, shown, and counted once it is confirmed."""

from handlers import people_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import purse as views
from handlers.views.screen import Screen
from models.permission import Permission
from models.person_errors import AdjustedAlready, CreditMoved
from services.people.draft import DraftService
from services.people.user import UserService
from services.sale.purse import Adjustment, CreditService, once

TOPIC = "credit {}"
"""What a draft is for: the credit of one person."""
TAKE, GIVE = "take", "give"


class Booking:
    """What is typed, shown before it counts."""

    def __init__(self, credit: CreditService, drafts: DraftService) -> None:
        self._credit = credit
        self._drafts = drafts

    async def checked(self, typed: Typed, user_id: int, text: str) -> Screen:
        """Shown before it counts. Raises BadAmount, BadReason, PersonNotFound, OwnCredit,
        CreditShort.
        """
        who, change = typed.who, self._credit.parse(text)
        purse = await self._credit.checked(user_id, change, admin=who.id)
        kept = f"{change.amount} {change.reason}"
        await self._drafts.keep(who.id, kept, typed.note, TOPIC.format(user_id))
        return views.check(who.t, purse, change)


class PurseDesk:
    def __init__(
        self, credit: CreditService, booking: Booking, users: UserService, drafts: DraftService
    ) -> None:
        self._credit = credit
        self._booking = booking
        self._users = users
        self._drafts = drafts

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OpenPurse: self.open,
                on.AskCredit: self.ask,
                on.CreditNow: self.adjust,
            },
            typed={"credit": self.typed},
            needs=Permission.MONEY,
        )

    async def open(self, press: Press[on.OpenPurse]) -> None:
        await press.show(await self._card(press.who, press.action.user_id))

    async def _card(self, who: Visitor, user_id: int) -> Screen:
        return views.purse(who.t, await self._credit.purse(user_id))

    async def ask(self, press: Press[on.AskCredit]) -> None:
        who, row = press.who, press.action
        purse = await self._credit.purse(row.user_id)
        how = TAKE if row.take else GIVE
        await self._users.expect(who.id, f"credit:{how}:{row.user_id}")
        await press.show(views.ask(who.t, purse, take=bool(row.take)))

    async def typed(self, typed: Typed) -> None:
        how, _, number = typed.subject.partition(":")
        signed = typed.text.lstrip()[:1] in tuple("+-\u2212\u2013")
        text = f"-{typed.text.strip()}" if how == TAKE and not signed else typed.text
        await typed.say(await self._booking.checked(typed, int(number), text))

    async def adjust(self, press: Press[on.CreditNow]) -> None:
        """Who presses twice, or after somebody else, sees how it is now."""
        who, row = press.who, press.action
        draft = await self._drafts.find(who.id, TOPIC.format(row.user_id))
        if draft is None:
            await press.show(await self._card(who, row.user_id), who.t("credit-none-toast"))
            return
        amount, _, reason = draft.text.partition(" ")
        change, key = Adjustment(int(amount), reason), once(draft.note)
        try:
            done = await self._credit.adjust(
                row.user_id, change, seen=row.seen, key=key, admin=who.id
            )
        except AdjustedAlready as refusal:
            await press.show(await self._card(who, row.user_id), who.t(refusal.key))
        except CreditMoved as refusal:
            await press.tell(who.t(refusal.key))
            purse = await self._credit.checked(row.user_id, change, admin=who.id)
            await press.show(views.check(who.t, purse, change))
            return
        else:
            await press.show(views.purse(who.t, done), who.t("credit-done-toast"))
        await self._drafts.drop(who.id)
