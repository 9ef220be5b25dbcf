"""The conversation with the shop, and whatever no other desk understood."""

from datetime import datetime
from typing import TypeVar

from handlers import callbacks as on
from handlers.conversation import Conversation, replied_to
from handlers.press import Press, Routes, Typed, Visitor
from handlers.user.lookup import Lookup
from handlers.user.menu import Menu
from handlers.user.steps import Steps
from handlers.views import talk as views
from handlers.views.screen import Screen, paragraphs
from models.errors import TooMuchTalk
from models.permission import Permission
from models.role_errors import RightLost
from services.people.draft import DraftService
from services.people.talk import Change, TalkService

REMEMBERED = 10_000
"""Persons of whose last album is known that it was answered, and where their last search stands."""
Known = TypeVar("Known")


class TalkDesk:
    """Also the fallback of the reception."""

    def __init__(
        self,
        conversation: Conversation,
        talk: TalkService,
        drafts: DraftService,
        menu: Menu,
        lookup: Lookup,
        steps: Steps,
    ) -> None:
        self._lookup = lookup
        self._steps = steps
        self._conversation = conversation
        self._talk = talk
        self._drafts = drafts
        self._menu = menu
        self._albums: dict[int, str] = {}
        self._sought: dict[int, tuple[datetime, int]] = {}

    def routes(self) -> Routes:
        return Routes(
            commands={"support": self.support},
            buttons={on.TalkToUs: self.how, on.HandOnDraft: self.hand_on_draft},
        )

    async def support(self, typed: Typed) -> None:
        await typed.say(await self._how(typed.who))

    async def how(self, press: Press[on.TalkToUs]) -> None:
        await press.show(await self._how(press.who))

    async def _how(self, who: Visitor) -> Screen:
        """Who answers for the shop does not talk to it."""
        codes = [] if who.shop else await self._menu.codes(who)
        return views.how(who.t, codes, shop=who.shop)

    async def hand_on_draft(self, press: Press[on.HandOnDraft]) -> None:
        """What was taken for an address was meant for the shop."""
        who = press.who
        draft = await self._drafts.find(who.id)
        if draft is None or draft.note is None:
            await self.stale(press)
            return
        await self._talk.ask(draft.note)
        await self._drafts.drop(who.id)
        await press.show(await self._menu.home(who, who.t("talk-handed-on")))

    async def stale(self, press: Press[None] | Press[on.HandOnDraft]) -> None:
        """A forged button, one of an old version, or one that is not this person's to press."""
        await press.show(await self._menu.home(press.who, press.who.t("stale-button")))

    async def unknown(self, typed: Typed) -> None:
        await typed.say(await self._menu.home(typed.who, typed.who.t("not-understood")))

    async def leave(self, typed: Typed) -> None:
        await typed.say(await self._menu.home(typed.who))

    async def said(self, typed: Typed) -> None:
        """A few words may be a search; what finds nothing, or says more, goes to the admins. What
        an admin says is for nobody, unless it replies to a customer.
        """
        who = typed.who
        if not who.shop:
            await self._said_by_customer(typed)
        elif user_id := replied_to(typed):
            await self._conversation.answer(typed, user_id)
        elif found := await self._lookup.meant(typed, asks=False):
            _remember(self._sought, who.id, typed.note.place)
            await typed.say(found.screen)
        elif self._first(typed):
            hint = who.t("talk-photo-of-product") if typed.message.photo else None
            told = paragraphs(who.t("talk-to-nobody"), hint)
            await typed.say(await self._menu.home(who, told))

    async def _said_by_customer(self, typed: Typed) -> None:
        """Words of which only some fit a product may tell the shop of it: they do both."""
        who, found = typed.who, await self._lookup.meant(typed)
        if found and found.surely:
            _remember(self._sought, who.id, typed.note.place)
            await typed.say(found.screen)
        elif told := await self._ask(typed):
            if found is None:
                await typed.say(await self._menu.home(who, told))
            else:
                text = paragraphs(told, found.screen.text)
                await typed.say(Screen(text, found.screen.rows))

    async def _ask(self, typed: Typed) -> str | None:
        """What to tell the customer; None for a further picture of an album."""
        t = typed.who.t
        try:
            return t("talk-handed-on") if await self._conversation.ask(typed) else None
        except TooMuchTalk as refusal:
            return t(refusal.key, **refusal.fields) if self._first(typed) else None

    def _first(self, typed: Typed) -> bool:
        """An album is answered once: each further picture would hear the same."""
        who, album = typed.who, typed.note.album
        if album and self._albums.get(who.id) == album:
            return False
        if album:
            _remember(self._albums, who.id, album)
        return True

    async def unfit(self, typed: Typed) -> None:
        """The question stays."""
        if self._first(typed):
            await typed.tell(typed.who.t("text-expected"))

    async def follows(self, typed: Typed) -> bool:
        return typed.who.shop and await self._conversation.follow(typed)

    async def followed(self, typed: Typed) -> bool:
        """A change that is one too many is named as not sent. Raises RightLost."""
        change = await self._conversation.changed(typed)
        if change is Change.CLOSED:
            raise RightLost("edit", Permission.TALK)
        if change is Change.LOST:
            key = "talk-change-lost-answer" if typed.who.shop else "talk-change-lost"
            await typed.say(await self._menu.home(typed.who, typed.who.t(key)))
        return change is not Change.UNKNOWN

    async def withdrawn(self, typed: Typed) -> None:
        """What stood there counts no more."""
        if await self._steps.holds(typed):
            await self._drafts.drop(typed.who.id)
        await self._drafts.withdraw(typed.note)
        note = typed.who.t("talk-changed-into-command")
        await typed.say(await self._menu.home(typed.who, note))

    async def changed(self, typed: Typed) -> None:
        """What was answered is put right while nothing is ordered; a search is read anew: it may be
        another one, or something for the shop. All else comes too late, and hears so; what counts
        instead is shown while it waits.
        """
        who = typed.who
        if not (typed.message.text or typed.message.caption):
            return
        if typed.message.text and await self._steps.corrected(typed):
            return
        if counts := await self._steps.counts(who):
            text = paragraphs(who.t("confirm-earlier-edited"), views.quoted(who.t, counts))
            await typed.tell(text)
        elif self._sought.get(who.id) == typed.note.place:
            await self.said(typed)
        else:
            told = who.t("talk-changed-too-late", shop="yes" if who.shop else "no")
            await typed.say(await self._menu.home(who, told))


def _remember(known: dict[int, Known], user_id: int, what: Known) -> None:
    """Of so many persons: the one who was noted first goes."""
    if user_id not in known and len(known) >= REMEMBERED:
        del known[next(iter(known))]
    known[user_id] = what
