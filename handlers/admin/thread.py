"""Questions of customers: who waits, who sees to it, and what was written."""

from handlers import admin_callbacks as act
from handlers import support_callbacks as on
from handlers.copying import copy_to
from handlers.press import Press, Routes
from handlers.views import thread as views
from models.permission import Permission
from services.people.thread import ThreadService


class ThreadDesk:
    """Also from the admins' group, where nothing but the toast is said: letters draw the rest."""

    def __init__(self, threads: ThreadService) -> None:
        self._threads = threads

    def routes(self) -> Routes:
        return Routes(
            buttons={
                act.Unanswered: self.waiting,
                on.OpenThread: self.open,
                on.ShowSaid: self.said,
                on.TakeThread: self.take,
                on.LetGoThread: self.let_go,
                on.CloseThread: self.close,
                on.ReopenThread: self.reopen,
            },
            needs=Permission.TALK,
        )

    async def waiting(self, press: Press[act.Unanswered]) -> None:
        await press.show(views.waiting(press.who.t, await self._threads.open()))

    async def open(self, press: Press[on.OpenThread]) -> None:
        """Below a copy, which stays; else in the place of the list."""
        who = press.who
        page = await self._threads.page(press.action.user_id, press.action.page)
        screen = views.thread(who.t, page, who.id)
        await (press.show(screen) if press.action.here else press.below(screen))

    async def said(self, press: Press[on.ShowSaid]) -> None:
        talk = await self._threads.one(press.action.talk_id, press.action.user_id)
        await press.toast()
        await copy_to(press.who, talk.chat_id, talk.message_id)

    async def take(self, press: Press[on.TakeThread]) -> None:
        who, row = press.who, press.action
        await self._threads.take(row.user_id, seen=row.seen, by=who.id)
        await self._done(press, row.user_id, who.t("taking-toast"))

    async def let_go(self, press: Press[on.LetGoThread]) -> None:
        await self._threads.let_go(press.action.user_id, by=press.who.id)
        await self._done(press, press.action.user_id, press.who.t("let-go-toast"))

    async def close(self, press: Press[on.CloseThread]) -> None:
        row = press.action
        whole = await self._threads.close(row.user_id, row.upto, by=press.who.id)
        key = "put-aside-toast" if whole else "thread-more-toast"
        await self._done(press, row.user_id, press.who.t(key))

    async def reopen(self, press: Press[on.ReopenThread]) -> None:
        await self._threads.reopen(press.action.user_id, by=press.who.id)
        await self._done(press, press.action.user_id, press.who.t("thread-reopened-toast"))

    async def _done(
        self,
        press: Press[on.TakeThread]
        | Press[on.LetGoThread]
        | Press[on.CloseThread]
        | Press[on.ReopenThread],
        user_id: int,
        toast: str,
    ) -> None:
        """A copy's own buttons follow by letter."""
        if not press.action.here:
            await press.toast(toast)
            return
        page = await self._threads.page(user_id)
        await press.show(views.thread(press.who.t, page, press.who.id), toast)
