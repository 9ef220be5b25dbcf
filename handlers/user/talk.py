"""The conversation with the shop, and whatever no other desk understood."""

from handlers import callbacks as on
from handlers.conversation import Conversation, replied_to
from handlers.press import Press, Routes, Typed
from handlers.user.lookup import Lookup
from handlers.user.menu import Menu
from handlers.user.steps import Steps
from handlers.views import talk as views
from handlers.views.screen import paragraphs
from models.errors import TooMuchTalk
from services.people.draft import DraftService
from services.people.talk import Change, TalkService

REMEMBERED = 10_000
"""Persons of whose last album is known that it was answered."""


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

    def routes(self) -> Routes:
        return Routes(
            commands={"support": self.support},
            buttons={on.TalkToUs: self.how, on.HandOnDraft: self.hand_on_draft},
        )

    async def support(self, typed: Typed) -> None:
        await typed.say(views.how(typed.who.t, await self._menu.codes(typed.who)))

    async def how(self, press: Press[on.TalkToUs]) -> None:
        await press.show(views.how(press.who.t, await self._menu.codes(press.who)))

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
        """A few words may be a search; what finds nothing, or is more, goes to the admins. What an
        admin says is for nobody, unless it replies to a customer.
        """
        who = typed.who
        if not await self._conversation.answers(who.id):
            if found := await self._lookup.meant(typed):
                await typed.say(found)
            else:
                await self._ask(typed)
        elif user_id := replied_to(typed):
            await self._conversation.answer(typed, user_id)
        elif found := await self._lookup.meant(typed, asks=False):
            await typed.say(found)
        elif self._first(typed):
            await typed.say(await self._menu.home(who, who.t("talk-to-nobody")))

    async def _ask(self, typed: Typed) -> None:
        t = typed.who.t
        try:
            if await self._conversation.ask(typed):
                await typed.say(await self._menu.home(typed.who, t("talk-handed-on")))
        except TooMuchTalk as refusal:
            if self._first(typed):
                await typed.say(await self._menu.home(typed.who, t(refusal.key, **refusal.fields)))

    def _first(self, typed: Typed) -> bool:
        """An album is answered once: each further picture would hear the same."""
        who, album = typed.who, typed.note.album
        if album and self._albums.get(who.id) == album:
            return False
        if len(self._albums) >= REMEMBERED:
            del self._albums[next(iter(self._albums))]
        if album:
            self._albums[who.id] = album
        return True

    async def unfit(self, typed: Typed) -> None:
        """The question stays."""
        if self._first(typed):
            await typed.tell(typed.who.t("text-expected"))

    async def follows(self, typed: Typed) -> bool:
        return typed.who.shop and await self._conversation.follow(typed)

    async def followed(self, typed: Typed) -> bool:
        """A change that is one too many is named as not sent."""
        change = await self._conversation.changed(typed)
        if change is Change.LOST:
            key = "talk-change-lost-answer" if typed.who.shop else "talk-change-lost"
            await typed.say(await self._menu.home(typed.who, typed.who.t(key)))
        return change is not Change.UNKNOWN

    async def withdrawn(self, typed: Typed) -> None:
        """What stood there counts no more."""
        draft = await self._drafts.find(typed.who.id)
        there = draft and draft.note and draft.note.place == typed.note.place
        if there or await self._steps.holds(typed):
            await self._drafts.drop(typed.who.id)
        note = typed.who.t("talk-changed-into-command")
        await typed.say(await self._menu.home(typed.who, note))

    async def changed(self, typed: Typed) -> None:
        """What was answered is put right while nothing is ordered, a search is made anew. All else
        comes too late, and hears so; what counts instead is shown while it waits.
        """
        who = typed.who
        if not (typed.message.text or typed.message.caption):
            return
        if typed.message.text and await self._steps.corrected(typed):
            return
        if counts := await self._steps.counts(who):
            text = paragraphs(who.t("confirm-earlier-edited"), views.quoted(who.t, counts))
            await typed.tell(text)
        elif found := await self._lookup.meant(typed):
            await typed.say(found)
        else:
            await typed.say(await self._menu.home(who, who.t("talk-changed-too-late")))
